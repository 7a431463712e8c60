/** Goal: the fast path agrees with the governed one where no gate stands, and asks none where they do. */
import t from 'tap';
import { contextFromJson, decideRules, matchRules } from '#engine';
import { compile, type Program } from '#lang';

const NOW = { nowSeconds: 0 };

function programOf(text: string): Program {
  const { program, diagnostics } = compile({ name: 'a.arb', text }, 'a');
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return program;
}

void t.test('without gates both say the same', (t) => {
  const program = programOf(`
    rule B priority 2 { when { let d = x * 2  d > 4 } then Big { d: d } otherwise Small { d: d } }
    rule A priority 1 { when { x > 3 } then More { } }
    rule C { then Always { x: x, missing: y } }
  `);
  for (const x of [0, 3, 4, null, 'text']) {
    const context = contextFromJson({ x });
    const { matched, errors } = decideRules(program, context, NOW);
    t.same(matchRules(program, context, NOW), { matched, errors });
  }
  t.end();
});

void t.test('no gate is asked', (t) => {
  const program = programOf(`
    segment nobody { x == 99 }
    rule Killed { kill_switch when { x > 1 } then K { } }
    rule Waits { requires Killed when { x > 1 } then W { } otherwise N { } }
    rule Few { rollout 0 by user.id namespace "n" when segment nobody { x > 1 } then F { } }
    rule Past { active_until 1960-01-01 when segment nobody then P { } }
  `);
  const names = (x: number): readonly string[] =>
    matchRules(program, contextFromJson({ x }), NOW).matched.map(({ action }) => action);
  t.same(names(2), ['K', 'W', 'F', 'P']);
  t.same(names(1), ['N', 'P']);
  t.end();
});

void t.test('tags, and what a trap does', (t) => {
  const program = programOf(`
    tag "a"
    rule Wrong tag "a" { when { 1 USD + amount == 2 USD } then A { } }
    rule Right { then B { } }
  `);
  const context = contextFromJson({ amount: { $decimal: '1 EUR' } });
  const recorded = matchRules(program, context, NOW);
  t.same([recorded.matched.length, recorded.errors.length], [1, 1]);
  t.equal(recorded.errors[0]?.rule, 'Wrong');
  t.same(matchRules(program, context, { ...NOW, onTrap: 'fail' }).matched, []);
  t.same(matchRules(program, context, { ...NOW, tags: ['a'] }).matched, []);
  t.end();
});
