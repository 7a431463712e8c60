/**
 * Verifies everything but code: constants, spans, names and what they refer to. Order of the checks is order of
 * dependence: names are unique before anything is looked up by name.
 */
import {
  LANGUAGE_VERSION,
  type CompiledAction,
  type CompiledExpertRule,
  type CompiledRule,
  type Program,
} from './program.ts';
import { findRequiresCycle } from './requires-cycle.ts';
import { verifyArbiters } from './verify-arbiter.ts';
import { fail, firstFailure, isDuration, unknown, type VerifyFailure, verifyUnique } from './verify-parts.ts';

const INTEGER_LIMIT = 2 ** 31;

export function verifyTables(program: Program): VerifyFailure | null {
  return (
    verifyVersion(program) ??
    verifyConstants(program) ??
    verifySpans(program) ??
    verifyNames(program) ??
    verifySegments(program) ??
    verifyRules(program.rules, program) ??
    verifyRules(program.expertRules, program) ??
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

function verifyConstants({ numbers, paths }: Program): VerifyFailure | null {
  if (!numbers.every(Number.isFinite))
    return fail('bundle/illegal-number', 'a constant is not a finite number');
  if (paths.some((path) => path.length === 0)) return fail('bundle/illegal-path', 'a path has no segments');
  return null;
}

function verifySpans({ code, spans, source, rules, expertRules }: Program): VerifyFailure | null {
  if (spans.length !== 2 * code.length)
    return fail('bundle/illegal-span', 'not every instruction has one span');
  const isInside = (start = -1, end = -1): boolean => 0 <= start && start <= end && end <= source.length;
  for (let pc = 0; pc < code.length; pc++) {
    if (!isInside(spans[2 * pc], spans[2 * pc + 1])) return { ...outside(`instruction ${pc}`), pc };
  }
  return firstFailure([...rules, ...expertRules], ({ name, span }) =>
    isInside(span.start, span.end) ? null : outside(`rule ${name}`),
  );
}

function outside(owner: string): VerifyFailure {
  return fail('bundle/illegal-span', `the span of ${owner} is outside of the source`);
}

function verifyNames(program: Program): VerifyFailure | null {
  const { facts, outcomes, segments, rules, expertRules, arbiters } = program;
  return (
    firstFailure([facts, outcomes, segments, rules, expertRules, arbiters], (all) =>
      verifyUnique(namesOf(all)),
    ) ??
    firstFailure([...facts, ...outcomes], ({ fields }) => verifyUnique(namesOf(fields))) ??
    firstFailure(actionsOf(program), ({ params }) => verifyUnique(namesOf(params)))
  );
}

function namesOf(all: readonly { readonly name: string }[]): readonly string[] {
  return all.map(({ name }) => name);
}

function* actionsOf({ rules, expertRules }: Program): Generator<CompiledAction> {
  for (const { then, otherwise } of rules) {
    yield then;
    if (otherwise !== null) yield otherwise;
  }
  for (const { then } of expertRules) yield then;
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

function verifyRules(
  rules: readonly (CompiledRule | CompiledExpertRule)[],
  program: Program,
): VerifyFailure | null {
  const names = new Set(rules.map(({ name }) => name));
  const segments = new Set(program.segments.map(({ name }) => name));
  const failure = firstFailure(rules, ({ name, priority, requires, when }) => {
    if (!Number.isInteger(priority) || priority < -INTEGER_LIMIT || priority >= INTEGER_LIMIT)
      return fail('bundle/illegal-number', `the priority of rule \`${name}\` is not a 32-bit integer`);
    if (when.segment !== null && !segments.has(when.segment)) return unknown('segment', when.segment);
    return firstFailure(requires, (required) => (names.has(required) ? null : unknown('rule', required)));
  });
  if (failure !== null) return failure;
  const cyclic = findRequiresCycle(rules);
  return cyclic === undefined
    ? null
    : fail('bundle/requires-cycle', `rule \`${cyclic}\` waits for a cycle of rules`);
}

function verifyExpertRule({
  name,
  forMs,
  withinMs,
  cooldownMs,
  factTypes,
}: CompiledExpertRule): VerifyFailure | null {
  if (![forMs, withinMs, cooldownMs].every(isDuration))
    return fail('bundle/illegal-duration', `expert rule \`${name}\` has a duration that is none`);
  return verifyUnique(factTypes);
}
