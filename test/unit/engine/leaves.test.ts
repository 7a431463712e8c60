/** Conditions in traces: their leaves in the order of the source, with what each saw, and nothing of a secret. */
import t from 'tap';
import { type ArbitraceStep, contextFromJson, decideRules, type Leaf, Session } from '#engine';
import { compile, type Program } from '#lang';

function programOf(rules: string): Program {
  const { program, diagnostics } = compile({ name: 'leaves.arb', text: rules }, 'leaves');
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return program;
}

function stepsOf(rules: string, raw: object): readonly ArbitraceStep[] {
  const program = programOf(rules);
  const context = contextFromJson(raw, program.context);
  const secrets = { resolve: (reference: string) => (reference === 'env:KEY' ? 'hush' : undefined) };
  return decideRules(program, context, { nowSeconds: 1000, secrets }).arbitrace;
}

function leavesOf(rules: string, raw: object): readonly Leaf[] {
  return stepsOf(rules, raw).at(-1)?.leaves ?? [];
}

const shownOf = (condition: string, raw: object): readonly unknown[] =>
  leavesOf(`rule R { when { ${condition} } then A {} }`, raw).map(({ check, result, seen }) => [
    check,
    result,
    { ...seen },
  ]);

void t.test('a leaf is what stands between and, or and not; what was not reached has no result', (t) => {
  t.same(shownOf('a > 1 and (b == "x" or not c) and d', { a: 2, b: 'y', c: true, d: true }), [
    ['a > 1', true, { a: 2 }],
    ['b == "x"', false, { b: 'y' }],
    ['c', true, { c: true }],
    ['d', null, {}],
  ]);
  t.end();
});

void t.test('paths, lets, witnesses and the clock are seen; what is inside of a loop is not', (t) => {
  const condition =
    'let total = a + 1\ntotal > b.c and any e in l { e.v > a } and e.v == 3 and now() > 1970-01-01T00:00:05Z';
  t.same(shownOf(condition, { a: 1, b: { c: 0 }, l: [{ v: 1 }, { v: 3 }] }), [
    ['total > b.c', true, { total: 2, 'b.c': 0 }],
    ['any e in l { e.v > a }', true, { l: [{ v: 1 }, { v: 3 }] }],
    ['e.v == 3', true, { 'e.v': 3 }],
    ['now() > 1970-01-01T00:00:05Z', true, { 'now()': 1000 }],
  ]);
  t.end();
});

void t.test('a const is one leaf with what its value sees', (t) => {
  const rules =
    'const VIP = tier == "gold" and spent > 10\nrule R { when { not VIP or spent == 11 } then A {} }';
  t.same(
    leavesOf(rules, { tier: 'gold', spent: 11 }).map(({ check, result, seen }) => [
      check,
      result,
      { ...seen },
    ]),
    [
      ['VIP', true, { tier: 'gold', spent: 11 }],
      ['spent == 11', true, { spent: 11 }],
    ],
  );
  t.end();
});

void t.test('the source is shown on one line, without comments; its texts stay as they are', (t) => {
  const [leaf] = shownOf('name ==   # of the user\n "a  // b" // really\n', { name: 'a  // b' });
  t.same(leaf, ['name == "a  // b"', true, { name: 'a  // b' }]);
  t.end();
});

void t.test('values are shown small: long texts are cut, and many parts counted', (t) => {
  const many = Array.from({ length: 9 }, (_, index) => index);
  const record = Object.fromEntries(many.map((index) => [`k${index}`, index]));
  const deep = { a: { b: { c: 1 } } };
  const [leaf] = shownOf('l == r and t == d', { l: many, r: record, t: 'x', d: deep });
  t.same(leaf, ['l == r', false, { l: 'list of 9', r: 'record of 9' }]);
  const [first] = shownOf('t == d', { t: `${'x'.repeat(99)}😀`, d: deep });
  t.same(first, ['t == d', false, { t: `${'x'.repeat(99)}…`, d: { a: { b: 'record of 1' } } }]);
  t.end();
});

void t.test('secrets and amounts', (t) => {
  t.same(
    shownOf('let s = secret("env:KEY")\ns == key and price > 1.00 USD', {
      key: 'hush',
      price: { $decimal: '2.50 USD' },
    }),
    [
      ['s == key', true, { s: '[REDACTED]', key: 'hush' }],
      ['price > 1.00 USD', true, { price: '2.5 USD' }],
    ],
  );
  t.end();
});

void t.test('names such as __proto__ are names', (t) => {
  const [leaf] = shownOf('__proto__ == 1', JSON.parse('{"__proto__": 1}') as object);
  t.same(leaf, ['__proto__ == 1', true, JSON.parse('{"__proto__": 1}')]);
  t.equal(({} as Record<string, unknown>)['polluted'], undefined);
  t.end();
});

void t.test('lets without a condition have no leaves', (t) => {
  t.same(shownOf('let a = b', {}), []);
  t.end();
});

void t.test(
  'a segment shows its leaves where it is evaluated, and not where it is remembered or fails',
  (t) => {
    const rules = `segment near { country == "DE" and not far }
segment bad { paid > 1 USD }
rule A { when segment near then X { } }
rule B { when segment near then X { } }
rule C { when segment bad then X { } }`;
    const steps = stepsOf(rules, { country: 'DE', far: false, paid: { $decimal: '5 EUR' } });
    t.same(
      steps.map(({ kind, subject, result, leaves }) => [
        kind,
        subject,
        result,
        leaves?.map(({ check, result: each, seen }) => [check, each, { ...seen }]),
      ]),
      [
        [
          'segment',
          'A',
          true,
          [
            ['country == "DE"', true, { country: 'DE' }],
            ['far', false, { far: false }],
          ],
        ],
        ['segment', 'B', true, undefined],
        ['trap', 'C', false, undefined],
        ['segment', 'C', false, undefined],
      ],
    );
    t.notOk(steps.some((step) => step.kind !== 'segment' && 'leaves' in step));
    t.end();
  },
);

void t.test('sessions record no values: what they trace is hashed', (t) => {
  const program = programOf(`fact F { n: number }
segment hot { limit > 1 }
expert rule R { when segment hot { any f in facts.F { f.n > 1 } } then emit O { n: 1 } }`);
  const session = new Session(program, { envelope: contextFromJson({ limit: 5 }) ?? {} });
  const { activations } = session.apply({ kind: 'assert', type: 'F', key: 'a', fields: { n: 2 } }, 0);
  const steps = activations.flatMap(({ arbitrace }) => arbitrace);
  t.same(
    steps.map(({ kind }) => kind),
    ['segment', 'condition'],
  );
  t.notOk(steps.some((step) => 'leaves' in step));
  t.end();
});
