/** Goal: generated code answers what the table of tests answers, for every kind of test, constant, value and context. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import t from 'tap';
import { contextFromJson, matchRules, Secret } from '#engine';
import { bareRecord } from '#engine/bare.js';
import { Decimal } from '#engine/decimal.js';
import { Fact } from '#engine/fact.js';
import { prepare } from '#engine/prepared.js';
import type { Value, ValueRecord } from '#engine/value.js';
import { compile, type Program } from '#lang';
import { unhooked } from '../../harness/child.ts';
import { generatedOf } from '../../harness/model-law.ts';
import { ROOT } from '../../harness/sources.ts';

const NOW = { nowSeconds: 1_000 };

function programOf(text: string): Program {
  const { program, diagnostics } = compile({ name: 'a.arb', text }, 'a');
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return program;
}

function rulesOf(conditions: readonly string[]): string {
  return conditions.map((each, index) => `rule R${index} { when { ${each} } then Do { } }`).join('\n');
}

function recordOf(members: Readonly<Record<string, Value>>): ValueRecord {
  return Object.assign(bareRecord<Value>(), members);
}

/** Positions that generated code has answered for a context. */
function answered(program: Program, context: ValueRecord): readonly number[] {
  const { governed } = prepare(program);
  governed.ask(context);
  return [...governed.rules.keys()].filter((position) => governed.known(position) !== undefined);
}

function names(program: Program, context: ValueRecord): readonly string[] {
  return matchRules(program, context, NOW).matched.map(({ name }) => name);
}

const FACT = new Fact({ type: 'T', key: 'k' }, { b: 1 }, { at: 0, round: 0 });

const NUMBERS = [0, -0, 1, 2.5, 10, -1, Number.NaN, Number.POSITIVE_INFINITY];
const TEXTS = ['', '0', '1', 'x', 'y', 'xx', '\u{1F600}', '\uFFFD'];

const VALUES: readonly Value[] = [
  null,
  true,
  false,
  ...NUMBERS,
  ...TEXTS,
  ...['0', '1', '2.5', '1 USD', '2.50 EUR'].map((text) => Decimal.parse(text) ?? null),
  new Secret('x'),
  new Secret('1'),
  FACT,
  [],
  ['x', 1],
  recordOf({ b: 1 }),
  Object.freeze({ b: 1 }),
];

const CONSTANTS = ['null', 'true', 'false', '0', '1', '2.5', '"x"', '""', '"1"', '"\u{1F600}"', '1 USD'];
const LISTS = ['[]', '[1, 2.5, "x"]', '[null, true]', '["x", "y", "1"]', '[1 USD]'];
const RANGES = ['[0, 2.5]', '(0, 2.5)', '["a", "x"]', '(1, 10]'];

const TESTS: readonly string[] = [
  'a',
  'not a',
  'a is null',
  'a is not null',
  ...['==', '!=', '<', '<=', '>', '>='].flatMap((operator) =>
    CONSTANTS.flatMap((constant) => [`a ${operator} ${constant}`, `${constant} ${operator} a`]),
  ),
  ...['in', 'not in'].flatMap((operator) => LISTS.map((list) => `a ${operator} ${list}`)),
  ...RANGES.flatMap((range) => [`a between ${range}`, `not (a between ${range})`]),
];

/** The index takes over where there are more rules. */
const RULES_MAX = 7;

void t.test('every test says of every value what it says without', (t) => {
  let compared = 0;
  for (let from = 0; from < TESTS.length; from += RULES_MAX) {
    const conditions = TESTS.slice(from, from + RULES_MAX).filter(isKnown);
    const program = programOf(rulesOf(conditions));
    const generated = generatedOf(program);
    for (const [index, value] of [undefined, ...VALUES].entries()) {
      const context = value === undefined ? recordOf({}) : recordOf({ a: value });
      t.same(names(generated, context), names(program, context), `value ${index} of ${conditions.join()}`);
      t.equal(answered(generated, context).length, conditions.filter((each) => !/USD/.test(each)).length);
      compared += conditions.length;
    }
  }
  t.ok(compared > 4_000, `${compared} answers`);
  t.end();
});

/** The checker refuses some comparisons. */
function isKnown(condition: string): boolean {
  return compile({ name: 'a.arb', text: rulesOf([condition]) }, 'a').program !== null;
}

void t.test('and, or and not', (t) => {
  const conditions = [
    'a and b or c',
    'a or b and c',
    '(a or b) and c',
    'not (a and (b or not c))',
    'not (not (a or b)) and not c',
    'a and b and c',
    'a or (b or c)',
  ];
  const program = programOf(rulesOf(conditions));
  const generated = generatedOf(program);
  for (let bits = 0; bits < 8; bits++) {
    const context = recordOf({ a: (bits & 1) > 0, b: (bits & 2) > 0, c: (bits & 4) > 0 });
    t.same(names(generated, context), names(program, context), String(bits));
    t.same(answered(generated, context), [0, 1, 2, 3, 4, 5, 6]);
  }
  t.end();
});

void t.test('names of any kind, through values of any kind', (t) => {
  const conditions = [
    'a.b == 1',
    'a.length > 0',
    'a.__age_seconds == 1000',
    'constructor is not null',
    'a.constructor is not null',
    '__proto__.b == 1',
    'a.__proto__.b == 1',
  ];
  const program = programOf(rulesOf(conditions));
  const generated = generatedOf(program);
  const contexts = [
    ...VALUES.map((value) => recordOf({ a: value })),
    ...[
      '{"a.b": 1}',
      '{"a": {"__proto__": {"b": 1}}}',
      '{"__proto__": {"b": 1}, "a": {"constructor": 0}}',
    ].map((json) => contextFromJson(JSON.parse(json))),
    { a: { b: 1 } },
    Object.create({ a: recordOf({ b: 1 }) }),
    Object.assign(Object.create(null), { a: FACT }),
    Object.create(recordOf({ a: recordOf({ b: 1 }), constructor: 1 })),
  ];
  for (const context of contexts)
    t.same(names(generated, context), names(program, context), JSON.stringify(context));
  t.same(names(generated, contexts[VALUES.indexOf(FACT)] ?? {}), ['R0', 'R2']);
  t.end();
});

void t.test(
  'what a context is not made for is answered by the machine, and what follows by code again',
  (t) => {
    const generated = generatedOf(programOf(rulesOf(['a.b == 1', 'c'])));
    const bare = recordOf({ a: recordOf({ b: 1 }) });
    t.same(answered(generated, bare), [0, 1]);
    t.same(answered(generated, { a: bare, c: true }), []);
    t.same(answered(generated, recordOf({ a: FACT })), []);
    t.same(answered(generated, bare), [0, 1]);
    t.end();
  },
);

void t.test('no name and no constant is read as code', (t) => {
  const hostile = '"`${k0}\\\n\u2028*/ ]; throw 1; //';
  const program = programOf(rulesOf(['a.b == "x"', 'a.c in ["x"]']));
  const renamed = {
    ...program,
    paths: program.paths.map((path) => path.map((name) => name + hostile)),
    strings: program.strings.map((text) => text + hostile),
  };
  const inner = recordOf({ [`b${hostile}`]: `x${hostile}`, [`c${hostile}`]: 'x' });
  const context = recordOf({ [`a${hostile}`]: inner });
  const generated = generatedOf(renamed);
  t.same(answered(generated, context), [0, 1]);
  t.same(names(generated, context), names(renamed, context));
  t.match(names(generated, context), ['R0']);
  t.end();
});

void t.test('a set is generated when it has been asked often, a large one bit by bit', (t) => {
  const otherwise = (_: unknown, index: number) =>
    `rule R${index} { when { a > ${index} } then Do { } otherwise Else { } }`;
  const program = programOf(Array.from({ length: 250 }, otherwise).join('\n'));
  const context = recordOf({ a: 100 });
  const first = matchRules(program, context, NOW);
  for (let ask = 1; ask < 200; ask++) matchRules(program, context, NOW);
  t.equal(answered(program, context).length, 100);
  t.same(matchRules(program, context, NOW), first);
  t.equal(answered(program, context).length, 250);
  t.same(matchRules(program, context, NOW), first);
  t.equal(first.matched.filter(({ fallback }) => fallback).length, 150);
  t.end();
});

void t.test('what needs the machine still gets it, with the instant and the fuel of the caller', (t) => {
  const program = programOf(`
    tag "t"
    rule Plain { when { a > 1 } then A { } otherwise Else { } }
    rule Computed tag "t" { when { a > 1 } then B { v: a, at: now() } otherwise Else { v: b } }
    rule Loops { when { any v in list { v > 1 } } then C { } }
    rule Always { then D { } }
    rule Copies { then F { v: a } }
    rule Wrong { when { 1 USD + m == 2 USD } then E { } }
  `);
  const generated = generatedOf(program);
  const limits = { roundsMax: 1, mutationsMax: 1, fuelMax: 5, factsMax: 1, keyBytesMax: 256 };
  for (const json of ['{"a": 2}', '{"a": 1, "b": 3}', '{"a": 2, "list": [1, 2], "m": {"$decimal": "1 EUR"}}'])
    for (const options of [
      NOW,
      { nowSeconds: 7 },
      { ...NOW, tags: ['t'] },
      { ...NOW, limits },
      { ...NOW, onTrap: 'fail' as const },
    ]) {
      const context = contextFromJson({ ...JSON.parse(json), list: Array.from({ length: 9 }, () => 0) });
      t.same(matchRules(generated, context, options), matchRules(program, context, options));
    }
  t.end();
});

void t.test('what is shared cannot be changed', (t) => {
  const generated = generatedOf(programOf(rulesOf(['a'])));
  const none = matchRules(generated, recordOf({}), NOW);
  t.ok([none, none.matched, none.errors].every(Object.isFrozen));
  const [match] = matchRules(generated, recordOf({ a: true }), NOW).matched;
  t.ok(Object.isFrozen(match) && Object.isFrozen(match?.params));
  t.end();
});

void t.test('a condition of very many tests has no code, and is decided', (t) => {
  const many = Array.from({ length: 17 }, (_, index) => `a != ${index}`);
  const generated = generatedOf(programOf(rulesOf([many.join(' and '), many.slice(1).join(' and ')])));
  t.same(answered(generated, recordOf({ a: 0 })), [1]);
  t.same(names(generated, recordOf({ a: 0 })), ['R1']);
  t.same(names(generated, recordOf({ a: -1 })), ['R0', 'R1']);
  t.end();
});

void t.test('where the host refuses code from text, all is decided without', (t) => {
  const [allowed, refused] = [[], ['--disallow-code-generation-from-strings']].map((flags) => {
    const script = join(ROOT, 'dist', 'test', 'harness', 'refusing-host.js');
    const [command, ...args] = unhooked(process.execPath, ...flags, script);
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8' });
    t.equal(status, 0, stderr);
    return JSON.parse(stdout);
  });
  t.equal(allowed.hasCode, true);
  t.equal(refused.hasCode, false);
  t.same(refused.decided, allowed.decided);
  t.end();
});
