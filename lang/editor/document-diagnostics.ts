/**
 * What is wrong in one file, gathered from every program that has it. A mistake in an imported module is shown at the import
 * too, with a way to the place: whoever looks at this file sees why the program does not compile.
 */
import type { ImportDeclaration } from '../ast/nodes.ts';
import { type Diagnostic, DIAGNOSTICS_MAX } from '../diagnostic.ts';
import type { Unit, Workspace } from './workspace.ts';

const LABELS_MAX = 10;

export function documentDiagnostics(workspace: Workspace, path: string): readonly Diagnostic[] {
  const units = workspace.units(path);
  const programs = [...new Set(units.map(({ program }) => program))];
  const found = new Map<string, Diagnostic>();
  const counts = new Map<string, number>();
  for (const { findings } of programs) {
    const here = new Map(
      findings.filter(({ span }) => span.source.name === path).map((each) => [keyOf(each), each]),
    );
    for (const [key, finding] of here) {
      counts.set(key, (counts.get(key) ?? 0) + 1);
      if (!found.has(key)) found.set(key, finding);
    }
  }
  const everywhere = [...found].filter(
    ([key, { code }]) => !code.startsWith('check/unused-') || counts.get(key) === programs.length,
  );
  const own = everywhere.map(([, finding]) => finding);
  return [...own, ...units.slice(0, 1).flatMap(importedErrors)].sort(inOrder).slice(0, DIAGNOSTICS_MAX);
}

/** One for each import that leads to errors, with the code of the first. */
function importedErrors({ path, check, program }: Unit): readonly Diagnostic[] {
  const imports = check.module.declarations.filter(
    (each): each is ImportDeclaration => each.kind === 'import' && each.span.source.name === path,
  );
  return imports.flatMap((declaration) => {
    const module = program.modules.get(check.module.imports.get(declaration.name.text) ?? '\0');
    const files = new Set(module?.module.files.map((file) => file.path));
    const errors = program.findings.filter(
      ({ span, severity }) => severity === 'error' && files.has(span.source.name),
    );
    const [first] = [...errors].sort(inOrder);
    if (first === undefined) return [];
    const count = errors.length === 1 ? 'an error' : `${errors.length} errors`;
    return {
      ...first,
      span: declaration.path.span,
      message: `module \`${declaration.path.value}\` has ${count}: ${first.message}`,
      labels: errors.slice(0, LABELS_MAX).map(({ span, message }) => ({ span, text: message })),
      help: '',
    };
  });
}

function keyOf({ code, message, span }: Diagnostic): string {
  return `${span.start} ${span.end} ${code} ${message}`;
}

function inOrder(a: Diagnostic, b: Diagnostic): number {
  return a.span.start - b.span.start || a.span.end - b.span.end;
}
