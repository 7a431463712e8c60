/** Expert rules: like rules, and what they do to facts says which and fits its schema. */
import type { ExpertAction, ExpertRuleDeclaration } from '../../ast/nodes.ts';
import { areCompatible, STRING } from '../../types.ts';
import {
  forWithDebounce,
  keyInSet,
  missingKey,
  missingSet,
  onlyKey,
  temporalPerFact,
} from '../arbiter-errors.ts';
import type { Checking } from '../checking.ts';
import { isNever } from '../constant.ts';
import { fieldTypeMismatch } from '../errors.ts';
import { factTypeOf, outcomeTypeOf } from '../fact-types.ts';
import { checkGovernance } from '../governance.ts';
import { neverReached } from '../governed-errors.ts';
import { infer } from '../infer.ts';
import { Scope } from '../scope.ts';
import { bodyScope, checkParams } from './params.ts';
import { checkTags, checkWhen } from './rule.ts';

export function checkExpertRule(rule: ExpertRuleDeclaration, checking: Checking): void {
  const { name, governance, tags, when, temporal, debounce, perFact, then } = rule;
  const { diagnostics } = checking;
  const scope = new Scope({ kind: 'context' });
  const what = `expert rule \`${name.text}\``;
  checkGovernance('expert-rule', governance, { what, checking });
  checkTags(tags, checking);
  if (when !== null) checkWhen(when, what, { scope, checking });
  if (temporal !== null && perFact) temporalPerFact(temporal.operator, temporal.span, diagnostics);
  if (debounce !== null && perFact) temporalPerFact('debounce', debounce.span, diagnostics);
  if (temporal?.operator === 'for' && debounce !== null) forWithDebounce(debounce.span, diagnostics);
  checkEffect(then, bodyScope(then.lets, scope, checking), checking);
  if (isNever(when?.block?.condition ?? null)) neverReached(name.span, what, 'condition', diagnostics);
}

function checkEffect(then: ExpertAction, scope: Scope, checking: Checking): void {
  switch (then.effect) {
    case 'emit':
      return checkEmit(then, scope, checking);
    case 'assert':
      return checkAssert(then, scope, checking);
    case 'retract':
    case 'modify':
      return checkOverlay(then, scope, checking);
  }
}

function checkEmit({ target, params }: ExpertAction, scope: Scope, checking: Checking): void {
  const schema = checking.outcomes.get(outcomeTypeOf(target, checking).name);
  checkParams({ target, kind: 'outcome', params, schema, isWhole: true }, scope, checking);
}

function checkAssert(then: ExpertAction, scope: Scope, checking: Checking): void {
  const { target, params } = then;
  const schema = checking.facts.get(factTypeOf(target, checking).name);
  checkParams({ target, kind: 'fact', params, schema, isWhole: true }, scope, checking);
  if (schema === undefined || !params.some(({ name }) => name.text === 'key')) checkKey(then, checking);
}

/** `retract` and `modify` say which fact by its key, and nothing else outside of `set`. */
function checkOverlay(then: ExpertAction, scope: Scope, checking: Checking): void {
  const { effect, target, params, set } = then;
  const { diagnostics } = checking;
  const schema = checking.facts.get(factTypeOf(target, checking).name);
  for (const { name, value } of params) {
    infer(value, scope.inner(), checking);
    if (name.text !== 'key') onlyKey(effect, name, diagnostics);
  }
  checkKey(then, checking);
  if (set === null) {
    if (effect === 'modify') missingSet(target, diagnostics);
    return;
  }
  for (const { name } of set) if (name.text === 'key') keyInSet(name, diagnostics);
  checkParams({ target, kind: 'fact', params: set, schema, isWhole: false }, scope, checking);
}

function checkKey({ effect, target, params }: ExpertAction, { tables, diagnostics }: Checking): void {
  const key = params.find(({ name }) => name.text === 'key');
  if (key === undefined) return missingKey(effect, target, diagnostics);
  const found = tables.types.get(key.value);
  if (found === undefined || areCompatible(found, STRING)) return;
  const mismatch = { name: 'key', expected: STRING, found, span: key.value.span };
  fieldTypeMismatch({ kind: 'fact', name: target.text }, mismatch, diagnostics);
}
