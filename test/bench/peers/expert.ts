/** Expert sessions of Arbiter, by the public surface of the library only. */
import { assert } from '#engine/assert.js';
import {
  type Command,
  contextFromJson,
  ENGINE_LIMITS,
  type EngineLimits,
  type Program,
  Session,
  type Step,
} from '#app/library.js';
import type { Params } from './peer.ts';

/** The instant of every step, in ms. */
export const NOW = 1_800_000_000_000;

/** What is measured shall end because it is done. */
export const AMPLE: EngineLimits = {
  ...ENGINE_LIMITS,
  roundsMax: 1_000,
  mutationsMax: 1_000_000,
  fuelMax: 1e12,
};

export interface PlainFact {
  readonly type: string;
  readonly key: string;
  readonly fields: Params;
}

export function assertion({ type, key, fields }: PlainFact): Command {
  const record = contextFromJson(fields);
  assert(record !== undefined, 'the fields of a fact are an object');
  return { kind: 'assert', type, key, fields: record };
}

/** A session with these facts in it and nothing left to do. */
export function loadedSession(program: Program, facts: readonly PlainFact[]): Session {
  const session = new Session(program, { limits: AMPLE });
  settled(session.applyAll(facts.map(assertion), NOW));
  return session;
}

/** A step that has come to its end, and in which no rule has trapped. */
export function settled(step: Step): Step {
  const [trap] = step.traps;
  if (trap !== undefined) throw new Error(`${trap.rule}: ${trap.message}`);
  if (step.stop !== 'quiescent') throw new Error(`a step ended as ${step.stop}`);
  return step;
}

export function outcomesOf(step: Step): readonly Params[] {
  return settled(step).outcomes.map(({ params }) => params);
}
