/**
 * Environments: a file beside a program whose flags and segments take the place of those with their names. It is no module: what
 * it declares stands in the root, sees everything there, and is checked with it.
 */
import type { Declaration, FlagDeclaration, SegmentDeclaration } from '../ast/nodes.ts';
import type { Diagnostics } from '../diagnostic.ts';
import type { ParsedFile } from './files.ts';
import type { Module } from './link.ts';

/** `flags.arb` in `production` is overlaid by `flags.production.arb`; `undefined` for what cannot be an environment, as `test`. */
export function overlayPath(entry: string, environment: string): string | undefined {
  return /^(?!test$)[\w-]+$/.test(environment)
    ? `${entry.replace(/\.arb$/, '')}.${environment}.arb`
    : undefined;
}

/** The modules with the root overlaid; without a file they stay as they are. */
export function overlaid(
  modules: ReadonlyMap<string, Module>,
  overlay: ParsedFile | undefined,
  diagnostics: Diagnostics,
): ReadonlyMap<string, Module> {
  const root = modules.get('');
  if (root === undefined || overlay === undefined) return modules;
  const files = [...root.files, overlay];
  const declarations = replaced(root.declarations, replacements(overlay, diagnostics));
  return new Map(modules).set('', { ...root, files, declarations });
}

type Replacement = FlagDeclaration | SegmentDeclaration;

/** What is broken has been reported, and what else a file may declare is reported here. */
function replacements({ declarations }: ParsedFile, diagnostics: Diagnostics): readonly Replacement[] {
  return declarations.flatMap((declaration) => {
    if (declaration.kind === 'flag' || declaration.kind === 'segment') return [declaration];
    if (declaration.kind !== 'broken')
      diagnostics.report('module/overlay', {
        span: declaration.span,
        values: { kind: declaration.kind.replace('-', ' ') },
      });
    return [];
  });
}

/** In the place of the one with its name, else at the end; a second one with the same name stays one too many. */
function replaced(base: readonly Declaration[], overlay: readonly Replacement[]): readonly Declaration[] {
  const byName = new Map(overlay.toReversed().map((own) => [keyOf(own), own]));
  const used = new Set<Declaration>();
  const kept = base.map((declaration) => {
    const own = byName.get(keyOf(declaration));
    if (own === undefined || used.has(own)) return declaration;
    used.add(own);
    return own;
  });
  return [...kept, ...overlay.filter((own) => !used.has(own))];
}

function keyOf({ kind, name }: Declaration): string {
  return `${kind} ${name.text}`;
}
