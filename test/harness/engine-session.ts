/** The session that the law of sessions runs beside the model: the engine's, as it is. */
import type { Overrides } from '#engine';
import { restoreSession } from '#engine/session/restore.js';
import { Session, type SessionOptions } from '#engine/session/session.js';
import type { Program } from '#lang';
import type { Extent } from './generate/session/condition.ts';

export const EXTENT: Extent = 'whole';

export interface EngineOptions extends SessionOptions {
  readonly overrides: Overrides;
}

export function openSession(program: Program, options: EngineOptions): Session {
  return new Session(program, options);
}

export function reopenSession(program: Program, checkpoint: unknown, options: EngineOptions): Session {
  const restored = restoreSession(program, checkpoint, options);
  if (restored.kind === 'refused') throw new Error(restored.reason);
  return restored.session;
}

export function overrideSession(session: Session, overrides: Overrides): void {
  session.setOverrides(overrides);
}
