/**
 * There and back. JSON in its written form comes back as it was; JSON in any form comes back with the same decisions; text of what
 * JSON can hold comes back with the same tree.
 */
import fc from 'fast-check';
import t from 'tap';
import { evaluateDirectly } from '../../../harness/direct-evaluation.ts';
import { evaluateJson } from '../../../harness/json-evaluator.ts';
import { parseText } from '../../../harness/parsed.ts';
import { documents } from './arbitrary-json.ts';
import { jsonOf, outlines, textOf } from './conversions.ts';

const RUNS = { seed: 20, numRuns: 600 };

/** Small on purpose, so that comparisons hold as often as they do not. */
const scalar = fc.constantFrom(null, 0, 1, 2, true, false, 'a', 'ab', '');
const contexts = fc.record({
  x: fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })),
  y: scalar,
  user: fc.record({ age: scalar, in: scalar }),
  items: fc.array(fc.record({ ok: scalar, n: fc.array(scalar, { maxLength: 2 }) }), { maxLength: 3 }),
});

void t.test('written JSON → text → the same JSON', (t) => {
  fc.assert(
    fc.property(documents('written'), (document) => {
      const back = jsonOf(textOf(document));
      return JSON.stringify(sorted(back)) === JSON.stringify(sorted(document));
    }),
    RUNS,
  );
  t.end();
});

void t.test('any JSON → text → JSON in its written form, which decides the same', (t) => {
  fc.assert(
    fc.property(documents('any'), contexts, (document, context) => {
      const text = textOf(document);
      const [rule] = parseText(text);
      const condition = rule?.kind === 'rule' ? rule.when?.block?.condition : null;
      const written = JSON.parse(JSON.stringify(jsonOf(text))).rules[0].condition;
      const meant = evaluateJson(document.rules[0]?.condition, context) === true;
      return (
        textOf(jsonOf(text)) === text &&
        condition != null &&
        (evaluateDirectly(condition, context) === true) === meant &&
        (evaluateJson(written, context) === true) === meant
      );
    }),
    RUNS,
  );
  t.end();
});

void t.test('text → JSON → text has the same tree', (t) => {
  const programs: readonly string[] = [
    'rule R { when { x } then A { } }',
    'rule R priority 7 { when { not (x or y) and (a.b - 1) * 2 >= -3 } then A { v: [1, x], w: x > 1 } otherwise B { } }',
    'rule R { when { x in ["a", null, [true]] or y not contains "\\"" or z between [1, q) } then A { } }',
    'rule R { when { x and (y and z) or any i in L { all j in i.k { j is not null } } } then A { t: "a\\\\" } }',
    'rule R { when { count(i in L where i.a > 2) > abs(x) and p > 100.25 USD } then A { n: now() } }',
    'const K = ["a"]\nfeature F from "f" { a?: list<enum("x", "y")> b: { c: decimal<USD> } }',
    'rule R { when { s matches "^\\d+\\.\\w$" and s starts_with "é\n" and 1e300 != -0.5 } then A { } }',
  ];
  for (const program of programs) t.same(outlines(textOf(jsonOf(program))), sortedOutlines(program), program);
  fc.assert(
    fc.property(documents('any'), (document) => {
      const text = textOf(document);
      return String(outlines(textOf(jsonOf(text)))) === String(outlines(text));
    }),
    RUNS,
  );
  t.end();
});

/** Features are written before constants. */
function sortedOutlines(program: string): readonly string[] {
  const all = outlines(program);
  return [
    ...all.filter((each) => each.startsWith('(feature')),
    ...all.filter((each) => !each.startsWith('(feature')),
  ];
}

/** Members in the order of their names. */
function sorted(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(sorted);
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, sorted(value)]),
  );
}
