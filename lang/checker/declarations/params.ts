/** Bodies of actions: lets and params, evaluated over the locals that the condition has left. */
import type { Let } from '../../ast/nodes.ts';
import type { Checking } from '../checking.ts';
import { inferLets } from '../block.ts';
import { infer } from '../infer.ts';
import { checkPayload, type Payload } from '../payload.ts';
import type { Scope } from '../scope.ts';

/** Every param is evaluated by itself: what one binds, the next does not see. */
export function checkParams(payload: Payload, scope: Scope, checking: Checking): void {
  for (const { value } of payload.params) infer(value, scope.inner(), checking);
  checkPayload(payload, checking);
}

/** A scope with the lets of a body; they do not get out of it. */
export function bodyScope(lets: readonly Let[], scope: Scope, checking: Checking): Scope {
  const inner = scope.inner();
  inferLets(lets, { scope: inner, checking });
  return inner;
}
