/** json-rules-engine: rules over named facts. Facts are flat, because its paths into objects take three times as long. */
import { Engine, type RuleProperties } from 'json-rules-engine';
import type { Context, PlainTest } from '../rules.ts';
import type { Params, Peer } from './peer.ts';

export type Facts = Record<string, string | number | boolean>;

const OPERATORS: Readonly<Record<PlainTest['operator'], string>> = {
  '>': 'greaterThan',
  '>=': 'greaterThanInclusive',
  '==': 'equal',
  '!=': 'notEqual',
};

/** A fact for every path, named after it. */
export function factsOf(context: Context): Facts {
  return Object.fromEntries(
    Object.entries(context).flatMap(([name, fields]) =>
      Object.entries(fields).map(([field, value]) => [`${name}.${field}`, value]),
    ),
  );
}

export const jsonRulesEngine: Peer<Facts> = {
  store: (rules) =>
    JSON.stringify(
      rules.map(
        ({ tests, action, params }): RuleProperties => ({
          conditions: {
            all: tests.map(({ path, operator, value }) => ({
              fact: path,
              operator: OPERATORS[operator],
              value,
            })),
          },
          event: { type: action, params },
        }),
      ),
    ),
  load: (stored) => {
    const rules: RuleProperties[] = JSON.parse(stored);
    const engine = new Engine(rules);
    return async (facts): Promise<readonly Params[]> => {
      const { events } = await engine.run(facts);
      return events.map(({ params = {} }) => params);
    };
  },
};
