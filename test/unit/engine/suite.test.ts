/** Cases of test files: each kind of claim can hold and can fail, and a failure says what was expected and what was found. */
import t from 'tap';
import type { CaseResult } from '#engine';
import { Coverage } from '#engine/testing/coverage.js';
import { runCase } from '#engine/testing/run.js';
import { compile } from '#lang';
import { checkedSuite } from '../lang/suites.ts';

const SHOP = `-- main.arb --
input {
    user: { age: number, spent: decimal, tags: list<string> }
    distance: number<length>
}
rule Ship { when { distance < 10 km } then Send { cost: 0, to: "home" } otherwise Collect { fee: 2 } }
rule Old { active_from 2026-01-01T00:00:00Z when { user.age > 60 } then Greet { } }
rule Mixed { when { user.spent + 1 EUR > 3 EUR } then Never { } }
outcome Plan { price: number, name: string }
strategy Offer returns Plan {
    when { user.age >= 65 } then Senior { price: 5, name: "s" }
    else Basic { price: 9, name: "b" }
}
flag beta { owner: "o" when { user.age > 30 } then true }
flag theme type multivariate default "light" {
    owner: "o"
    variant "light" { limit: 1 }
    variant "dark" { limit: 2 }
    when { user.age > 60 } then "dark"
}
-- main.test.arb --
`;

const HEAT = `-- main.arb --
fact Reading { value: number<temperature>, at?: timestamp }
fact Alarm { level: string }
outcome Hot { sensor: string, value: number<temperature> }
outcome Cold { sensor: string }
expert rule Watch {
    when { any r in facts.Reading { r.value > limit } } for 5m
    then emit Hot { sensor: r.key, value: r.value }
}
expert rule Raise { when { any r in facts.Reading { r.value > 90 C } } then assert Alarm { key: "a", level: "red" } }
expert rule Freeze { when { none r in facts.Reading { r.value >= 0 C } } then emit Cold { sensor: room } }
-- main.test.arb --
`;

function run(module: string, body: string, kind = 'test'): CaseResult {
  const { suite, program, findings } = checkedSuite(`${module}${kind} "t" { ${body} }`);
  const errors = findings.filter(({ severity }) => severity === 'error');
  t.same(
    errors.map(({ message }) => message),
    [],
    body,
  );
  const [only] = suite.cases;
  if (only === undefined) throw new RangeError('there is no case');
  return runCase(only, { program, coverage: new Coverage(program) });
}

/** `null` when it passes. */
function failureOf(module: string, body: string, kind?: string): string | null {
  return run(module, body, kind).failure?.message ?? null;
}

const YOUNG = 'given { user.age: 20, distance: 3 km }';

void t.test('claims of tests, each with what it says when it fails', (t) => {
  for (const [right, wrong, message] of [
    ['rule Ship matched', 'rule Ship not matched', 'expected rule Ship not matched, found matched'],
    ['rule Old not matched', 'rule Old matched', 'expected rule Old matched, found not matched'],
    ['action Send', 'no action Send', 'expected no action Send, found Send'],
    ['no action Collect', 'action Collect', 'expected action Collect, found no action `Collect`'],
    [
      'action Send { cost: 0, to: "home" }',
      'action Send { cost: 0, to: "work" }',
      'expected action Send { cost: 0, to: "work" }, found Send { cost: 0, to: "home" }',
    ],
    ['flag beta == false', 'flag beta == true', 'expected flag beta == true, found false (no rules matched)'],
    [
      'flag theme == "light" { limit: < 2 }',
      'flag theme { limit: 2 }',
      'expected flag theme { limit: 2 }, found "light" { limit: 1 } (no rules matched)',
    ],
    [
      'strategy Offer == "Basic"',
      'strategy Offer == "Senior"',
      'expected strategy Offer == "Senior", found "Basic"',
    ],
    [
      'strategy Offer { price: between 9 10 }',
      'strategy Offer { price: > 9 }',
      'expected strategy Offer { price: > 9 }, found "Basic" { price: 9 }',
    ],
    ['no error', 'error', 'expected error, found no error'],
  ] as const) {
    t.equal(failureOf(SHOP, `${YOUNG} expect ${right}`), null, right);
    t.equal(failureOf(SHOP, `${YOUNG} expect ${wrong}`), message, wrong);
  }
  t.end();
});

void t.test('a rule that was stopped shows by what; its otherwise is no match', (t) => {
  const { failure, details } = run(
    SHOP,
    'given { distance: 12 km } expect action Collect { fee: 2 } expect rule Ship matched expect rule Old matched',
  );
  t.same(details, ['action Collect { fee: 2 } ok']);
  t.equal(failure?.found, 'its `otherwise`');
  t.match(failure?.trace, ['blocked Ship: condition: distance < 10 km -> false (distance = 12000)']);
  t.equal(failure?.span.source.text.slice(failure.span.start, failure.span.end), 'expect rule Ship matched');
  t.end();
});

void t.test('the clock is Unix 0 unless given', (t) => {
  t.equal(failureOf(SHOP, 'given { user.age: 70 } expect rule Old not matched'), null);
  t.equal(failureOf(SHOP, 'given { user.age: 70 } given clock 2026-02-01 expect rule Old matched'), null);
  t.end();
});

void t.test('what is given has the types of the input', (t) => {
  t.match(failureOf(SHOP, 'given { distance: 3 kg } expect no error'), /`distance` is number<length>/);
  t.match(failureOf(SHOP, 'given { user: { age: "x" } } expect no error'), /`user.age` is number/);
  t.equal(
    failureOf(SHOP, 'given { user: { age: 70 } } given { user.age: 20 } expect flag beta == false'),
    null,
  );
  t.end();
});

void t.test('what nests too deeply is a problem of the case, not an empty context', (t) => {
  const open = '-- main.arb --\nrule R { when { a == 1 } then A { } }\n-- main.test.arb --\n';
  const deep = `${'['.repeat(70)}1${']'.repeat(70)}`;
  t.equal(failureOf(open, 'given { a: 1, b: [[1]] } expect rule R matched'), null);
  t.equal(failureOf(open, `given { a: 1, b: ${deep} } expect rule R matched`), '`b` nests too deeply');
  t.end();
});

void t.test('an error fails a case unless it is expected', (t) => {
  const given = 'given { user.spent: 5 USD }';
  t.match(failureOf(SHOP, `${given} expect rule Ship not matched`), /^rule Mixed: amounts in/);
  t.equal(failureOf(SHOP, `${given} expect rule Ship not matched expect error "amounts"`), null);
  t.match(failureOf(SHOP, `${given} expect error "fuel"`), /expected error "fuel", found rule Mixed/);
  t.match(failureOf(SHOP, `${given} expect no error`), /expected no error, found rule Mixed/);
  t.end();
});

void t.test('values without an order are an error, also behind `no`', (t) => {
  t.match(failureOf(SHOP, `${YOUNG} expect no action Send { to: > 3 }`), /values that have no order/);
  t.match(failureOf(SHOP, `${YOUNG} expect flag theme { limit: > "a" }`), /values that have no order/);
  t.equal(failureOf(SHOP, `${YOUNG} expect no action Send { cost: != 0 }`), null);
  t.end();
});

void t.test('a scenario lets time pass as the runtime does', (t) => {
  const given = 'given { limit: 353.15, room: "r" }';
  const reading = 'assert Reading { key: "b7", value: 85 C }';
  const scenario = (steps: string): string | null => failureOf(HEAT, `${given} ${steps}`, 'scenario');
  t.equal(scenario(`at T+0 { ${reading} expect no outcome Hot expect no fact Alarm }`), null);
  t.equal(
    scenario(`at T+0 { ${reading} } at T+10m { expect outcome Hot { sensor: "b7", value: 85 C } }`),
    null,
  );
  t.equal(
    scenario(
      `at T+0 { ${reading} } at T+10m { expect outcome Hot } after stabilization { expect outcome Hot }`,
    ),
    'expected outcome Hot, found no outcome `Hot`',
    'each outcome belongs to one step',
  );
  t.equal(
    scenario(`at T+0 { ${reading} } at T+5m { expect outcome Hot { value: >= 86 C } }`),
    'expected outcome Hot { value: >= 86 C }, found Hot { value: 85 C }',
  );
  t.equal(
    scenario('at T+0 { assert Reading { key: "x", value: 95 C } expect no fact Alarm { level: "red" } }'),
    'expected no fact Alarm { level: "red" }, found Alarm { level: "red" }',
  );
  t.equal(
    scenario(`at T+0 { ${reading} } at T+5m { expect no outcome Hot { sensor: "b7" } }`),
    'expected no outcome Hot { sensor: "b7" }, found Hot { sensor: "b7" }',
  );
  t.equal(
    scenario('at T+0 { expect fact Alarm { key: "a" } }'),
    'expected fact Alarm { key: "a" }, found no fact `Alarm`',
  );
  t.equal(
    failureOf(
      HEAT,
      'given { room: "r", assert Reading { key: "x", value: -5 C } } at T+0 { assert Reading { key: "y", value: 20 C } expect no outcome Cold }',
      'scenario',
    ),
    null,
    'nothing is decided between what is given and a step at the same instant',
  );
  t.end();
});

void t.test('the envelope changes with a step', (t) => {
  const steps =
    'given { limit: 400, room: "r", assert Reading { key: "b7", value: 85 C } } at T+0 { expect no outcome Hot }';
  t.equal(
    failureOf(HEAT, `${steps} at T+1m { limit: 300 } at T+6m { expect outcome Hot }`, 'scenario'),
    null,
  );
  t.equal(failureOf(HEAT, `${steps} at T+6m { expect no outcome Hot }`, 'scenario'), null);
  t.end();
});

void t.test('a change of the envelope alone decides every rule again', (t) => {
  const steps = 'given { room: "r" } at T+0 { expect outcome Cold { sensor: "r" } }';
  t.equal(
    failureOf(
      HEAT,
      `${steps} after stabilization { room: "q" expect outcome Cold { sensor: "q" } }`,
      'scenario',
    ),
    null,
  );
  t.end();
});

void t.test('facts are of their type', (t) => {
  const wrong = 'assert Reading { key: "x", value: 5 km }';
  t.match(
    failureOf(HEAT, `at T+0 { ${wrong} expect no outcome Hot }`, 'scenario'),
    /fact `Reading`: field `value`/,
  );
  t.equal(failureOf(HEAT, `at T+0 { ${wrong} expect error "Reading" }`, 'scenario'), null);
  t.equal(
    failureOf(
      HEAT,
      'given clock 2026-01-01 given { room: "r" } at T+1h { assert Reading { key: "x", value: 1 C, at: 2026-01-01T01:00:00Z } expect fact Reading { __age_seconds: 0, at: 2026-01-01T01:00:00Z } }',
      'scenario',
    ),
    null,
  );
  t.end();
});

void t.test('continuous scenarios are refused', (t) => {
  const body = 'stream Reading { key: "x" } within 5m { expect outcome Hot }';
  t.equal(failureOf(HEAT, body, 'scenario'), 'continuous scenarios are not run by this version');
  t.end();
});

void t.test('coverage counts both ways, otherwise, and each leaf', (t) => {
  const { suite, program } = checkedSuite(`${SHOP}
test "a" { given { user.age: 70, distance: 3 km } expect strategy Offer == "Senior" expect flag theme == "dark" }
test "b" { given { user.age: 20, distance: 30 km } expect strategy Offer == "Basic" expect flag theme == "light" }`);
  const coverage = new Coverage(program);
  for (const each of suite.cases) t.equal(runCase(each, { program, coverage }).failure, null);
  const counts = coverage.units.map(
    ({ kind, name, evaluated, matched, missed, fallback, leaves }) =>
      `${kind} ${name} ${evaluated} ${matched} ${missed} ${fallback}` +
      leaves.map(({ check, held, failed }) => `, ${check} ${held} ${failed}`).join(''),
  );
  t.same(counts, [
    'rule Ship 2 1 1 1, distance < 10 km 1 1',
    'rule Old 2 0 2 null, user.age > 60 0 0',
    'rule Mixed 2 0 2 null, user.spent + 1 EUR > 3 EUR 0 2',
    'arm Offer/Senior 2 1 1 null, user.age >= 65 1 1',
    'arm Offer/Basic 1 1 null null',
    'flag-rule beta/1 0 0 0 null, user.age > 30 0 0',
    'flag-rule theme/1 2 1 1 null, user.age > 60 1 1',
  ]);
  t.end();
});

void t.test(
  'coverage of segments: each evaluation once, with its leaves; what fails counts for nothing',
  (t) => {
    const { suite, program } = checkedSuite(`-- main.arb --
const LOCAL = country == "DE"
segment near { LOCAL and not far }
segment bad { paid > 1 USD }
rule A { when segment near then X { } }
rule B { when segment near { LOCAL and true } then X { } }
rule C { when segment bad then X { } }
-- main.test.arb --
test "a" { given { country: "DE", paid: 5 EUR } expect rule A matched expect rule C not matched }
test "b" { given { country: "DE", far: true, paid: 5 USD } expect rule A not matched expect rule C matched }`);
    const coverage = new Coverage(program);
    for (const each of suite.cases) t.equal(runCase(each, { program, coverage }).failure, null);
    const counts = coverage.units.map(({ kind, name, evaluated, matched, missed, leaves }) => [
      `${kind} ${name} ${evaluated} ${matched} ${missed}`,
      ...leaves.map(({ check, held, failed }) => `${check} ${held} ${failed}`),
    ]);
    t.same(counts, [
      ['rule A 2 1 1'],
      ['rule B 2 1 1', 'LOCAL 1 0'],
      ['rule C 2 1 1'],
      ['segment near 2 1 1', 'LOCAL 2 0', 'far 1 1'],
      ['segment bad 1 1 0', 'paid > 1 USD 1 0'],
    ]);
    t.end();
  },
);

void t.test('a segment that only expert rules have is not counted: their traces show no leaves', (t) => {
  const text = `segment warm { count(a in facts.A) >= 1 }
segment adult { user.age >= 18 }
rule Sell { when segment adult { true } then Sale {} }
expert rule Heat { when segment warm { any a in facts.A { a.n > 1 } } then emit Hot { n: a.n } }
expert rule Ask { when segment adult { any a in facts.A { a.n > 1 } } then emit Asked { n: a.n } }`;
  const { program } = compile({ name: 'main.arb', text }, 'main');
  if (program === null) return t.fail('the program compiles');
  const segments = new Coverage(program).units.filter(({ kind }) => kind === 'segment');
  t.strictSame(
    segments.map(({ name }) => name),
    ['adult'],
  );
  t.end();
});
