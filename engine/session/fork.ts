/** Copies of sessions: what is decided in one leaves the other as it is. */
import { assert } from '../assert.ts';
import { checkpointSession } from './checkpoint.ts';
import { restoreSession } from './restore.ts';
import type { Session } from './session.ts';

/** An equal session that shares nothing with the first. */
export function fork(session: Session): Session {
  const json: unknown = JSON.parse(Buffer.from(checkpointSession(session)).toString('utf8'));
  const { policy, limits, bundleName } = session;
  const restored = restoreSession(session.program, json, { policy, limits, bundleName });
  assert(restored.kind === 'restored', 'a session can be restored from its own checkpoint');
  return restored.session;
}
