/** Verifies what governed declarations say of each other: names that exist, no circles, amounts in range. */
import type { CompiledFlag, CompiledGovernance, Program } from './program.ts';
import { findRequiresCycle } from './requires-cycle.ts';
import { fail, firstFailure, unknown, type VerifyFailure } from './verify-parts.ts';

const INTEGER_LIMIT = 2 ** 31;
const WHOLE = 10_000;

/** Names that may be referred to. */
interface Known {
  readonly segments: ReadonlySet<string>;
  readonly rules: ReadonlySet<string>;
  readonly flags: ReadonlySet<string>;
  readonly tags: ReadonlySet<string>;
}

interface Governed {
  readonly name: string;
  readonly governance: CompiledGovernance;
}

interface Ranked extends Governed {
  readonly priority: number;
  readonly tags: readonly string[];
  readonly when: { readonly segment: string | null };
}

export function verifyGoverned(program: Program): VerifyFailure | null {
  const known = (rules: readonly Governed[]): Known => ({
    segments: namesOf(program.segments),
    rules: namesOf(rules),
    flags: namesOf(program.flags),
    tags: new Set(program.tags),
  });
  const none = known([]);
  return (
    verifyRules(program.rules, known(program.rules)) ??
    verifyRules(program.expertRules, known(program.expertRules)) ??
    firstFailure(program.strategies, ({ name, arms }) =>
      arms.length === 0
        ? fail('bundle/unknown-reference', `strategy \`${name}\` has no arm`)
        : firstFailure(
            arms,
            ({ governance, when, label }) =>
              verifyGates({ name: label, governance }, none) ?? verifySegment(when.segment, none),
          ),
    ) ??
    verifyFlags(program.flags, none) ??
    firstFailure(program.workers, ({ input, output }) => {
      if (!program.outcomes.some(({ name }) => name === input)) return unknown('outcome', input);
      return program.facts.some(({ name }) => name === output) ? null : unknown('fact', output);
    })
  );
}

function verifyRules(rules: readonly Ranked[], known: Known): VerifyFailure | null {
  const failure = firstFailure(rules, (rule) => {
    const { name, priority, tags, when } = rule;
    if (!Number.isInteger(priority) || priority < -INTEGER_LIMIT || priority >= INTEGER_LIMIT)
      return fail('bundle/illegal-number', `the priority of rule \`${name}\` is not a 32-bit integer`);
    return (
      verifySegment(when.segment, known) ??
      firstFailure(tags, (tag) => (known.tags.has(tag) ? null : unknown('tag', tag))) ??
      verifyGates(rule, known)
    );
  });
  return (
    failure ??
    verifyOrder(
      rules.map(({ name, governance }) => ({
        name,
        requires: [...governance.requires, ...governance.excludes],
      })),
    )
  );
}

function verifyGates({ name, governance }: Governed, known: Known): VerifyFailure | null {
  const { requires, requiresFlags, excludes, rollout, activeFrom, activeUntil } = governance;
  const instants = [activeFrom, activeUntil].every(
    (seconds) => seconds === null || Number.isSafeInteger(seconds),
  );
  if (!instants || (rollout !== null && rollout.basisPoints > WHOLE))
    return fail('bundle/illegal-number', `the gates of \`${name}\` have a number out of range`);
  return (
    firstFailure([...requires, ...excludes], (other) =>
      known.rules.has(other) ? null : unknown('rule', other),
    ) ?? firstFailure(requiresFlags, (flag) => (known.flags.has(flag) ? null : unknown('flag', flag)))
  );
}

function verifyFlags(flags: readonly CompiledFlag[], known: Known): VerifyFailure | null {
  const failure = firstFailure(
    flags,
    ({ name, requires, rules }) =>
      firstFailure(requires, (flag) => (known.flags.has(flag) ? null : unknown('flag', flag))) ??
      firstFailure(rules, ({ governance, segment, serves }) => {
        const sum =
          serves.kind === 'variant' ? WHOLE : serves.weights.reduce((total, { weight }) => total + weight, 0);
        if (sum !== WHOLE)
          return fail('bundle/illegal-number', `a split of flag \`${name}\` gives away ${sum} of ${WHOLE}`);
        return verifyGates({ name, governance }, known) ?? verifySegment(segment, known);
      }),
  );
  return failure ?? verifyOrder(flags);
}

function verifySegment(segment: string | null, { segments }: Known): VerifyFailure | null {
  return segment === null || segments.has(segment) ? null : unknown('segment', segment);
}

function verifyOrder(
  waiting: readonly { readonly name: string; readonly requires: readonly string[] }[],
): VerifyFailure | null {
  const cyclic = findRequiresCycle(waiting);
  return cyclic === undefined
    ? null
    : fail('bundle/requires-cycle', `rule \`${cyclic}\` waits for a cycle of rules`);
}

function namesOf(all: readonly { readonly name: string }[]): ReadonlySet<string> {
  return new Set(all.map(({ name }) => name));
}
