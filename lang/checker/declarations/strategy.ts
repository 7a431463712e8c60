/** Strategies: arms that can be reached, one `else` at the end, payloads that fit the declared outcome. */
import type { Arm, Name, StrategyDeclaration } from '../../ast/nodes.ts';
import type { Checking } from '../checking.ts';
import { isAlways, isNever } from '../constant.ts';
import { checkWindow, warnSiblingRollouts } from '../governance.ts';
import { duplicateLabel, elseNotLast, missingArm, missingElse, neverReached } from '../governed-errors.ts';
import { returnedSchema } from '../payload.ts';
import type { Schema } from '../schema.ts';
import { Scope } from '../scope.ts';
import { bodyScope, checkParams } from './params.ts';
import { checkWhen } from './rule.ts';

export function checkStrategy({ name, returns, arms }: StrategyDeclaration, checking: Checking): void {
  const schema = returnedSchema(returns, checking);
  checkOrder(name, arms, checking);
  checkLabels(arms, checking);
  for (const arm of arms) checkArm(arm, schema, checking);
  warnSiblingRollouts(
    arms.map(({ governance }) => governance),
    checking,
  );
  warnUnreached(arms, checking);
}

function checkArm(arm: Arm, schema: Schema | undefined, checking: Checking): void {
  const { label, governance, when, lets, params } = arm;
  const scope = new Scope({ kind: 'context' });
  const what = titleOf(arm);
  checkWindow(governance, { what, checking });
  if (when !== null) checkWhen(when, what, { scope, checking });
  const inner = bodyScope(lets, scope, checking);
  checkParams({ target: label, kind: 'outcome', params, schema, isWhole: true }, inner, checking);
}

function checkOrder(strategy: Name, arms: readonly Arm[], { diagnostics }: Checking): void {
  const first = arms.findIndex(({ isElse }) => isElse);
  if (first === -1) return missingElse(strategy, diagnostics);
  for (const arm of arms.slice(0, -1)) if (arm.isElse) elseNotLast(arm.label.span, diagnostics);
  if (arms.every(({ isElse }) => isElse)) missingArm(strategy, diagnostics);
}

function checkLabels(arms: readonly Arm[], { diagnostics }: Checking): void {
  const seen = new Map<string, Name>();
  for (const { label } of arms) {
    const first = seen.get(label.text);
    if (first === undefined) seen.set(label.text, label);
    else duplicateLabel({ first, again: label }, diagnostics);
  }
}

function warnUnreached(arms: readonly Arm[], { diagnostics }: Checking): void {
  const taken = arms.findIndex((arm) => !arm.isElse && alwaysTaken(arm));
  for (const [index, arm] of arms.entries()) {
    if (taken !== -1 && index > taken && !arm.isElse)
      neverReached(arm.label.span, titleOf(arm), 'earlier', diagnostics);
    else if (isNever(arm.when?.block?.condition ?? null))
      neverReached(arm.label.span, titleOf(arm), 'condition', diagnostics);
  }
}

/** Nothing can keep it from applying: not a gate, not a segment, not a condition. */
function alwaysTaken({ governance, when }: Arm): boolean {
  const { killSwitch, activeFrom, activeUntil, rollout } = governance;
  const isGated = killSwitch !== null || activeFrom !== null || activeUntil !== null || rollout !== null;
  return !isGated && (when === null || (when.segment === null && isAlways(when.block?.condition ?? null)));
}

function titleOf({ label }: Arm): string {
  return `arm \`${label.text}\``;
}
