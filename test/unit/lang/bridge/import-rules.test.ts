/** JSON documents to programs: forms of input, names, layout, limits. */
import t from 'tap';
import { convertJsonRules } from '#lang/bridge/convert-json-rules.js';
import type { JsonNode } from '#lang/bridge/json-nodes.js';
import {
  ACTION,
  and,
  compare,
  not,
  notesOf,
  number,
  or,
  outlines,
  text,
  textOf,
  variable,
} from './conversions.ts';

const x = variable('x');
const RULE = { name: 'R', condition: x, action: ACTION };
const PLAIN = 'rule R {\n    when {\n        x\n    }\n    then A { }\n}\n';

void t.test('the canonical layout', (t) => {
  const json = {
    rules: [
      {
        name: 'HighRisk',
        priority: 10,
        condition: and(compare('>=', variable('user.age'), number(18)), or(x, variable('y'))),
        action: { ActionName: 'Review', ParamMap: { queue: text('a'), amount: number(5) } },
        fallback: { ActionName: 'Pass' },
      },
      { name: 'R', condition: x, action: ACTION },
    ],
  };
  t.equal(
    textOf(json),
    `rule HighRisk priority 10 {
    when {
        user.age >= 18
        and (x or y)
    }
    then Review {
        amount: 5,
        queue: "a",
    }
    otherwise Pass { }
}

${PLAIN}`,
  );
  t.end();
});

void t.test('documents: rules in an object, a list, one rule, text within JSON', (t) => {
  for (const json of [{ rules: [RULE] }, [RULE], RULE]) t.equal(textOf(json), PLAIN);
  const within = { ...RULE, condition: JSON.stringify(x), action: JSON.stringify(ACTION), fallback: '' };
  t.equal(textOf(within), PLAIN);
  t.equal(textOf({ ...RULE, priority: null, fallback: null }), PLAIN, 'null is not there');
  t.equal(textOf([]), '');
  t.equal(textOf({ rules: [], consts: { K: number(1) } }), 'const K = 1\n');
  t.equal(
    textOf({
      rules: [],
      features: { F: { name: 'F', source: 's', fields: { 'a?': 'list<string>', b: '{ c: number }' } } },
    }),
    'feature F from "s" {\n    a?: list<string>\n    b: { c: number }\n}\n',
  );
  t.end();
});

void t.test('names that are none become names, each another, always the same', (t) => {
  const named = (...names: readonly string[]): unknown => names.map((name) => ({ ...RULE, name }));
  const json = named('high risk', 'R', 'high-risk', '7 up', 'R', '✓', 'high_risk_2', 'rule');
  const names = outlines(textOf(json)).map((each) => /^\(rule (\w+)/.exec(each)?.[1]);
  t.same(names, ['high_risk', 'R', 'high_risk_3', '_7_up', 'R_2', 'Rule', 'high_risk_2', 'rule']);
  t.same(notesOf(json)[0], '/0/name: "high risk" was renamed to `high_risk`');
  t.equal(notesOf(json).length, 5);
  t.end();
});

void t.test('all problems are reported, each with its place, and there is no text', (t) => {
  const json = {
    rules: [
      { ...RULE, condition: and(x, compare('X', variable('a b'), number(1))) },
      { ...RULE, name: '', priority: 1.5, enabled: false },
      { ...RULE, action: { ActionName: 'send-mail', ParamMap: { 'a/b': x, ok: {} } } },
      { ...RULE, condition: '{"VarExpr": }', fallback: '{"ActionName":"B"' },
      'rule',
    ],
    version: 1,
  };
  t.same(textOf(json).split('\n').sort(), [
    '/rules/0/condition/Conditions/1/Lhs/VarExpr: "a b" is no path of names joined by dots',
    '/rules/0/condition/Conditions/1: unknown operator "X"',
    '/rules/1/enabled: a rule has no member "enabled"',
    '/rules/1/name: the name of a rule is a string, not empty',
    '/rules/1/priority: a priority is a whole number from -2147483648 to 2147483647',
    '/rules/2/action/ActionName: "send-mail" is no name that the language could hold',
    '/rules/2/action/ParamMap/a~1b: "a/b" is no name that the language could hold',
    '/rules/2/action/ParamMap/ok: an empty object is no node',
    '/rules/3/condition: is no JSON text (mistake at character 13)',
    '/rules/3/fallback: is no JSON text (mistake at character 18)',
    '/rules/4: a rule is an object, not a string',
    '/version: the document has no member "version"',
  ]);
  t.end();
});

void t.test('documents that are none', (t) => {
  for (const json of [null, undefined, 'x', 5, true])
    t.match(textOf(json), /^the document is an object or a list/);
  t.equal(textOf({ rules: {} }), '/rules: rules is a list, not an object');
  t.match(textOf({}), /^\/name: the name of a rule is a string, not missing\n/);
  t.match(textOf({ rules: [], consts: { 'a b': x } }), /^\/consts\/a b: "a b" is no name/);
  t.match(
    textOf({ rules: [], features: { F: { source: 's', fields: { a: 'number } rule Q {' } } } }),
    /^\/features\/F\/fields\/a: ".*" is no type/,
  );
  t.end();
});

function deep(depth: number, wrap: (inner: JsonNode) => JsonNode): string {
  let node: JsonNode = x;
  for (let level = 1; level < depth; level++) node = wrap(node);
  return textOf({ ...RULE, condition: node });
}

void t.test('depth has a limit, length has none, and nothing throws', (t) => {
  const add = (Lhs: JsonNode): JsonNode => ({ MathExpr: { Operator: '+', Lhs, Rhs: x } });
  t.match(deep(200, not), /not x\n/);
  t.match(deep(201, not), /: nests deeper than 200 nodes$/);
  t.match(deep(200, add), /x \+ x\n/);
  t.match(deep(100_000, add), /: nests deeper than 200 nodes$/);
  t.match(
    deep(190, (inner) => ({ MathExpr: { Operator: '-', Lhs: x, Rhs: inner } })),
    /- \(x - x\)/,
  );
  const many = Array.from({ length: 50_000 }, (_, index) => compare('==', x, number(index)));
  t.match(textOf({ ...RULE, condition: or(...many) }), /^rule R \{/);
  const elements = Array.from({ length: 300_000 }, (_, NumConst) => ({ NumConst }));
  t.match(textOf({ ...RULE, condition: compare('LIST_IN', x, { ConstList: elements }) }), /x in \[0, 1, /);
  t.equal(textOf(Array.from({ length: 5_000 }, () => RULE)).match(/^rule R/gm)?.length, 5_000);
  t.end();
});

void t.test('a graph that shares or repeats its nodes ends', (t) => {
  const cycle: { OpLogic: string; Conditions: unknown[] } = { OpLogic: '&&', Conditions: [] };
  cycle.Conditions.push(cycle, cycle);
  t.match(textOf({ ...RULE, condition: cycle }), /nests deeper than 200 nodes\nthere are more than these$/);
  t.end();
});

void t.test('keys that pollute do not', (t) => {
  const json: unknown = JSON.parse(
    '{"name":"R","condition":{"VarExpr":"x"},"action":{"ActionName":"A","ParamMap":{"__proto__":{"VarExpr":"y"}}}}',
  );
  t.match(textOf(json), /__proto__: y,/);
  t.match(textOf(JSON.parse('{"__proto__": {"rules": []}}')), /a rule has no member "__proto__"/);
  t.equal(Object.hasOwn(Object.prototype, 'y'), false);
  t.ok('problems' in convertJsonRules({ rules: [{ toString: 1 }] }));
  t.end();
});
