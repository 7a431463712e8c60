/** Verifies what arbiters refer to: facts and their fields, retention of what they stream, outcomes that exist. */
import type { CompiledArbiter, CompiledStream, Program } from './program.ts';
import { fail, firstFailure, isDuration, unknown, type VerifyFailure, verifyUnique } from './verify-parts.ts';

interface Known {
  /** Fields by fact; every fact has a key, declared or not. */
  readonly facts: ReadonlyMap<string, ReadonlySet<string>>;
  /** Declared, or emitted by an expert rule, or `*`. */
  readonly outcomes: ReadonlySet<string>;
  /** Expert rules. */
  readonly rules: ReadonlySet<string>;
}

export function verifyArbiters({ facts, outcomes, expertRules, arbiters }: Program): VerifyFailure | null {
  const emitted = expertRules.flatMap(({ effect, then }) => (effect === 'emit' ? [then.name] : []));
  const known: Known = {
    facts: new Map(
      facts.map((fact) => [fact.name, new Set(['key', ...fact.fields.map(({ name }) => name)])]),
    ),
    outcomes: new Set(['*', ...outcomes.map(({ name }) => name), ...emitted]),
    rules: new Set(expertRules.map(({ name }) => name)),
  };
  return firstFailure(arbiters, (arbiter) => verifyAmounts(arbiter) ?? verifyReferences(arbiter, known));
}

function verifyAmounts({ name, pollMs, retention, handlers }: CompiledArbiter): VerifyFailure | null {
  const waits = [...retention.map(({ forMs }) => forMs), ...handlers.map(({ backoffMs }) => backoffMs)];
  if (![pollMs, ...waits].every(isDuration))
    return fail('bundle/illegal-duration', `arbiter \`${name}\` has a duration that is none`);
  if (retention.every(({ last }) => Number.isInteger(last) && last >= 0)) return null;
  return fail('bundle/illegal-number', `arbiter \`${name}\` retains a number of facts that is no count`);
}

function verifyReferences(
  { streams, retention, rules, handlers }: CompiledArbiter,
  known: Known,
): VerifyFailure | null {
  const streamed = new Set(streams.map(({ factType }) => factType));
  return (
    verifyUnique(streams.map(({ factType }) => factType)) ??
    verifyUnique(retention.map(({ factType }) => factType)) ??
    firstFailure(streams, (stream) => verifyStream(stream, known)) ??
    firstFailure(retention, ({ factType, forMs, last }) =>
      streamed.has(factType) || (forMs === 0 && last === 0) ? null : unknown('stream', factType),
    ) ??
    firstFailure(rules ?? [], (rule) => (known.rules.has(rule) ? null : unknown('rule', rule))) ??
    firstFailure(handlers, ({ outcome }) =>
      known.outcomes.has(outcome) ? null : unknown('outcome', outcome),
    )
  );
}

/** Of a fact that is not declared nothing is known. */
function verifyStream({ factType, by, at }: CompiledStream, { facts }: Known): VerifyFailure | null {
  const fields = facts.get(factType);
  if (fields === undefined) return null;
  return firstFailure([by, at], (field) =>
    field === null || fields.has(field) ? null : unknown('field', field),
  );
}
