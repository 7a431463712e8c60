/**
 * The session that the law of sessions runs beside the model: the engine's, as it is. What is still to be switched on when the engine has
 * all of what decision 0013 describes stands here, and nowhere else: the four lines that begin with `SWITCH`.
 */
import { assert } from '#engine/assert.js';
import type { Overrides } from '#engine';
import { restoreSession } from '#engine/session/checkpoint.js';
import { Session, type SessionOptions } from '#engine/session/session.js';
import type { Program } from '#lang';
import type { Extent } from './generate/session/condition.ts';

/** SWITCH to `whole`: programs and histories with every clause, and steps compared member by member. */
export const EXTENT: Extent = 'present';

export interface EngineOptions extends SessionOptions {
  readonly overrides: Overrides;
}

export function openSession(program: Program, { overrides, ...options }: EngineOptions): Session {
  // SWITCH: return new Session(program, { ...options, overrides });
  assert(isEmpty(overrides), 'sessions have no overrides');
  return new Session(program, options);
}

export function reopenSession(
  program: Program,
  checkpoint: unknown,
  { overrides, ...options }: EngineOptions,
): Session {
  // SWITCH: const restored = restoreSession(program, checkpoint, { ...options, overrides });
  assert(isEmpty(overrides), 'sessions have no overrides');
  const restored = restoreSession(program, checkpoint, options);
  if (restored.kind === 'refused') throw new Error(restored.reason);
  return restored.session;
}

export function overrideSession(_session: Session, overrides: Overrides): void {
  // SWITCH: _session.setOverrides(overrides);
  assert(isEmpty(overrides), 'sessions have no overrides');
}

function isEmpty({ rules = {} }: Overrides): boolean {
  return Object.keys(rules).length === 0;
}
