/**
 * What only the text of a program says: imports, the input, consts and units. It is read from the text that every bundle
 * carries. What a const is worth is asked of the engine, with a rule that has the consts as params.
 */
import { matchRules } from '#engine';
import { compareText } from '#engine/value.js';
import { compileFiles, type Files, parseFile, type Program } from '#lang';
import type { ConstDeclaration, Declaration, Expression } from '#lang/ast/nodes.js';
import { expressionsOf } from '#lang/ast/roots.js';
import { children } from '#lang/ast/visit.js';
import { recordFields } from '#lang/checker/schema.js';
import { Diagnostics } from '#lang/diagnostic.js';
import { wantedBy } from '#lang/module/files.js';
import { linkModules, type Module } from '#lang/module/link.js';
import { overlaid } from '#lang/module/overlay.js';
import type { RecordField } from '#lang/types.js';
import { findUnit } from '#lang/units.js';
import { type Row, rowOf } from './rows.ts';

export interface Declared {
  readonly imports: readonly Row[];
  readonly input: readonly RecordField[];
  readonly constants: readonly Row[];
  readonly units: readonly Row[];
}

const ENTRY = 'main.arb';

export function declaredIn(program: Program): Declared {
  const files = filesOf(program);
  const unread = new Diagnostics();
  const overlay = files.get(overlayIn(files) ?? '');
  const modules = [...overlaid(linkModules(ENTRY, files, unread), overlay, unread).values()].reverse();
  const all = modules.flatMap(({ declarations }) => declarations);
  const values = valuesOf(
    modules.find(({ path }) => path === ''),
    program,
  );
  return {
    imports: all.flatMap((found) =>
      found.kind === 'import' ? [rowOf({ name: found.name.text, path: found.path.value })] : [],
    ),
    input: all.flatMap((found) => (found.kind === 'input' ? recordFields(found.fields) : [])),
    constants: modules.flatMap((module) => constantsOf(module, values)),
    units: unitsOf(all),
  };
}

/** `probe` is put behind the text of the file that was compiled. */
function filesOf({ source, files }: Program, probe = ''): Files {
  return new Map(
    files.map(({ path, start, length }) => {
      const text = source.slice(start, start + length);
      const name = path === '' ? ENTRY : path;
      return [name, parseFile(name, { name, text: path === '' ? `${text}${probe}` : text })];
    }),
  );
}

/** That of the environment it was compiled for: nothing imports or includes it. */
function overlayIn(files: Files): string | undefined {
  const wanted = new Set([...files.values()].flatMap(wantedBy));
  return [...files.keys()].find((path) => /\.[\w-]+\.arb$/.test(path) && !wanted.has(path));
}

function constsOf(module: Module | undefined): readonly ConstDeclaration[] {
  return module?.declarations.filter((found) => found.kind === 'const') ?? [];
}

/** Consts of the root, by name; of those that are no constants there is none. */
function valuesOf(root: Module | undefined, program: Program): Readonly<Record<string, unknown>> {
  const names = constsOf(root).map(({ name }) => name.text);
  const taken = new Set(program.rules.map(({ name }) => name));
  let name = 'Probe';
  while (taken.has(name)) name += '_';
  const probe = `\nrule ${name} { then ${name} { ${names.map((each) => `${each}: ${each}`).join(', ')} } }\n`;
  const files = filesOf(program, probe);
  const options = { name: program.name, overlay: overlayIn(files) };
  const { program: probed } = compileFiles(ENTRY, files, options);
  if (probed === null) return {};
  const alone = { ...probed, rules: probed.rules.filter((rule) => rule.name === name) };
  return matchRules(alone, {}, { nowSeconds: 0 }).matched[0]?.params ?? {};
}

/** Qualified where the const is of another module; those have no value here. */
function constantsOf(module: Module, values: Readonly<Record<string, unknown>>): readonly Row[] {
  const prefix = module.path === '' ? '' : `${module.path.replaceAll('/', '.')}.`;
  return constsOf(module).map(({ name, value }) => {
    const { source, start, end } = value.span;
    const isKnown =
      module.path === '' && !within(value).some(({ kind }) => kind === 'call' || kind === 'secret');
    return rowOf({
      name: `${prefix}${name.text}`,
      value: isKnown ? values[name.text] : undefined,
      raw: source.text.slice(start, end).replace(/\s+/g, ' '),
    });
  });
}

function unitsOf(declarations: readonly Declaration[]): readonly Row[] {
  const symbols = new Map<string, Set<string>>();
  for (const expression of declarations.flatMap(expressionsOf).flatMap(within)) {
    const isQuantity = expression.kind === 'number' || expression.kind === 'decimal';
    const unit = isQuantity && expression.unit !== null ? findUnit(expression.unit) : undefined;
    if (unit === undefined) continue;
    symbols.set(unit.dimension, (symbols.get(unit.dimension) ?? new Set()).add(unit.symbol));
  }
  const dimensions = [...symbols].sort(([left], [right]) => compareText(left, right));
  return dimensions.map(([dimension, found]) => rowOf({ dimension, symbols: [...found].sort() }));
}

/** The expression and everything in it; a list, because chains may be long. */
function within(root: Expression): readonly Expression[] {
  const found = [root];
  for (const expression of found) found.push(...children(expression));
  return found;
}
