/** json-logic-js: every condition is JSON that is interpreted. */
import jsonLogic from 'json-logic-js';
import type { Context, PlainRule } from '../rules.ts';
import type { Params, Peer } from './peer.ts';

type Logic = jsonLogic.RulesLogic;

interface Stored {
  readonly when: Logic;
  readonly then: Params;
}

function logicOf({ tests }: PlainRule): Logic {
  return {
    and: tests.map(({ path, operator, value }): Logic => {
      const operands: [Logic, Logic] = [{ var: path }, value];
      switch (operator) {
        case '>':
          return { '>': operands };
        case '>=':
          return { '>=': operands };
        case '==':
          return { '==': operands };
        case '!=':
          return { '!=': operands };
      }
    }),
  };
}

export function logicCondition(rule: PlainRule): (context: Context) => boolean {
  const logic = logicOf(rule);
  return (context) => jsonLogic.apply(logic, context) === true;
}

export const jsonLogicPeer: Peer = {
  store: (rules) => JSON.stringify(rules.map((rule): Stored => ({ when: logicOf(rule), then: rule.params }))),
  load: (stored) => {
    const rules: readonly Stored[] = JSON.parse(stored);
    return (context) => {
      const matched: Params[] = [];
      for (const { when, then } of rules) if (jsonLogic.apply(when, context) === true) matched.push(then);
      return matched;
    };
  },
};
