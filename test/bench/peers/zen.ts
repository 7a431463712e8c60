/** @gorules/zen-engine: one decision table of all rules, that collects every row that matches. */
import { ZenEngine } from '@gorules/zen-engine';
import type { PlainRule, PlainTest } from '../rules.ts';
import type { Params, Peer } from './peer.ts';

const POSITION = { x: 0, y: 0 };

export const zen: Peer = {
  store: (rules) => JSON.stringify(graphOf(rules)),
  load: (stored) => {
    const decision = new ZenEngine().createDecision(Buffer.from(stored));
    return async (context): Promise<readonly Params[]> => {
      const { result } = await decision.evaluate(context);
      return result;
    };
  },
};

function graphOf(rules: readonly PlainRule[]): object {
  const [first] = rules;
  if (first === undefined) throw new RangeError('a decision table has rules');
  const column = (field: string) => ({ id: field, name: field, type: 'expression', field });
  const content = {
    hitPolicy: 'collect',
    inputs: first.tests.map(({ path }) => column(path)),
    outputs: Object.keys(first.params).map(column),
    rules: rules.map(rowOf),
  };
  const nodes = [
    { id: 'in', name: 'in', type: 'inputNode', position: POSITION },
    { id: 'table', name: 'table', type: 'decisionTableNode', position: POSITION, content },
    { id: 'out', name: 'out', type: 'outputNode', position: POSITION },
  ];
  const edges = [
    { id: 'in-table', sourceId: 'in', targetId: 'table', type: 'edge' },
    { id: 'table-out', sourceId: 'table', targetId: 'out', type: 'edge' },
  ];
  return { nodes, edges };
}

/** A cell for every column: a test of its input, or the value of its output. */
function rowOf({ name, tests, params }: PlainRule): Readonly<Record<string, string>> {
  const inputs = tests.map(({ path, operator, value }) => [path, cellOf(operator, value)]);
  const outputs = Object.entries(params).map(([field, value]) => [field, JSON.stringify(value)]);
  return Object.fromEntries([['_id', name], ...inputs, ...outputs]);
}

function cellOf(operator: PlainTest['operator'], value: PlainTest['value']): string {
  return operator === '==' ? JSON.stringify(value) : `${operator} ${JSON.stringify(value)}`;
}
