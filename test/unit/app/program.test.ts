/** A compiled program is asked by its own methods, which are no data. */
import t from 'tap';
import {
  compile,
  decideRules,
  encodeProgram,
  decodeProgram,
  InvalidContext,
  ruleProgram,
} from '#app/library.js';

const TEXT = `
input { total: number tier?: string price?: decimal<USD> }
outcome Ship { cost: number }
outcome Route { label: string }
rule Free { active_from 2026-01-01 when { total >= 35 } then Ship { cost: 0 } }
strategy Pick returns Route {
    when { tier == "gold" } then Fast { label: "f" }
    else Slow { label: "s" }
}
flag beta default false { owner: "team" when { total > 10 } then true }
`;
const { program, diagnostics } = compile({ name: 'shop.arb', text: TEXT }, 'shop');
if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('; '));

void t.test('decisions of a context', (t) => {
  const now = new Date('2026-06-01');
  t.same(program.decide({ total: 40 }, { now }).matched[0]?.params, { cost: 0 });
  t.same(program.decide({ total: 40 }, { now: 0 }).matched, [], 'before it is active');
  t.same(program.match({ total: 40 }, { now: 0 }).matched.length, 1, 'by its condition alone');
  t.equal(program.decide({ total: 40 }).matched.length, 1, 'it is later than that now');
  t.equal(program.strategy('Pick', { tier: 'gold' }).selected, 'Fast');
  t.equal(program.flag('beta', { total: 11 }).variant, 'true');
  t.same(
    program.allFlags({ total: 1 }).map(({ flag, isDefault }) => [flag, isDefault]),
    [['beta', true]],
  );
  const { fired, because } = program.why({ kind: 'rule', rule: 'Free' }, { total: 1 }, { now });
  t.same([fired, because.map(({ check }) => check)], [false, ['total >= 35']]);
  const overrides = { rules: { Free: { killSwitch: true } } };
  t.same(program.decide({ total: 40 }, { now, overrides, trace: 'off' }), {
    matched: [],
    errors: [],
    arbitrace: [],
  });
  t.end();
});

void t.test('what is not there, and what is no context', (t) => {
  t.throws(() => program.flag('nope', {}), new RangeError('the program `shop` has no flag `nope`'));
  t.throws(() => program.strategy('Nope', {}), new RangeError('the program `shop` has no strategy `Nope`'));
  t.throws(() => program.why({ kind: 'flag-rule', flag: 'beta', index: 1 }, {}), RangeError);
  t.throws(() => program.decide([]), InvalidContext);
  const hostile: object = JSON.parse(
    '{"__proto__": {"total": 99}, "constructor": {"prototype": {"total": 99}}}',
  );
  t.same(program.match(hostile).matched, []);
  t.end();
});

void t.test('methods are no data: programs stay what they are to everything else', (t) => {
  t.notMatch(Object.keys(program), ['decide']);
  const { program: decoded } = { program: decodeProgram(encodeProgram(program)) };
  if (!('program' in decoded)) throw new Error('it does not decode');
  t.same(JSON.stringify(ruleProgram(decoded.program)), JSON.stringify(program));
  t.same(ruleProgram(decoded.program).match({ total: 40 }).matched.length, 1);
  t.equal(decideRules(program, { total: 40 }, { nowSeconds: 2e9 }).matched.length, 1);
  t.end();
});
