/** Goal: which rules get code of their own, and what that code leaves to the machine. The oracle says that both decide the same. */
import t from 'tap';
import { type Command, contextFromJson, ENGINE_LIMITS, Session } from '#engine';
import { prepare } from '#engine/prepared.js';
import type { Value } from '#engine/value.js';
import { compile } from '#lang';

const FACTS = `
fact A { x?: number s?: string m?: decimal<currency> }
fact B { x?: number s?: string m?: decimal<currency> }
outcome O { k: string n?: number s?: string }
`;

function programOf(rule: string) {
  const { program, diagnostics } = compile({ name: 'a.arb', text: FACTS + rule }, 'a');
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return program;
}

function hasCode(condition: string, effect = 'emit O { k: "k" }'): boolean {
  const program = programOf(`expert rule R { when { ${condition} } then ${effect} }`);
  return prepare(program).session.rules.every(({ tier }) => tier.generate());
}

void t.test('conditions that have code', (t) => {
  const conditions = [
    'any a in facts.A { a.x > 1 and a.s == "x" or a.key != "k" }',
    'any a in facts.A { any b in facts.B { b.x == a.x } }',
    'join a: A, b: B on .s { a.x - 1 < b.x * 2 }',
    'all a in facts.A { a.x >= 0 } and none b in facts.B { b.x <= limit }',
    'sum(a.x for a in facts.A where a.x > 0) + 1 > 2',
    'any a in facts.A { a.s in ["x", "y"] and a.s starts_with "x" and a.x / 2 > 1 }',
    'any a in facts.A { a.x is null or not (a.x is not null) or a.x between [1, 2] }',
    'any a in facts.A { a.__age_seconds > 1 and a.type == "A" and current_round > 0 and a.__asserted_at <= now() }',
    'deep.er.name == "x" or on',
  ];
  for (const condition of conditions) t.ok(hasCode(condition), condition);
  t.end();
});

void t.test('conditions that the machine goes on answering', (t) => {
  const conditions = [
    'let c = count(a in facts.A) c > 1',
    'any a in facts.A { sum(b.x for b in facts.B where b.s == a.s) > 1 }',
  ];
  for (const condition of conditions) t.notOk(hasCode(condition), condition);
  t.end();
});

/** Evaluations that the code of the only rule has left to the machine, in a session that takes one fact of each type. */
function unanswered(condition: string, a: Record<string, Value>, b: Record<string, Value>): number {
  const program = programOf(`expert rule R per_fact { when { ${condition} } then emit O { k: "k" } }`);
  const [rule] = prepare(program).session.rules;
  if (rule?.tier.generate() !== true) throw new Error(`no code for ${condition}`);
  let count = 0;
  const { tier } = rule;
  const hasNoAnswer = tier.hasNoAnswer.bind(tier);
  tier.hasNoAnswer = () => {
    count += 1;
    hasNoAnswer();
  };
  const fieldsOf = (raw: Record<string, Value>) => contextFromJson(raw);
  new Session(program).applyAll(
    [
      { kind: 'assert', type: 'A', key: 'a', fields: fieldsOf(a) },
      { kind: 'assert', type: 'B', key: 'b', fields: fieldsOf(b) },
    ],
    1_000,
  );
  return count;
}

void t.test('plain values are answered, others are not', (t) => {
  const join = 'any a in facts.A { any b in facts.B { b.x == a.x and b.s > a.s } }';
  t.equal(unanswered(join, { x: 1, s: 'a' }, { x: 1, s: 'b' }), 0);
  t.equal(unanswered(join, { x: 1, s: 'a' }, { x: 2 }), 0, 'nothing found');
  t.equal(unanswered(join, { x: 1, s: 'a' }, { x: ['1'] }), 1, 'a field that no index can hold');
  const order = 'any a in facts.A { any b in facts.B { a.m < b.m } }';
  const amount = (text: string) => ({ m: { $decimal: text } });
  t.equal(unanswered(order, amount('1 EUR'), amount('2 EUR')), 1, 'amounts may be of two units');
  const division = 'any a in facts.A { any b in facts.B { a.x / b.x > 1 } }';
  t.equal(unanswered(division, { x: 4 }, { x: 2 }), 0);
  t.equal(unanswered(division, { x: 4 }, { x: 0 }), 1, 'by zero leaves a note');
  t.end();
});

void t.test(
  'a rule is evaluated two hundred times before it gets code, and loses code that has no answers',
  (t) => {
    const program = programOf(
      'expert rule R { when { any a in facts.A { a.x > 1 } } then emit O { k: "k" } }',
    );
    const [rule] = prepare(program).session.rules;
    if (rule === undefined) throw new Error('the program has a rule');
    const asked = Array.from({ length: 200 }, () => rule.tier.next() !== null);
    t.same(asked.indexOf(true), 199);
    for (let evaluation = 0; evaluation < 999; evaluation++) rule.tier.hasNoAnswer();
    t.not(rule.tier.next(), null);
    rule.tier.hasNoAnswer();
    t.equal(rule.tier.next(), null);
    t.end();
  },
);

void t.test('fuel runs out at the same place with code and without', (t) => {
  const text = `expert rule R per_fact {
    when { any a in facts.A { any b in facts.B { b.x >= a.x and b.s != a.s } } }
    then emit O { k: "k", n: sum(c.x for c in facts.B where c.x >= a.x) }
}`;
  const facts = [1, 2, 3].flatMap((x): Command[] => [
    { kind: 'assert', type: 'A', key: `a${x}`, fields: contextFromJson({ x, s: 's1' }) },
    { kind: 'assert', type: 'B', key: `b${x}`, fields: contextFromJson({ x, s: `s${x}` }) },
  ]);
  const [plain, generated] = [programOf(text), programOf(text)];
  for (const { tier } of prepare(generated).session.rules) t.equal(tier.generate(), true);
  const traps = new Set<number>();
  for (let fuelMax = 1; fuelMax <= 120; fuelMax++) {
    const limits = { ...ENGINE_LIMITS, fuelMax };
    const [step, soon] = [plain, generated].map((program) =>
      new Session(program, { limits }).applyAll(facts, 0),
    );
    t.same(soon, step, `fuel ${fuelMax}`);
    traps.add(step?.traps.length ?? 0);
  }
  t.same(
    [...traps].toSorted((a, b) => a - b),
    [0, 1, 3],
    'it has run out for all, for one and for none',
  );
  t.end();
});

void t.test('params are the same with code and without, whatever the values are', (t) => {
  const values: readonly Value[] = [null, 0, -0, 1e308, -1.5, '', 'x', '1', true, [1], { $decimal: '1 EUR' }];
  const params = ['x + b.x', 'x - b.x', 'x * b.x', 'x / b.x', 's + b.s', 's + b.x'].map(
    (each) => `a.${each}`,
  );
  for (const param of params) {
    const when = 'any a in facts.A { any b in facts.B { b.key == a.key } }';
    const text = `expert rule R per_fact { when { ${when} } then emit O { v: ${param} } }`;
    const { program, diagnostics } = compile({ name: 'a.arb', text }, 'a');
    if (program === null) throw new Error(diagnostics.map(({ message }) => message).join());
    const generated = { ...program };
    for (const { tier } of prepare(generated).session.rules) t.equal(tier.generate(), true, param);
    for (const left of values)
      for (const right of values) {
        const facts = ['A', 'B'].map((type, at): Command => {
          const value = at === 0 ? left : right;
          return { kind: 'assert', type, key: 'k', fields: contextFromJson({ x: value, s: value }) };
        });
        const [step, soon] = [program, generated].map((each) => new Session(each).applyAll(facts, 0));
        t.same(soon, step, `${param}: ${JSON.stringify([left, right])}`);
      }
  }
  t.end();
});

void t.test('what no index can hold may be equal too', (t) => {
  const text = `expert rule R per_fact {
    when { any a in facts.A { any b in facts.B { b.x == a.x } } }
    then emit O { k: b.key }
}`;
  const facts = (
    [
      ['A', 'a', 1],
      ['B', 'first', { $decimal: '1' }],
      ['B', 'second', 1],
    ] as const
  ).map(([type, key, x]): Command => ({ kind: 'assert', type, key, fields: contextFromJson({ x }) }));
  const program = programOf(text);
  const generated = { ...program };
  for (const { tier } of prepare(generated).session.rules) t.equal(tier.generate(), true);
  for (const each of [program, generated]) {
    const { outcomes } = new Session(each).applyAll(facts, 0);
    t.same(
      outcomes.map(({ params }) => params['k']),
      ['first'],
    );
  }
  t.end();
});
