/** What can be wrong with modules, one function each; the sentences are in the catalogue. */
import type { ImportDeclaration, IncludeDeclaration, StringLiteral } from '../ast/nodes.ts';
import type { Diagnostics } from '../diagnostic.ts';
import { printable } from '../lexer/printable.ts';
import { nearest } from '../suggest.ts';
import type { Module } from './link.ts';

const SHOWN_MAX = 6;

export function badPath(kind: 'import' | 'include', path: StringLiteral, diagnostics: Diagnostics): void {
  const help =
    kind === 'import'
      ? 'write the path from the root of the project, without `.arb`: `import "fraud/scoring"`'
      : 'write a path relative to this file that stays inside the project';
  diagnostics.report('module/illegal-path', {
    span: path.span,
    values: { kind, path: printable(path.value) },
    help,
  });
}

export function badNamespace({ name, path }: ImportDeclaration, diagnostics: Diagnostics): void {
  const values = { name: printable(name.text) };
  diagnostics.report('module/illegal-namespace', { span: path.span, values });
}

export function moduleNotFound(
  path: StringLiteral,
  file: string,
  known: readonly string[],
  diagnostics: Diagnostics,
): void {
  const meant = nearest(file, known);
  const help =
    meant === undefined ? {} : { help: `did you mean \`${printable(meant.replace(/\.arb$/, ''))}\`?` };
  diagnostics.report('module/not-found', { span: path.span, values: { file: printable(file) }, ...help });
}

export function importCycle(
  importer: Module,
  imported: Module,
  circle: readonly string[],
  diagnostics: Diagnostics,
): void {
  const [first = ''] = circle;
  const declaration = importer.declarations.find(
    (each) => each.kind === 'import' && importer.imports.get(each.name.text) === imported.path,
  );
  if (declaration === undefined) return;
  const values = { cycle: cycleText([...circle, first]) };
  diagnostics.report('module/import-cycle', { span: declaration.span, values });
}

export function includeCycle(path: StringLiteral, open: readonly string[], diagnostics: Diagnostics): void {
  const from = open.indexOf(open.at(-1) ?? '');
  diagnostics.report('module/include-cycle', {
    span: path.span,
    values: { cycle: cycleText(open.slice(from)) },
  });
}

export function includeIsDeprecated({ path }: IncludeDeclaration, diagnostics: Diagnostics): void {
  diagnostics.report('module/include', { span: path.span });
}

function cycleText(names: readonly string[]): string {
  const shown = names.length > SHOWN_MAX ? [...names.slice(0, SHOWN_MAX), '…'] : names;
  return shown.map((name) => printable(name === '' ? 'this file' : name)).join(' → ');
}
