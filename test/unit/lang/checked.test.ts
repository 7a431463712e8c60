/** What the checker tells the compiler: what paths stand for, and which temperatures are differences. */
import t from 'tap';
import type { Expression, Path } from '#lang/ast/nodes.js';
import type { CheckedModule } from '#lang/checker/checked.js';
import { spellings } from '#lang/checker/names.js';
import { fieldType } from '#lang/checker/schema.js';
import { typeName } from '#lang/types.js';
import { checkText, parseText } from './snippets.ts';

/** `text → meaning` of every path, in order of appearance. */
function meanings({ resolutions }: CheckedModule): readonly string[] {
  return [...resolutions].map(([path, resolution]) => `${textOf(path)} → ${JSON.stringify(resolution)}`);
}

function textOf({ segments }: Path): string {
  return segments.map(({ text }) => text).join('.');
}

function kinds(text: string): readonly string[] {
  const { checked } = checkText(text);
  return [...checked.resolutions].map(([path, { kind }]) => `${textOf(path)} ${kind}`);
}

void t.test('paths', (t) => {
  t.same(
    meanings(
      checkText(
        'rule R { when { let a = x.y a.b > __now and any f in facts.F { f.c > current_round } } then A { v: f.d } }',
      ).checked,
    ),
    [
      'x.y → {"kind":"context","path":["x","y"]}',
      'a.b → {"kind":"local","name":"a","fields":["b"]}',
      '__now → {"kind":"now"}',
      'facts.F → {"kind":"facts","factType":"F"}',
      'f.c → {"kind":"local","name":"f","fields":["c"]}',
      'current_round → {"kind":"round"}',
      'f.d → {"kind":"local","name":"f","fields":["d"]}',
    ],
  );
  t.end();
});

void t.test(
  'the order of meanings: local, const, the engine, context; a dotted path is never a const',
  (t) => {
    t.same(kinds('const K = 1\nrule R { when { K > 0 and K.x > 0 } then A { } }'), [
      'K const',
      'K.x context',
    ]);
    t.same(kinds('const K = 1\nrule R { when { let K = x K > 0 } then A { v: K } }'), [
      'x context',
      'K local',
      'K local',
    ]);
    t.same(kinds('rule R { when { let facts = x any f in facts.F { f } } then A { } }'), [
      'x context',
      'facts.F local',
      'f local',
    ]);
    t.same(kinds('const K = i > 0\nrule R { when { any i in L { K } } then A { } }'), [
      'i context',
      'L context',
      'K const',
    ]);
    t.same(kinds('rule R { when { sum(i in L) > 0 and i > 0 } then A { } }'), ['L context', 'i context']);
    t.end();
  },
);

void t.test('a handler sees the outcome', (t) => {
  t.same(
    kinds('outcome O { facts: number }\narbiter M { poll 1m on O where facts > 0 and name == rule stdout }'),
    ['facts context', 'name context', 'rule context'],
  );
  t.end();
});

void t.test('temperature literals that stand for a difference', (t) => {
  const differences = (condition: string): readonly number[] =>
    [
      ...checkText(
        `fact F { hot: number<temperature> }\nrule R { when { any f in facts.F { ${condition} } } then A { } }`,
      ).checked.differences,
    ].map(({ value }) => value);
  t.same(differences('f.hot - 20 C > 5 C'), [5]);
  t.same(differences('5 C < f.hot - 20 C'), [5]);
  t.same(differences('f.hot > 5 C'), []);
  t.same(differences('abs(30 C - 20 C) between [1 C, 9 F]'), [1, 9]);
  t.same(differences('f.hot - 20 C + 3 C > 5 C'), [3, 5]);
  t.same(differences('20 C + (f.hot - 19 C) > 25 C'), [], 'before a difference a literal is a temperature');
  t.same(differences('max(f.hot - 20 C, 2 C) == 4 C'), [2, 4]);
  t.same(differences('x - 20 C > 5 C'), []);
  t.end();
});

void t.test('every expression has a type', (t) => {
  const [declaration] = checkText(
    'segment S { any f in facts.F { f.__age_seconds > 1 hr } and -x in [1 m, 2 m] }',
  ).checked.declarations;
  t.ok(declaration?.kind === 'segment');
  const { checked } = checkText('segment S { count(f in facts.F where f.x) > 1 and -x in [1 m, 2 m] }');
  const types = [...checked.types].map(
    ([expression, type]: readonly [Expression, Parameters<typeof typeName>[0]]) =>
      `${expression.kind} ${typeName(type)}`,
  );
  t.same(types, [
    'path list<fact F>',
    'path unknown',
    'aggregate number',
    'number number',
    'binary boolean',
    'path unknown',
    'unary unknown',
    'number number<length>',
    'number number<length>',
    'list list<number<length>>',
    'binary boolean',
    'binary boolean',
  ]);
  t.end();
});

void t.test('facts are found as targets spell them', (t) => {
  const find = spellings(['Quake', 'quake', 'Wave', 'UserProfile']);
  t.equal(find('quake'), 'quake');
  t.equal(find('QUAKE'), 'Quake');
  t.equal(find('wave'), 'Wave');
  t.equal(find('user_profile'), 'UserProfile');
  t.equal(find('tide'), undefined);
  t.end();
});

void t.test('written types', (t) => {
  const [declaration] = parseText(
    'fact F { a: number b: bool c: boolean d: number<length> e: timestamp f: nothing }',
  );
  t.same(declaration?.kind === 'fact' && declaration.fields.map(({ type }) => typeName(fieldType(type))), [
    'number',
    'boolean',
    'boolean',
    'number<length>',
    'timestamp',
    'unknown',
  ]);
  t.end();
});
