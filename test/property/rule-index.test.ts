/**
 * Large sets of rules: what the index leaves out would not have matched. Conditions are made of what it looks at, constants that
 * equal each other across kinds included, and the model, which has no index, decides the same. Fixed seeds.
 */
import t from 'tap';
import { Prng } from '#sim/prng.js';
import { disagreement, pairOf } from '../harness/model-law.ts';

const PROGRAMS = 30;
const CONTEXTS = 16;
const NOW_SECONDS = 1_770_000_000;

const PATHS = ['a', 'b', 'c.d', 'e'];
const ORDERED = ['0', '1', '-1', '2.5', '10', '"x"', '"y"', '""', '"1"', '1.00 USD'];
const CONSTANTS = [...ORDERED, 'true', 'false', 'null'];
const LISTS = ['["x", "y"]', '[1, 2.5, "x"]', '[]', '[null, true]', '[1.00 USD]'];
const ORDERS = ['>', '>=', '<', '<='];
const EQUALITIES = ['==', '==', '!='];
const VALUES: readonly unknown[] = [
  0,
  1,
  -1,
  2.5,
  10,
  11,
  'x',
  'y',
  '',
  '1',
  true,
  false,
  null,
  [1],
  ['x'],
  { d: 1 },
  { d: 'x' },
];
const AMOUNTS: readonly object[] = [
  { $decimal: '1.00 USD' },
  { $decimal: '2.50 EUR' },
  { $decimal: '1' },
  { $decimal: '2.5' },
];

function leaf(prng: Prng): string {
  const path = prng.pick(PATHS);
  switch (prng.integer(0, 9)) {
    case 0:
      return path;
    case 1:
      return `${path} is ${prng.pick(['', 'not '])}null`;
    case 2:
      return `${path} ${prng.pick(['in', 'not in'])} ${prng.pick(LISTS)}`;
    case 3:
      return `${path} between ${prng.pick(['[0, 2.5]', '(0, 2.5)', '["a", "y")', '(1, 10]'])}`;
    case 4:
      return `${prng.pick(ORDERED)} ${prng.pick(ORDERS)} ${path}`;
    case 5:
      return `${path} ${prng.pick(['starts_with "x"', 'matches "^[xy]$"', 'contains "x"'])}`;
    case 6:
      return prng.pick([
        'a == b',
        'a / b > 1',
        'any v in e { v == 1 }',
        'now() > 2026-01-01T00:00:00Z',
        'true',
        'a + b == 2',
      ]);
    case 7:
      return `${path} ${prng.pick(ORDERS)} ${prng.pick(ORDERED)}`;
    default:
      return `${path} ${prng.pick(EQUALITIES)} ${prng.pick(CONSTANTS)}`;
  }
}

function condition(prng: Prng, depth = 0): string {
  const shape = depth > 2 ? 0 : prng.integer(0, 5);
  if (shape < 2) return leaf(prng);
  if (shape === 2) return `not (${condition(prng, depth + 1)})`;
  const connective = shape === 3 ? 'or' : 'and';
  return `(${condition(prng, depth + 1)}) ${connective} (${condition(prng, depth + 1)})`;
}

function rule(prng: Prng, index: number): string {
  const prelude = prng.chance(0.1) ? `priority ${prng.integer(-2, 2)} ` : '';
  const gate = index > 0 && prng.chance(0.1) ? `requires R${prng.integer(0, index - 1)} ` : '';
  const lets = prng.chance(0.1) ? 'let f = a\n' : '';
  const otherwise = prng.chance(0.1) ? ' otherwise Else { v: b }' : '';
  const rollout = prng.chance(0.1) ? ' rollout 50 by a namespace "n"' : '';
  const body = `when { ${lets}${condition(prng)} } then Do { v: a, n: ${index} }${otherwise}${rollout}`;
  return `rule R${index} ${prelude}{ ${gate}${body} }`;
}

function context(prng: Prng): object {
  const members = ['a', 'b', 'c', 'c.d', 'e'].filter(() => prng.chance(0.8));
  return Object.fromEntries(members.map((name) => [name, prng.pick(prng.chance(0.1) ? AMOUNTS : VALUES)]));
}

void t.test('sets of 8 to 80 rules decide as without an index', (t) => {
  const root = new Prng(23);
  let pairs = 0;
  for (let run = 0; run < PROGRAMS; run++) {
    const prng = root.fork(String(run));
    const count = prng.integer(8, 80);
    const pair = pairOf(Array.from({ length: count }, (_, index) => rule(prng, index)).join('\n'));
    for (let each = 0; each < CONTEXTS; each++) {
      const given = context(prng);
      const options = { nowSeconds: NOW_SECONDS, onTrap: prng.pick(['record', 'fail'] as const) };
      const found = disagreement(pair, given, options);
      if (found !== null) return void t.fail(`${found}\n${pair.text}\n${JSON.stringify(given)}`);
      pairs += 1;
    }
  }
  t.equal(pairs, PROGRAMS * CONTEXTS);
  t.end();
});
