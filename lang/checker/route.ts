/** Handlers: `on Outcome where condition kind target`. The condition sees the fields of the outcome, `name` and `rule`. */
import type { HandlerClause, Name } from '../ast/nodes.ts';
import type { Checking } from './checking.ts';
import { routeNeedsTarget, routeTakesNoTarget, unknownRoute, unknownOutcome } from './errors.ts';
import { inferCondition } from './infer.ts';
import { Scope } from './scope.ts';

type TargetUse = 'never' | 'always' | 'optional';

const HANDLERS: ReadonlyMap<string, TargetUse> = new Map([
  ['audit', 'always'],
  ['stdout', 'never'],
  ['nats', 'optional'],
]);

/** `emitted` are the outcomes that some expert rule emits. */
export function checkRoute(clause: HandlerClause, emitted: ReadonlySet<string>, checking: Checking): void {
  const { outcome, where } = clause;
  if (outcome !== null) checkOutcome(outcome, emitted, checking);
  if (where !== null) {
    const schema = outcome === null ? undefined : checking.outcomes.get(outcome.text);
    const scope = new Scope({ kind: 'outcome', schema: schema ?? null });
    inferCondition(where, `the handler of \`${outcome?.text ?? '*'}\``, { scope, checking });
  }
  checkKind(clause, checking);
}

/** A broken expert rule may be the one that emits it. */
function checkOutcome(outcome: Name, emitted: ReadonlySet<string>, { names, diagnostics }: Checking): void {
  if (names.has('outcome', outcome.text) || emitted.has(outcome.text) || names.hasBroken('expert-rule'))
    return;
  unknownOutcome(outcome, new Set([...names.of('outcome'), ...emitted]), diagnostics);
}

function checkKind({ handler, target }: HandlerClause, { diagnostics }: Checking): void {
  const use = HANDLERS.get(handler.text);
  if (use === undefined) unknownRoute(handler, HANDLERS.keys(), diagnostics);
  else if (use === 'always' && target === null) routeNeedsTarget(handler, diagnostics);
  else if (use === 'never' && target !== null) routeTakesNoTarget(handler, target, diagnostics);
}
