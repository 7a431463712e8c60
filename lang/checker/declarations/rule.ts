/** Rules and segments: their conditions, and actions that are declared as outcomes. */
import type { Action, Name, RuleDeclaration, SegmentDeclaration } from '../../ast/nodes.ts';
import type { Checking } from '../checking.ts';
import { undeclaredOutcome } from '../errors.ts';
import { checkSegmentReference } from '../governance.ts';
import { inferBlock, inferCondition } from '../infer.ts';
import { Scope } from '../scope.ts';
import { checkParams } from './params.ts';

export function checkSegment({ name, condition }: SegmentDeclaration, checking: Checking): void {
  inferCondition(condition, `segment \`${name.text}\``, { scope: new Scope({ kind: 'context' }), checking });
}

export function checkRule({ name, when, then, otherwise }: RuleDeclaration, checking: Checking): void {
  const scope = new Scope({ kind: 'context' });
  if (when?.segment != null) checkSegmentReference(when.segment, checking);
  if (when?.block != null) inferBlock(when.block, `rule \`${name.text}\``, { scope, checking });
  checkAction(then, scope, checking);
  if (otherwise !== null) checkAction(otherwise, scope, checking);
}

function checkAction({ name, params }: Action, scope: Scope, checking: Checking): void {
  warnUndeclaredOutcome(name, checking);
  const schema = checking.outcomes.get(name.text);
  checkParams({ target: name, kind: 'outcome', params, schema }, scope, checking);
}

/** Once the program declares any outcome, one that it does not declare is probably misspelt. */
export function warnUndeclaredOutcome(outcome: Name, { names, undeclared, diagnostics }: Checking): void {
  const mark = `outcome ${outcome.text}`;
  if (names.isEmpty('outcome') || names.has('outcome', outcome.text) || undeclared.has(mark)) return;
  undeclared.add(mark);
  undeclaredOutcome(outcome, names.of('outcome'), diagnostics);
}
