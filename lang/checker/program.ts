/** What can be said only of a whole program: rules that require each other, chains of arbiters, what nobody uses. */
import type { Declaration, Name } from '../ast/nodes.ts';
import type { Diagnostics } from '../diagnostic.ts';
import { checkArbiters } from './arbiter.ts';
import { explore } from './cycles.ts';
import { cycle, KIND_TITLES, unused } from './errors.ts';
import { flagExpired } from './governed-errors.ts';
import type { ModuleCheck } from './module.ts';
import { identityOf } from './names.ts';
import { parseDate } from '../instant.ts';

export interface ProgramOptions {
  /** Unix seconds, to tell which flags have expired; without it none has. */
  readonly nowSeconds?: number;
}

/** Reports to `diagnostics` what the checks of the modules could not know. */
export function checkProgram(
  modules: readonly ModuleCheck[],
  options: ProgramOptions,
  diagnostics: Diagnostics,
): void {
  checkCycles(['rule', 'flag'], modules, diagnostics);
  checkCycles(['expert-rule'], modules, diagnostics);
  checkArbiters(modules, diagnostics);
  warnUnused(modules, diagnostics);
  if (options.nowSeconds !== undefined) warnExpired(modules, options.nowSeconds, diagnostics);
}

interface Governed {
  readonly declaration: Extract<Declaration, { readonly kind: 'rule' | 'flag' | 'expert-rule' }>;
  readonly check: ModuleCheck;
}

/** Through `requires` and `excludes` together. */
function checkCycles(
  kinds: readonly ('rule' | 'flag' | 'expert-rule')[],
  modules: readonly ModuleCheck[],
  diagnostics: Diagnostics,
): void {
  const nodes = new Map<string, Governed>();
  for (const check of modules) {
    const { names } = check.checking;
    for (const kind of kinds) {
      for (const declaration of names.first(kind))
        nodes.set(identityOf({ declaration, module: names }), { declaration, check });
    }
  }
  const meant = (name: Name, { checking }: ModuleCheck): Governed | undefined => {
    const found = checking.tables.references.get(name);
    return found === undefined ? undefined : nodes.get(identityOf(found));
  };
  const edgesOf = ({ declaration, check }: Governed): readonly Governed[] =>
    mentioned(declaration).flatMap((name) => meant(name, check) ?? []);
  const { cycles } = explore([...nodes.values()], edgesOf);
  for (const [first, ...others] of cycles) {
    const { declaration, check } = first;
    const next = others[0] ?? first;
    const place = mentioned(declaration).find((name) => meant(name, check) === next);
    const found = {
      kind: KIND_TITLES[declaration.kind],
      names: [first, ...others].map((each) => each.declaration.name.text),
      span: (place ?? declaration.name).span,
      others: others.map((each) => each.declaration.name.span),
    };
    cycle('check/requires-cycle', found, diagnostics);
  }
}

function mentioned(declaration: Governed['declaration']): readonly Name[] {
  if (declaration.kind === 'flag') return declaration.requires;
  return [...declaration.governance.requires, ...declaration.governance.excludes];
}

/** A broken declaration, or a name that nothing declares, may be what was meant to use it: beside one nothing is unused. */
function warnUnused(modules: readonly ModuleCheck[], diagnostics: Diagnostics): void {
  const isUncertain = modules.some(
    ({ checking, findings }) =>
      checking.names.hasBroken() || findings.some(({ code }) => code.startsWith('check/unknown-')),
  );
  if (isUncertain) return;
  const used = new Set(modules.flatMap(({ checking }) => [...checking.used]));
  for (const { checking } of modules) {
    for (const kind of ['const', 'segment', 'table'] as const) {
      for (const declaration of checking.names.first(kind)) {
        const isUsed = used.has(identityOf({ declaration, module: checking.names }));
        if (!isUsed) unused(kind, declaration.name, diagnostics);
      }
    }
  }
}

function warnExpired(modules: readonly ModuleCheck[], nowSeconds: number, diagnostics: Diagnostics): void {
  for (const { checking } of modules) {
    for (const { metadata } of checking.names.all('flag')) {
      for (const { name, value } of metadata) {
        const expires = name.text === 'expires' ? parseDate(value.value) : undefined;
        if (expires !== undefined && expires <= nowSeconds) flagExpired(value.span, value.value, diagnostics);
      }
    }
  }
}
