/**
 * Verifies everything but code: constants, spans, names and what they refer to. Order of the checks is order of
 * dependence: names are unique before anything is looked up by name.
 */
import {
  type CompiledAction,
  type CompiledExpertRule,
  type CompiledParam,
  type CompiledSpan,
  type Constant,
  LANGUAGE_VERSION,
  type Program,
} from './program.ts';
import { verifyArbiters } from './verify-arbiter.ts';
import { verifyGoverned } from './verify-governed.ts';
import { fail, firstFailure, isDuration, type VerifyFailure, verifyUnique } from './verify-parts.ts';

/** Plain decimal notation, bounded: what a decimal constant may be. */
const DIGITS = /^-?\d{1,1000}(?:\.\d{1,1000})?$/;

export function verifyTables(program: Program): VerifyFailure | null {
  return (
    verifyVersion(program) ??
    verifyConstants(program) ??
    verifySpans(program) ??
    verifyNames(program) ??
    verifyLookups(program) ??
    verifySegments(program) ??
    verifyGoverned(program) ??
    firstFailure(program.expertRules, verifyExpertRule) ??
    verifyArbiters(program)
  );
}

/** A bundle of an earlier minor version still runs: opcodes are never renumbered. */
function verifyVersion({ languageVersion }: Program): VerifyFailure | null {
  const [major, minor] = versionParts(LANGUAGE_VERSION);
  const [ofMajor, ofMinor] = versionParts(languageVersion);
  if (ofMajor === major && ofMinor <= minor) return null;
  return fail(
    'bundle/language-version',
    `the program is of language \`${languageVersion}\`, this is ${LANGUAGE_VERSION}`,
  );
}

/** NaN, which is neither equal nor below anything, where the text is no version. */
function versionParts(version: string): readonly [major: number, minor: number] {
  const [, major, minor] = /^(\d+)\.(\d+)$/.exec(version) ?? [];
  return [Number(major), Number(minor)];
}

function verifyConstants({ numbers, paths, constants, tables }: Program): VerifyFailure | null {
  const cells = tables.flatMap(({ rows }) => rows.flat());
  if (!numbers.every(Number.isFinite) || ![...constants, ...cells].every(isNumeric))
    return fail('bundle/illegal-number', 'a constant is not a finite number');
  if (paths.some((path) => path.length === 0)) return fail('bundle/illegal-path', 'a path has no segments');
  return null;
}

/** Numbers are finite and decimals are digits, in lists too. */
function isNumeric(constant: Constant): boolean {
  switch (constant.kind) {
    case 'number':
      return Number.isFinite(constant.value);
    case 'decimal':
      return DIGITS.test(constant.digits);
    case 'list':
      return constant.elements.every(isNumeric);
    case 'null':
    case 'boolean':
    case 'string':
      return true;
  }
}

function verifySpans(program: Program): VerifyFailure | null {
  const { code, spans, source, files } = program;
  if (spans.length !== 2 * code.length)
    return fail('bundle/illegal-span', 'not every instruction has one span');
  const isInside = (start = -1, end = -1): boolean => 0 <= start && start <= end && end <= source.length;
  for (let pc = 0; pc < code.length; pc++) {
    if (!isInside(spans[2 * pc], spans[2 * pc + 1])) return { ...outside(`instruction ${pc}`), pc };
  }
  const misplaced = firstFailure(spannedOf(program), ({ name, span }) =>
    isInside(span.start, span.end) ? null : outside(name),
  );
  if (misplaced !== null) return misplaced;
  let end = 0;
  for (const { start, length } of files) {
    if (start !== end) return outside('a file');
    end += length;
  }
  return end === source.length ? null : outside('the last file');
}

interface Spanned {
  readonly name: string;
  readonly span: CompiledSpan;
}

function* spannedOf({ rules, strategies, flags, expertRules }: Program): Generator<Spanned> {
  yield* rules;
  for (const strategy of strategies) {
    yield strategy;
    for (const { label, span } of strategy.arms) yield { name: label, span };
  }
  for (const flag of flags) {
    yield flag;
    for (const { span } of flag.rules) yield { name: flag.name, span };
  }
  yield* expertRules;
}

function outside(owner: string): VerifyFailure {
  return fail('bundle/illegal-span', `the span of ${owner} is outside of the source`);
}

function verifyNames(program: Program): VerifyFailure | null {
  const { facts, outcomes, tables, segments, rules, strategies, flags, expertRules, workers, arbiters } =
    program;
  const kinds = [facts, outcomes, tables, segments, rules, strategies, flags, expertRules, workers, arbiters];
  return (
    firstFailure(kinds, (all) => verifyUnique(namesOf(all))) ??
    verifyUnique(program.tags) ??
    verifyUnique(namesOf(program.context)) ??
    firstFailure([...facts, ...outcomes], ({ fields }) => verifyUnique(namesOf(fields))) ??
    firstFailure(paramsOf(program), (params) => verifyUnique(namesOf(params)))
  );
}

function namesOf(all: readonly { readonly name: string }[]): readonly string[] {
  return all.map(({ name }) => name);
}

function* paramsOf(program: Program): Generator<readonly CompiledParam[]> {
  for (const { params } of actionsOf(program)) yield params;
  for (const { set } of program.expertRules) yield set;
  for (const { defaults, variants } of program.flags) {
    yield defaults;
    for (const { params } of variants) yield params;
  }
}

function* actionsOf({ rules, strategies, expertRules }: Program): Generator<CompiledAction> {
  for (const { then, otherwise } of rules) {
    yield then;
    if (otherwise !== null) yield otherwise;
  }
  for (const { arms } of strategies) for (const { then } of arms) yield then;
  for (const { then } of expertRules) yield then;
}

/** Every row has every cell; every view is one of a table. */
function verifyLookups({ tables, views }: Program): VerifyFailure | null {
  return (
    firstFailure(tables, ({ name, columns, rows }) =>
      rows.every((row) => row.length === columns.length)
        ? null
        : fail('bundle/illegal-table', `table \`${name}\` has a row of another length`),
    ) ??
    firstFailure(views, ({ table, column }) => {
      const columns = tables[table]?.columns.length ?? -1;
      return columns >= 0 && column >= -1 && column < columns
        ? null
        : fail('bundle/illegal-table', 'a view is of no table, or by no column of it');
    })
  );
}

function verifySegments({ segments }: Program): VerifyFailure | null {
  return firstFailure(segments, ({ name, factTypes }) =>
    isStrictlySorted(factTypes)
      ? null
      : fail('bundle/unsorted', `the fact types of segment \`${name}\` are not sorted`),
  );
}

function isStrictlySorted(texts: readonly string[]): boolean {
  return texts.every((text, index) => index === 0 || (texts[index - 1] ?? '') < text);
}

function verifyExpertRule({
  name,
  forMs,
  withinMs,
  cooldownMs,
  debounceMs,
  factTypes,
}: CompiledExpertRule): VerifyFailure | null {
  if (![forMs, withinMs, cooldownMs, debounceMs].every(isDuration))
    return fail('bundle/illegal-duration', `expert rule \`${name}\` has a duration that is none`);
  return verifyUnique(factTypes);
}
