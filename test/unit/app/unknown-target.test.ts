/** Goal: an override of what no program has is named, with what was probably meant. */
import t from 'tap';
import { unknownTarget } from '#app/overrides.js';
import { compile } from '#lang';

void t.test('what no program has', (t) => {
  const text = [
    'outcome P { x: number }',
    'rule Free { then A { } }',
    'strategy Route returns P { when { a } then Fast { x: 1 } else Slow { x: 2 } }',
    'flag f { when { a } then true }',
  ].join('\n');
  const { program } = compile({ name: 'a.arb', text }, 'a');
  if (program === null) throw new Error('the program compiles');
  const missing = (overrides: Parameters<typeof unknownTarget>[0]): string | null =>
    unknownTarget(overrides, [program]);
  t.equal(
    missing({ rules: { Free: {} }, arms: { Route: { Fast: {} } }, flagRules: { f: { '0': {} } } }),
    null,
  );
  t.equal(missing({ rules: { Fre: {} } }), 'there is no rule `Fre` (did you mean `Free`?)');
  t.equal(
    missing({ arms: { Route: { Fats: {} } } }),
    'there is no arm `Fats` of `Route` (did you mean `Fast`?)',
  );
  t.equal(missing({ flags: { g: {} } }), 'there is no flag `g`');
  t.equal(missing({ flagRules: { f: { '1': {} } } }), 'there is no flag rule `1` of `f`');
  t.end();
});
