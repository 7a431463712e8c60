/** Goal: a kept loop looks at the facts that decide it, hears of what its elements have read, and is known again after a note. */
import t from 'tap';
import { ENGINE_LIMITS, type EngineLimits } from '#engine/limits.js';
import { Fact } from '#engine/fact.js';
import { Reader } from '#engine/match/cell.js';
import { FactTable } from '#engine/match/fact-table.js';
import { KeptLoop } from '#engine/match/kept-loop.js';
import { planRule } from '#engine/match/loop-plans.js';
import { Network } from '#engine/match/network.js';
import type { ValueRecord } from '#engine/value.js';
import { Machine } from '#engine/vm/machine.js';
import { expertProgram } from '../../../harness/expert.ts';

class Asker extends Reader {
  isStale = false;

  override becomeStale(): void {
    this.isStale = true;
  }
}

/** The first loop of a condition by itself, over a table of `A`. */
function keptOf(condition: string, { fuelMax }: Pick<EngineLimits, 'fuelMax'> = ENGINE_LIMITS) {
  const program = expertProgram(`outcome O {} expert rule R { when { ${condition} } then emit O { } }`);
  const [rule] = program.expertRules;
  const plan = rule === undefined ? undefined : planRule(program, rule).at(-1);
  if (plan === undefined) throw new RangeError('the condition has no loop');
  t.equal(plan.access.kind, 'kept', condition);
  const machine = new Machine(program);
  const tables = new Map<string, FactTable>();
  const tableOf = (type: string): FactTable => {
    const table = tables.get(type) ?? new FactTable(type);
    tables.set(type, table);
    return table;
  };
  const network = new Network(machine, tableOf);
  machine.provide(network, fuelMax);
  const table = tableOf('A');
  const kept = new KeptLoop(plan, table, network);
  const put = (key: string, fields: ValueRecord | null): void => {
    const fact = fields && new Fact({ type: 'A', key }, fields, { at: 0, round: 0 });
    table.turn(key, table.get(key), fact ?? undefined);
  };
  const asked = () => {
    const asker = new Asker();
    asker.read(kept);
    return asker;
  };
  return { kept, put, asked, network, keys: () => kept.facts.map(({ key }) => key).join(' ') };
}

void t.test('the first fact that decides is all that is looked at', (t) => {
  for (const [condition, decides] of [
    ['any a in facts.A { a.n > 1 }', { n: 2 }],
    ['none a in facts.A { a.n > 1 }', { n: 2 }],
    ['all a in facts.A { a.n > 1 }', { n: 0 }],
  ] as const) {
    const { kept, put, keys } = keptOf(condition);
    const other = { n: 2 - decides.n };
    for (const [key, fields] of [
      ['c', decides],
      ['b', decides],
      ['a', other],
    ] as const)
      put(key, fields);
    kept.refresh();
    t.equal(keys(), 'b');
    put('a', decides);
    kept.refresh();
    t.equal(keys(), 'a');
    put('a', null);
    put('b', other);
    kept.refresh();
    t.equal(keys(), 'c');
  }
  t.end();
});

void t.test('it changes with the facts that count, and with no others', (t) => {
  const { kept, put, asked } = keptOf('any a in facts.A { a.n > 1 }');
  const steps: readonly (readonly [fields: ValueRecord | null, isStale: boolean])[] = [
    [{ n: 0 }, false],
    [{ n: 1 }, false],
    [{ n: 2 }, true],
    [{ n: 2, m: 1 }, true],
    [{ n: 0 }, true],
    [null, false],
    [{ n: 5 }, true],
    [null, true],
  ];
  for (const [fields, isStale] of steps) {
    const asker = asked();
    put('a', fields);
    t.equal(asker.isStale, false, 'not before it is refreshed');
    kept.refresh();
    t.equal(asker.isStale, isStale, JSON.stringify(fields));
    asker.forget();
  }
  t.end();
});

void t.test('an aggregate is known, until an element leaves a note, and again behind it', (t) => {
  const { kept, put } = keptOf('sum(a.n / a.m for a in facts.A where a.n > 0) > 1');
  const sums: readonly (readonly [key: string, fields: ValueRecord | null, sum: number | undefined])[] = [
    ['a', { n: 4, m: 2 }, 2],
    ['b', { n: 9, m: 3 }, 5],
    ['c', { n: 1, m: 0 }, undefined],
    ['d', { n: 1, m: 1 }, undefined],
    ['c', { n: 2, m: 1 }, 8],
    ['a', { n: -4, m: 2 }, 6],
    ['c', { n: 1, m: 0 }, undefined],
    ['c', null, 4],
    ['b', { n: 1, m: 2 }, undefined],
  ];
  for (const [key, fields, sum] of sums) {
    put(key, fields);
    kept.refresh();
    t.equal(kept.value, sum, `${key} ${JSON.stringify(fields)}`);
  }
  t.end();
});

void t.test('a quantifier that has seen a note goes through all that it looks at', (t) => {
  const { kept, put, keys } = keptOf('any a in facts.A { 6 / a.n > 2 }');
  for (const [key, n] of [
    ['d', 1],
    ['c', 0],
    ['b', 2],
    ['a', 9],
  ] as const)
    put(key, { n });
  kept.refresh();
  t.equal(keys(), 'b c d', 'those that decide, and those that leave a note');
  put('c', { n: 9 });
  kept.refresh();
  t.equal(keys(), 'b');
  t.end();
});

void t.test('what its elements read beside facts', (t) => {
  const { kept, put, keys, network, asked } = keptOf('any a in facts.A { a.n > limit }');
  const show = (limit: number): void => {
    network.context = Object.assign(Object.create(null), { limit });
    network.machine.show(network);
    kept.invalidate();
    kept.refresh();
  };
  put('a', { n: 2 });
  show(1);
  t.equal(keys(), 'a');
  const asker = asked();
  show(3);
  t.same([keys(), asker.isStale], ['', true]);
  t.end();
});
