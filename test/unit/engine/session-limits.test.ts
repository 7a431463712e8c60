/** Goal: no program runs away, and a session that has stopped one goes on as if nothing had been once its cause is gone. */
import t from 'tap';
import { createSession, type ExpertSession } from '#app/library.js';
import { ENGINE_LIMITS, type EngineLimits } from '#engine/limits.js';
import { expertProgram, fact, shapeOf } from '../../harness/expert.ts';

function limited(text: string, limits: Partial<EngineLimits> = {}): ExpertSession {
  return createSession(expertProgram(text), { limits: { ...ENGINE_LIMITS, ...limits } });
}

function keysOf(session: ExpertSession, type: string): string {
  return session
    .snapshot()
    .facts.flatMap((each) => (each.type === type ? [each.key] : []))
    .join(' ');
}

function off(...rules: readonly string[]) {
  return { rules: Object.fromEntries(rules.map((rule) => [rule, { killSwitch: true }])) };
}

/** Of another rule, which no runaway beside it concerns. */
const STEADY = 'expert rule Steady per_fact { when { any s in facts.S { true } } then emit Ok { k: s.key } }';
const OK = { rule: 'Steady', name: 'Ok', params: { k: 's' } };

void t.test('a rule that takes its own ground away', (t) => {
  const session = limited(`${STEADY}
    expert rule Toggle { when { any g in facts.Go { true } and none f in facts.F { true } } then assert F { key: "f" } }`);
  session.assert(fact('Go', 'g')).assert(fact('S', 's'));
  const first = session.run(0);
  t.equal(shapeOf(first), 'max_rounds 32 32');
  t.same(first.outcomes, [OK]);
  t.equal(shapeOf(session.run(0)), 'max_rounds 32 32', 'the next run goes on where it has stopped');
  session.retract(fact('Go', 'g'));
  t.equal(session.run(0).stop, 'quiescent');
  t.equal(keysOf(session, 'F'), '');
  t.equal(shapeOf(session.run(0)), 'quiescent 1 0');
  t.end();
});

void t.test('facts that are made of facts of their own', (t) => {
  const session = limited(`${STEADY}
    expert rule Grow per_fact { when { any f in facts.F { f.n >= 0 } } then assert F { key: f.key + "+", n: f.n + 1 } }`);
  session.assert(fact('F', 'f', { n: 0 })).assert(fact('S', 's'));
  const first = session.run(0);
  t.equal(shapeOf(first), 'max_rounds 32 32');
  t.same(first.outcomes, [OK]);
  const second = session.run(0);
  t.equal(second.stop, 'max_rounds');
  t.equal(keysOf(session, 'F').split(' ').length, 65);
  session.retract(fact('F', 'f'));
  t.equal(session.run(0).stop, 'max_rounds', 'its end grows as fast as its beginning goes');
  t.equal(keysOf(session, 'F').split(' ').length, 64);
  session.setOverrides(off('Grow'));
  t.equal(session.run(0).stop, 'quiescent');
  t.equal(keysOf(session, 'F'), '');
  t.end();
});

void t.test('growth in width stops at the mutations', (t) => {
  const session = limited(
    `${STEADY}
    expert rule Left per_fact { when { any f in facts.F { true } } then assert F { key: f.key + "l" } }
    expert rule Right per_fact { when { any f in facts.F { true } } then assert F { key: f.key + "r" } }`,
    { mutationsMax: 100 },
  );
  session.assert(fact('F', 'f')).assert(fact('S', 's'));
  const first = session.run(0);
  t.equal(shapeOf(first), 'max_mutations 6 126', 'a round is not cut short');
  t.same(first.outcomes, [OK]);
  session.retract(fact('F', 'f')).setOverrides(off('Left', 'Right'));
  t.equal(shapeOf(session.run(0)), 'max_mutations 1 126');
  t.equal(keysOf(session, 'F'), '');
  t.equal(shapeOf(session.run(0)), 'quiescent 1 0');
  t.end();
});

void t.test('a key that grows ends as a trap', (t) => {
  const session = limited(
    `${STEADY}
    expert rule Grow per_fact { when { any f in facts.F { true } } then assert F { key: f.key + "+" } }`,
    { keyBytesMax: 6 },
  );
  session.assert(fact('F', 'é')).assert(fact('S', 's'));
  const { stop, traps, outcomes } = session.run(0);
  t.match({ stop, traps }, { stop: 'quiescent', traps: [{ code: 'session/key-too-long', rule: 'Grow' }] });
  t.same([traps.length, outcomes], [1, [OK]]);
  t.equal(keysOf(session, 'F'), 'é é+ é++ é+++ é++++', 'bytes are counted');
  session.retract(fact('F', 'é'));
  t.same(session.run(0).traps, []);
  t.equal(keysOf(session, 'F'), '');
  t.throws(() => session.assert(fact('F', 'ééé+')), { name: 'InvalidFact', message: /longer than 6 bytes/ });
  t.equal(session.run(0).changes.length, 0, 'nor from outside');
  t.end();
});

void t.test('loops without end for an evaluation', (t) => {
  const session = limited(
    `${STEADY}
    expert rule Deep { when { any a in facts.F { any b in facts.F { any c in facts.F { a.n + b.n + c.n == 99 } } } }
        then emit Deep { } }`,
    { fuelMax: 3000 },
  );
  for (let n = 0; n < 3; n++) session.assert(fact('F', String(n), { n }));
  t.same(session.assert(fact('S', 's')).run(0).traps, [], 'as long as it is small');
  for (let n = 3; n < 40; n++) session.assert(fact('F', String(n), { n }));
  const full = session.run(0);
  t.match(full, { stop: 'quiescent', traps: [{ code: 'vm/out-of-fuel', rule: 'Deep' }] });
  t.equal(full.traps.length, 1);
  t.match(session.whyNot('Deep').obstacle, { kind: 'trap' });
  session.assert(fact('S', 't')).assert(fact('F', '3', { n: 4 }));
  const again = session.run(0);
  t.same(
    [again.traps, again.outcomes],
    [[], [{ ...OK, params: { k: 't' } }]],
    'reported once; the rest goes on',
  );
  for (let n = 3; n < 40; n++) session.retract(fact('F', String(n)));
  session.assert(fact('F', '2', { n: 97 }));
  const less = session.run(0);
  t.same([less.stop, less.traps], ['quiescent', []]);
  t.equal(less.outcomes.length, 1, '1 + 1 + 97');
  t.end();
});

void t.test('a segment without end for an evaluation is reported once', (t) => {
  const session = limited(
    `segment Deep { any a in facts.F { any b in facts.F { a.n + b.n == 99 } } }
    ${STEADY}
    expert rule Asks { when segment Deep { any s in facts.S { true } } then emit Asked { } }`,
    { fuelMax: 50 },
  );
  for (let n = 0; n < 10; n++) session.assert(fact('F', String(n), { n }));
  const first = session.assert(fact('S', 's')).run(0);
  t.match(first, { stop: 'quiescent', traps: [{ code: 'vm/out-of-fuel', rule: 'Asks' }], outcomes: [OK] });
  t.same(session.assert(fact('S', 't')).run(0).traps, []);
  session.assert(fact('F', '0', { n: 99 })).assert(fact('F', '1', { n: 0 }));
  for (let n = 2; n < 10; n++) session.retract(fact('F', String(n)));
  t.same(
    session.run(0).outcomes.map(({ rule }) => rule),
    ['Asks'],
  );
  t.end();
});

void t.test('a rule that counts through rounds', (t) => {
  const session = limited(
    `${STEADY}
    expert rule Count { when { any g in facts.Go { count(n in facts.N) >= 0 } } then assert N { key: "n", n: current_round } }`,
    { roundsMax: 1_000_000, mutationsMax: 5000 },
  );
  session.assert(fact('Go', 'g')).assert(fact('S', 's'));
  const first = session.run(0);
  t.equal(shapeOf(first), 'max_mutations 5000 5000');
  t.same(first.outcomes, [OK]);
  t.same(session.snapshot().facts.find(({ type }) => type === 'N')?.fields, { n: 5000 });
  session.retract(fact('Go', 'g'));
  t.equal(shapeOf(session.run(0)), 'quiescent 2 1');
  t.equal(keysOf(session, 'N'), '');
  t.end();
});

void t.test('a chain without end, one round a fact', (t) => {
  const text = `expert rule Next per_fact { when { any n in facts.N { n.n < 2000 } }
    then assert N { key: "" + (n.n + 1), n: n.n + 1 } }`;
  const session = limited(text, { roundsMax: 1_000_000, mutationsMax: 1_000_000 });
  session.assert(fact('N', '0', { n: 0 }));
  t.equal(shapeOf(session.run(0)), 'quiescent 2001 2000', 'what ends by itself is not stopped');
  session.retract(fact('N', '0'));
  t.equal(shapeOf(session.run(0)), 'quiescent 2001 2000');
  t.equal(keysOf(session, 'N'), '');
  t.end();
});

void t.test('more facts than a session may hold', (t) => {
  const session = limited(
    `${STEADY}
    expert rule Copy per_fact { when { any f in facts.F { true } } then assert D { key: f.key } }`,
    { factsMax: 4 },
  );
  session.assert(fact('S', 's')).assert(fact('F', 'a'));
  t.same(session.run(0).traps, []);
  session.assert(fact('F', 'b')).assert(fact('F', 'c'));
  const full = session.run(0);
  t.match(full, { stop: 'quiescent', traps: [{ code: 'session/too-many-facts', rule: '' }] });
  t.equal(full.traps.length, 1);
  t.equal(keysOf(session, 'F'), 'a b');
  session.assert(fact('F', 'a', { n: 1 }));
  t.same(session.run(0).traps, [], 'one that is there may be replaced');
  session.retract(fact('F', 'a')).retract(fact('F', 'b')).assert(fact('F', 'c'));
  t.same(session.run(0).traps, []);
  t.same([keysOf(session, 'F'), keysOf(session, 'D')], ['c', 'c']);
  t.end();
});

void t.test('clauses that count go on until they are decided, and end', (t) => {
  const session = limited(
    'expert rule Long { when { any g in facts.Go { true } } stable_for 50 cycles then emit Done {} }',
  );
  session.assert(fact('Go', 'g'));
  t.equal(shapeOf(session.run(0)), 'max_rounds 32 0');
  const last = session.run(0);
  t.equal(shapeOf(last), 'quiescent 18 0');
  t.equal(last.outcomes.length, 1);
  t.end();
});
