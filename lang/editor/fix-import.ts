/**
 * Fixes that make a declaration of another module visible: an import, and the name with its namespace before it. Tags are
 * texts, which no namespace stands before.
 */
import type { Code } from '../codes.ts';
import { kindOf } from '../checker/names.ts';
import type { ParsedFile } from '../module/files.ts';
import { type Span, textOf } from '../span.ts';
import { insert, replace, type TextEdit } from './edits.ts';
import type { NamedKind } from './entity.ts';
import type { Fix, Problem } from './fix.ts';
import type { Unit } from './workspace.ts';

const FIXES_MAX = 5;

/** What a name that is unknown may be the name of. */
const KINDS: ReadonlyMap<Code, readonly NamedKind[]> = new Map<Code, readonly NamedKind[]>([
  ['check/unknown-segment', ['segment']],
  ['check/unknown-table', ['table']],
  ['check/unknown-tag', ['tag']],
  ['check/unknown-outcome', ['outcome']],
  ['check/unknown-fact', ['fact']],
  ['check/undeclared-fact', ['fact']],
  ['check/undeclared-outcome', ['outcome']],
  ['check/unknown-worker', ['worker']],
  ['check/unknown-arbiter', ['arbiter']],
  ['check/unknown-rule', ['rule', 'flag', 'expert-rule']],
  ['check/unknown-path', ['const']],
]);

export function importAndQualify({ finding, unit, workspace }: Problem): readonly Fix[] {
  const kinds = KINDS.get(finding.code);
  const name = nameIn(finding.span);
  if (kinds === undefined || name === undefined) return [];
  const declares = ({ declarations }: ParsedFile): boolean =>
    declarations.some(
      (each) =>
        kinds.some((kind) => kind === kindOf(each)) &&
        (each.kind === 'tag'
          ? each.names.some(({ text }) => text === name.text)
          : each.name.text === name.text),
    );
  const files = [...workspace.files.values()].filter((file) => isImportable(file, unit) && declares(file));
  return files.slice(0, FIXES_MAX).map((file): Fix => {
    const path = file.path.replace(/\.arb$/, '');
    const { namespace, edits } = importOf(path, unit);
    if (finding.code === 'check/unknown-tag') return { title: `Import "${path}"`, edits };
    const qualify = insert(name.span, name.span.start, `${namespace}.`);
    const title =
      edits.length === 0
        ? `Use \`${namespace}.${name.text}\``
        : `Import "${path}" and use \`${namespace}.${name.text}\``;
    return { title, edits: [...edits, qualify] };
  });
}

/** The name without quotes and scheme; one that is qualified already is not looked for elsewhere. */
function nameIn(span: Span): { readonly text: string; readonly span: Span } | undefined {
  const [, before = '', text] = /^("?(?:(?:chain|worker):\/\/)?)([^".:/]+)"?$/.exec(textOf(span)) ?? [];
  if (text === undefined || span.source.text[span.start - 1] === '.') return undefined;
  return { text, span: { ...span, start: span.start + before.length } };
}

/** Not the file itself, no root, and nothing that leads back here. */
function isImportable({ path }: ParsedFile, { program, check }: Unit): boolean {
  if (path === program.entry || check.module.files.some((file) => file.path === path)) return false;
  if (!/^[\w-]+(?:\/[\w-]+)*\.arb$/.test(path)) return false;
  const seen = new Set<string>();
  const wanted = [path.replace(/\.arb$/, '')];
  for (const module of wanted) {
    if (module === check.module.path) return false;
    if (seen.has(module)) continue;
    seen.add(module);
    for (const imported of program.modules.get(module)?.module.imports.values() ?? [])
      if (imported !== null) wanted.push(imported);
  }
  return true;
}

/** The namespace under which a module is visible, with the import that makes it so if there is none yet. */
function importOf(
  path: string,
  { file, check }: Unit,
): { readonly namespace: string; readonly edits: readonly TextEdit[] } {
  const { imports } = check.module;
  const known = [...imports].find(([, imported]) => imported === path)?.[0];
  if (known !== undefined) return { namespace: known, edits: [] };
  const own = (path.split('/').at(-1) ?? '').replace(/^(?=\d)|\W/g, '_');
  let namespace = own;
  for (let count = 2; imports.has(namespace); count++) namespace = `${own}${count}`;
  const alias = namespace === path.split('/').at(-1) ? '' : ` as ${namespace}`;
  return { namespace, edits: [importLine(file, `import "${path}"${alias}`)] };
}

/** Behind the last import, or before the first declaration. */
function importLine({ source, declarations }: ParsedFile, line: string): TextEdit {
  const whole: Span = { source, start: 0, end: source.text.length };
  const last = declarations.findLast(({ kind }) => kind === 'import' || kind === 'include');
  const newline = source.text.includes('\r\n') ? '\r\n' : '\n';
  if (last !== undefined) return insert(whole, last.span.end, `${newline}${line}`);
  const start = declarations[0]?.span.start ?? (source.text.startsWith('\ufeff') ? 1 : 0);
  return replace({ source, start, end: start }, `${line}${newline}`);
}
