/** Verifies what an arbiter refers to: facts and their fields, retention of what it streams, outcomes that exist. */
import type { CompiledArbiter, CompiledHandler, CompiledStream, Program } from './program.ts';
import { fail, firstFailure, isDuration, unknown, type VerifyFailure, verifyUnique } from './verify-parts.ts';

export function verifyArbiter(arbiter: CompiledArbiter, program: Program): VerifyFailure | null {
  const { name, streams, retention, pollMs, handlers } = arbiter;
  const streamed = new Set(streams.map(({ factType }) => factType));
  if (![pollMs, ...retention.map(({ forMs }) => forMs)].every(isDuration))
    return fail('bundle/illegal-duration', `arbiter \`${name}\` has a duration that is none`);
  if (!retention.every(({ last }) => Number.isInteger(last) && last >= 0))
    return fail('bundle/illegal-number', `arbiter \`${name}\` retains a number of facts that is no count`);
  return (
    verifyUnique(streams.map(({ factType }) => factType)) ??
    verifyUnique(retention.map(({ factType }) => factType)) ??
    firstFailure(streams, (stream) => verifyStream(stream, program)) ??
    firstFailure(retention, ({ factType }) =>
      streamed.has(factType) ? null : unknown('stream', factType),
    ) ??
    firstFailure(handlers, (handler) => verifyHandler(handler, program))
  );
}

/** Every fact has a key, declared or not. */
function verifyStream({ factType, by, at }: CompiledStream, { facts }: Program): VerifyFailure | null {
  const fact = facts.find(({ name }) => name === factType);
  if (fact === undefined) return unknown('fact', factType);
  const fields = new Set(['key', ...fact.fields.map(({ name }) => name)]);
  return firstFailure([by, at], (field) =>
    field === null || fields.has(field) ? null : unknown('field', field),
  );
}

function verifyHandler(
  { outcome }: CompiledHandler,
  { outcomes, expertRules }: Program,
): VerifyFailure | null {
  const isEmitted = expertRules.some(({ effect, then }) => effect === 'emit' && then.name === outcome);
  if (outcome === '*' || isEmitted || outcomes.some(({ name }) => name === outcome)) return null;
  return unknown('outcome', outcome);
}
