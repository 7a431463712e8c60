/** Several flags of one request: what they share is evaluated once, and they come out as each would alone. */
import { contextFromJson, decideFlag, decideFlags } from '#engine';
import { compile, type Program } from '#lang';
import t from 'tap';

function programOf(text: string): Program {
  const { program, diagnostics } = compile({ name: 'a.arb', text }, 'a');
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return program;
}

/** Each level requires both of the level below, so that deciding them again for each would take 2^levels decisions. */
function diamonds(levels: number): string {
  const rest = Array.from({ length: levels }, (_, index) => {
    const gates = index === 0 ? 'requires base' : `requires left${index - 1}, right${index - 1}`;
    return ['left', 'right'].map(
      (side) => `flag ${side}${index} { owner: "o" ${gates} when { true } then true }`,
    );
  });
  return ['flag base { owner: "o" when { on } then true }', ...rest.flat()].join('\n');
}

void t.test('what flags require is decided once', (t) => {
  const program = programOf(diamonds(200));
  for (const on of [true, false]) {
    const context = contextFromJson({ on });
    const decisions = decideFlags(program, { context, nowSeconds: 0 });
    t.equal(decisions.length, 401);
    t.ok(decisions.every(({ isDefault }) => isDefault !== on));
    t.equal(decideFlag(program, 'left199', { context, nowSeconds: 0 }).isDefault, !on);
  }
  t.end();
});

void t.test('only those that are asked for, in that order, as each alone', (t) => {
  const program = programOf(`
    segment beta { user.beta == true }
    flag a { owner: "o" requires c when beta then true }
    flag b { owner: "o" when { false } then true }
    flag c type multivariate default "x" { owner: "o" variant "y" { n: 1 } when beta then "y" }`);
  const options = { context: contextFromJson({ user: { beta: true } }), nowSeconds: 0 };
  const decisions = decideFlags(program, { ...options, keys: ['c', 'a', 'none', 'a'] });
  t.same(
    decisions.map(({ flag, variant }) => `${flag} ${variant}`),
    ['c y', 'a true', 'none ', 'a true'],
  );
  t.equal(decisions[2]?.reason, 'flag not found');
  t.equal(decisions[1], decisions[3], 'decided once');
  t.same(decideFlags(program, { ...options, keys: [] }), []);
  const alone = decideFlag(program, 'c', options);
  t.same(decisions[0], alone);
  const steps = decisions[1]?.arbitrace.map(({ check, detail }) => `${check}: ${detail}`);
  t.same(steps, ['requires c: c -> true', 'segment beta: beta -> true (cached)'], 'segments too');
  t.end();
});
