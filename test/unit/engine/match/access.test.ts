/** Goal: how each loop of a condition gets its facts. A loop that is kept or keyed where it may not be decides wrongly. */
import t from 'tap';
import type { Access } from '#engine/match/access.js';
import { planRule } from '#engine/match/loop-plans.js';
import { expertProgram } from '../../../harness/expert.ts';

const EFFECT = 'then emit O { }';

/** `A kept` or `B n=…` or `C whole`, in the order of the text. */
function plansOf(rule: string): string {
  const program = expertProgram(`outcome O { k?: string n?: number } ${rule}`);
  const [compiled] = program.expertRules;
  if (compiled === undefined) throw new RangeError('there is no rule');
  return planRule(program, compiled)
    .toReversed()
    .map(({ loop, access }) => `${loop.type} ${accessText(access)}`)
    .join(', ');
}

function accessText(access: Access): string {
  if (access.kind !== 'keyed') return access.kind;
  return access.fields.map((field, at) => `${field}=${access.sources[at]?.kind}`).join('&');
}

function ofCondition(condition: string, { modifiers = '', effect = EFFECT } = {}): string {
  return plansOf(`expert rule R ${modifiers} { when { ${condition} } ${effect} }`);
}

type Table = readonly (readonly [condition: string, plans: string])[];

function holds(t: { equal(found: string, wanted: string, name: string): unknown }, table: Table): void {
  for (const [condition, plans] of table) t.equal(ofCondition(condition), plans, condition);
}

void t.test('what reads its own variables alone is kept', (t) => {
  holds(t, [
    ['any a in facts.A { a.n > 1 }', 'A kept'],
    ['all a in facts.A { a.n > 1 }', 'A kept'],
    ['none a in facts.A { a.n > 1 }', 'A kept'],
    ['any a in facts.A { a.n > limit and now() > since and current_round > 1 }', 'A kept'],
    ['sum(a.n for a in facts.A) > 1', 'A kept'],
    ['count(a in facts.A where a.n > 1) > 1 and max(b.n for b in facts.B) > 1', 'A kept, B kept'],
    ['let n = count(a in facts.A) n > 1', 'A kept'],
    ['any a in facts.A { none b in facts.B { b.n > 1 } }', 'A kept, B kept'],
    ['any a in facts.A { a.n > 1 } or any b in facts.B { b.n > 1 }', 'A kept, B kept'],
    ['not (any a in facts.A { a.n > 1 })', 'A kept'],
  ]);
  t.end();
});

void t.test('what equates a field with something known before is keyed', (t) => {
  holds(t, [
    ['any a in facts.A { any b in facts.B { b.n == a.n } }', 'A kept, B n=local'],
    ['any a in facts.A { any b in facts.B { a.n == b.n } }', 'A kept, B n=local'],
    [
      'any a in facts.A { any b in facts.B { b.n == a.n and b.s == a.s and b.m > 1 } }',
      'A kept, B n=local&s=local',
    ],
    ['any a in facts.A { any b in facts.B { b.n == a.n and b.n == a.m } }', 'A kept, B n=local'],
    [
      'any a in facts.A { any b in facts.B { b.key == a.of and b.s == "x" } }',
      'A kept, B key=local&s=constant',
    ],
    ['any a in facts.A { any b in facts.B { b.n == limit and b.m == a.x.y } }', 'A kept, B n=path&m=local'],
    ['any a in facts.A { all b in facts.B { b.n != a.n } }', 'A kept, B n=local'],
    ['any a in facts.A { all b in facts.B { b.n != a.n or b.m > 1 } }', 'A kept, B n=local'],
    ['any a in facts.A { none b in facts.B { b.n == a.n } }', 'A kept, B n=local'],
    ['any a in facts.A { count(b in facts.B where b.n == a.n) > 1 }', 'A kept, B n=local'],
    ['any a in facts.A { sum(b.m for b in facts.B where b.n == a.n) > 1 }', 'A kept, B n=local'],
    ['join a: A, b: B on .n { a.m > b.m }', 'A kept, B n=local'],
    ['let n = limit * 2 any b in facts.B { b.n == n }', 'B n=local'],
  ]);
  t.end();
});

void t.test('a join states its keys at the innermost place', (t) => {
  holds(t, [
    [
      'bind a in facts.A bind b in facts.B bind c in facts.C where { a.n == b.n and b.m == c.m }',
      'A kept, B n=local, C m=local',
    ],
    [
      'bind a in facts.A bind b in facts.B bind c in facts.C where { c.m == b.m and c.n == a.n and b.n == a.n }',
      'A kept, B n=local, C m=local&n=local',
    ],
    [
      'any a in facts.A { any b in facts.B { none c in facts.C { b.n == a.n } } }',
      'A kept, B whole, C whole',
    ],
  ]);
  t.end();
});

void t.test('what is no equality, or comes behind what may fail, is not keyed', (t) => {
  holds(t, [
    ['any a in facts.A { any b in facts.B { b.n > a.n } }', 'A kept, B whole'],
    ['any a in facts.A { any b in facts.B { b.n != a.n } }', 'A kept, B whole'],
    ['any a in facts.A { all b in facts.B { b.n == a.n } }', 'A kept, B whole'],
    ['any a in facts.A { any b in facts.B { b.n == a.n or b.m > 1 } }', 'A kept, B whole'],
    ['any a in facts.A { any b in facts.B { b.n == a.n * 2 } }', 'A kept, B whole'],
    ['any a in facts.A { any b in facts.B { b.n + 1 == a.n } }', 'A kept, B whole'],
    ['any a in facts.A { any b in facts.B { b.n == b.m and a.n > 1 } }', 'A kept, B whole'],
    ['any a in facts.A { any b in facts.B { b.__age_seconds == a.n } }', 'A kept, B whole'],
    ['any a in facts.A { any b in facts.B { 1 / b.m > 1 and b.n == a.n } }', 'A kept, B whole'],
    ['any a in facts.A { any b in facts.B { b.m > a.m and b.n == a.n } }', 'A kept, B whole'],
    ['any a in facts.A { any b in facts.B { b.m > 1 and b.n == a.n and 1 / b.m > 1 } }', 'A kept, B n=local'],
    ['any a in facts.A { any b in facts.B { b.s matches a.s and b.n == a.n } }', 'A kept, B whole'],
    ['any a in facts.A { any b in facts.B { b.n == a.n } or b2 > 1 }', 'A kept, B n=local'],
  ]);
  t.end();
});

void t.test('a variable that takes the place of an outer one', (t) => {
  holds(t, [
    ['any a in facts.A { any a in facts.B { a.n == 1 } }', 'A kept, B kept'],
    [
      'any a in facts.A { any b in facts.B { any a in facts.C { a.n == b.n } } }',
      'A kept, B kept, C n=local',
    ],
    ['any a in facts.A { any a in facts.B { a.n == a.m } and a.n > 1 }', 'A kept, B kept'],
  ]);
  t.end();
});

void t.test('variables that are read behind their loop', (t) => {
  holds(t, [
    ['any a in facts.A { a.n > 1 } and a.m > 1', 'A kept'],
    ['(any a in facts.A { a.n > 1 } or mode == "x") and a.m > 1', 'A kept'],
    ['all a in facts.A { a.n > 1 } and a.m > 1', 'A whole'],
    ['none a in facts.A { a.n > 1 } and a.m is null', 'A whole'],
    ['any a in facts.A { any b in facts.B { b.n == 1 } } and b.m > 1', 'A kept, B kept'],
    ['any a in facts.A { any b in facts.B { b.n == 1 } or a.n > 1 } and b.m > 1', 'A whole, B kept'],
    ['(any a in facts.A { any b in facts.B { b.n == 1 } } or mode == "x") and b.m > 1', 'A whole, B kept'],
    ['any a in facts.A { none b in facts.B { b.n == a.n } and b.m is null }', 'A whole, B whole'],
  ]);
  t.equal(
    ofCondition('all a in facts.A { a.n > 1 }', { effect: 'then emit O { n: a.n }' }),
    'A whole',
    'in the params',
  );
  t.equal(ofCondition('any a in facts.A { a.n > 1 }', { effect: 'then emit O { n: a.n }' }), 'A kept');
  t.end();
});

void t.test('the type of which per_fact shows one fact', (t) => {
  const perFact = (condition: string): string => ofCondition(condition, { modifiers: 'per_fact' });
  t.equal(perFact('any a in facts.A { a.n > 1 }'), 'A whole');
  t.equal(perFact('any a in facts.A { any b in facts.B { b.n == a.n } }'), 'A whole, B n=local');
  t.equal(perFact('any a in facts.A { true } and any b in facts.B { b.n > 1 }'), 'A whole, B kept');
  t.equal(
    perFact('any a in facts.A { true } and any b in facts.B { any a in facts.A { a.n > 1 } }'),
    'A whole, B whole, A whole',
    'nor what is around a loop over it',
  );
  t.equal(perFact('any a in facts.A { count(x in facts.A where x.n == a.n) > 0 }'), 'A whole, A n=local');
  t.end();
});
