/** @marcbachmann/cel-js: every condition is parsed once, to a function. */
import { parse } from '@marcbachmann/cel-js';
import type { Context, PlainRule, PlainTest } from '../rules.ts';
import type { Params, Peer } from './peer.ts';

interface Stored {
  readonly when: string;
  readonly then: Params;
}

/** Numbers of a context are doubles, and CEL compares them with doubles. */
function literal(value: PlainTest['value']): string {
  return typeof value === 'number' ? value.toFixed(1) : JSON.stringify(value);
}

function expressionOf({ tests }: PlainRule): string {
  return tests.map(({ path, operator, value }) => `${path} ${operator} ${literal(value)}`).join(' && ');
}

export function celCondition(rule: PlainRule): (context: Context) => boolean {
  const evaluate = parse(expressionOf(rule));
  return (context) => evaluate(context) === true;
}

export const cel: Peer = {
  store: (rules) =>
    JSON.stringify(rules.map((rule): Stored => ({ when: expressionOf(rule), then: rule.params }))),
  load: (stored) => {
    const list: readonly Stored[] = JSON.parse(stored);
    const rules = list.map(({ when, then }) => ({ evaluate: parse(when), then }));
    return (context) => {
      const matched: Params[] = [];
      for (const { evaluate, then } of rules) if (evaluate(context) === true) matched.push(then);
      return matched;
    };
  },
};
