/** Expert rules: like rules, and what they assert or emit fits its schema; an asserted fact says its key. */
import type { ExpertAction, ExpertRuleDeclaration } from '../../ast/nodes.ts';
import { areCompatible, STRING } from '../../types.ts';
import type { Checking } from '../checking.ts';
import { fieldTypeMismatch, missingKey, temporalPerFact } from '../errors.ts';
import { checkSegmentReference } from '../governance.ts';
import { inferBlock } from '../infer.ts';
import { warnUndeclared } from '../paths.ts';
import { Scope } from '../scope.ts';
import { checkParams } from './params.ts';
import { warnUndeclaredOutcome } from './rule.ts';

export function checkExpertRule(rule: ExpertRuleDeclaration, checking: Checking): void {
  const { name, when, temporal, perFact, then } = rule;
  const scope = new Scope({ kind: 'context' });
  if (when?.segment != null) checkSegmentReference(when.segment, checking);
  if (when?.block != null) inferBlock(when.block, `expert rule \`${name.text}\``, { scope, checking });
  if (temporal !== null && perFact) temporalPerFact(temporal.operator, temporal.span, checking.diagnostics);
  if (then.effect === 'assert') checkAssert(then, scope, checking);
  else checkEmit(then, scope, checking);
}

function checkEmit({ target, params }: ExpertAction, scope: Scope, checking: Checking): void {
  warnUndeclaredOutcome(target, checking);
  checkParams(
    { target, kind: 'outcome', params, schema: checking.outcomes.get(target.text) },
    scope,
    checking,
  );
}

function checkAssert({ target, params }: ExpertAction, scope: Scope, checking: Checking): void {
  warnUndeclared(target, checking);
  const schema = checking.facts.get(target.text);
  checkParams({ target, kind: 'fact', params, schema }, scope, checking);
  const key = params.find(({ name }) => name.text === 'key');
  if (key === undefined) return missingKey(target, checking.diagnostics);
  const found = checking.types.get(key.value);
  if (schema !== undefined || found === undefined || areCompatible(found, STRING)) return;
  const mismatch = { name: 'key', expected: STRING, found, span: key.value.span };
  fieldTypeMismatch({ kind: 'fact', name: target.text }, mismatch, checking.diagnostics);
}
