/** Rules and segments: gates, conditions, and actions that are declared as outcomes. */
import type { Action, Name, RuleDeclaration, SegmentDeclaration, When } from '../../ast/nodes.ts';
import type { Checking } from '../checking.ts';
import { isNever } from '../constant.ts';
import { outcomeTypeOf } from '../fact-types.ts';
import { checkGovernance, checkSegmentReference } from '../governance.ts';
import { neverReached } from '../governed-errors.ts';
import { inferBlock } from '../block.ts';
import { inferCondition, type Place } from '../infer.ts';
import { demand } from '../references.ts';
import { Scope } from '../scope.ts';
import { bodyScope, checkParams } from './params.ts';

export function checkSegment({ name, condition }: SegmentDeclaration, checking: Checking): void {
  inferCondition(condition, `segment \`${name.text}\``, { scope: new Scope({ kind: 'context' }), checking });
}

export function checkRule(rule: RuleDeclaration, checking: Checking): void {
  const { name, governance, tags, when, then, otherwise } = rule;
  const scope = new Scope({ kind: 'context' });
  const what = `rule \`${name.text}\``;
  checkGovernance('rule', governance, { what, checking });
  checkTags(tags, checking);
  if (when !== null) checkWhen(when, what, { scope, checking });
  checkAction(then, scope, checking);
  if (otherwise !== null) checkAction(otherwise, scope, checking);
  if (otherwise === null && isNever(when?.block?.condition ?? null))
    neverReached(name.span, what, 'condition', checking.diagnostics);
}

export function checkWhen({ segment, block }: When, what: string, place: Place): void {
  if (segment !== null) checkSegmentReference(segment, place.checking);
  if (block !== null) inferBlock(block, what, place);
}

/** Tags are a closed set. */
export function checkTags(tags: readonly Name[], checking: Checking): void {
  for (const tag of tags) demand('tag', tag, checking);
}

function checkAction({ name, lets, params }: Action, scope: Scope, checking: Checking): void {
  const schema = checking.outcomes.get(outcomeTypeOf(name, checking).name);
  const inner = bodyScope(lets, scope, checking);
  checkParams({ target: name, kind: 'outcome', params, schema, isWhole: true }, inner, checking);
}
