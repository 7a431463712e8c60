/** Goal: a session in one's own process says what changed, and what it refuses leaves it as it was. */
import t from 'tap';
import {
  createSession,
  type ExpertOptions,
  type ExpertSession,
  InvalidContext,
  InvalidCheckpoint,
  InvalidFact,
  restoreSession,
} from '#app/library.js';
import { ENGINE_LIMITS } from '#engine/limits.js';
import { emittedBy, expertProgram, fact, shapeOf } from '../../harness/expert.ts';

const HOT = expertProgram(`
fact Reading { value: number<temperature> sensor?: string }
outcome Page { sensor: string }
expert rule Hot per_fact { when { any r in facts.Reading { r.value > 80 C and mode == "live" } }
    then assert Alarm { key: r.key, level: level } }
expert rule Tell per_fact { when { any a in facts.Alarm { true } } then emit Page { sensor: a.key } }
`);
const LIVE = { mode: 'live', level: 'high' };

function hot(options: ExpertOptions = {}): ExpertSession {
  return createSession(HOT, { envelope: LIVE, ...options });
}

/** In degrees Celsius. */
function reading(key: string, value = 90) {
  return fact('Reading', key, { value: { value, unit: 'C' } });
}

function bytesOf(session: ExpertSession): string {
  return Buffer.from(session.checkpoint()).toString('utf8');
}

void t.test('what is asserted and retracted is decided by the next run, together', (t) => {
  const session = hot({ facts: [reading('r1')] });
  t.same(session.snapshot().facts, [], 'nothing is there before the first run');
  session.assert(reading('r2')).assert(reading('r3', 10)).retract(reading('r1'));
  const step = session.run(1000);
  t.equal(shapeOf(step), 'quiescent 2 1');
  t.same(emittedBy(step), ['Tell {"sensor":"r2"}']);
  t.equal(shapeOf(session.run(1000)), 'quiescent 1 0', 'commands are decided once');
  session.retract(reading('nobody')).retract(reading('r2'));
  t.same(
    session.run(2000).changes.map(({ type, key, fact: after }) => [type, key, after]),
    [
      ['Alarm', 'r2', null],
      ['Reading', 'r2', null],
    ],
  );
  t.end();
});

void t.test('sync makes the facts from outside equal to a list', (t) => {
  const session = hot();
  const change = (...facts: readonly ReturnType<typeof reading>[]) => session.sync(facts);
  t.same(change(reading('r1')), { added: 1, updated: 0, retracted: 0, changed: true });
  t.same(change(reading('r1')), { added: 0, updated: 0, retracted: 0, changed: false }, 'also before a run');
  session.run(0);
  t.same(change(reading('r1')), { added: 0, updated: 0, retracted: 0, changed: false }, 'also behind one');
  t.same(change(reading('r1', 95)), { added: 0, updated: 1, retracted: 0, changed: true });
  session.run(0);
  t.same(change(), { added: 0, updated: 0, retracted: 1, changed: true });
  t.same(emittedBy(session.run(0)), []);
  t.same(session.snapshot().facts, [], 'what followed from it is gone, and is none to retract');
  t.same(change(reading('r2'), reading('r3')), { added: 2, updated: 0, retracted: 0, changed: true });
  t.same(change(reading('r3', 1), reading('r4')), { added: 1, updated: 1, retracted: 1, changed: true });
  t.same(emittedBy(session.run(0)), ['Tell {"sensor":"r4"}']);
  t.end();
});

void t.test('a list that is refused changes nothing', (t) => {
  const session = hot({ facts: [reading('r1')] });
  session.run(0);
  const before = bytesOf(session);
  const lists = [
    [reading('r2'), reading('r2')],
    [reading('r2'), fact('Reading', 'r3', { value: 'warm' })],
    [reading('r2'), fact('', 'x')],
  ];
  for (const list of lists) t.throws(() => session.sync(list), InvalidFact);
  t.throws(() => session.sync([reading('r2'), reading('r2')]), {
    message: 'the fact `Reading` `r2` is given twice',
  });
  t.equal(shapeOf(session.run(0)), 'quiescent 1 0');
  t.same(
    session.snapshot().facts.map(({ key }) => key),
    ['r1', 'r1'],
  );
  t.equal(before.length, bytesOf(session).length);
  t.end();
});

void t.test('a new envelope decides every rule again', (t) => {
  const session = hot({ facts: [reading('r1')] });
  t.equal(session.run(0).outcomes.length, 1);
  session.setEnvelope({ ...LIVE, mode: 'test' });
  t.equal(session.snapshot().facts.length, 2, 'not before the next run');
  session.run(0);
  t.same(
    session.snapshot().facts.map(({ type }) => type),
    ['Reading'],
  );
  session.setEnvelope({ ...LIVE, level: 'low' });
  t.equal(session.run(0).outcomes.length, 1, 'support that was lost and is back emits again');
  t.same(session.snapshot().facts[0]?.fields, { level: 'low' });
  t.throws(() => session.setEnvelope([]), InvalidContext);
  t.throws(() => createSession(HOT, { envelope: [] }), InvalidContext);
  t.end();
});

void t.test('overrides replace what the source says', (t) => {
  const off = { rules: { Hot: { killSwitch: true } } };
  const session = hot({ facts: [reading('r1')], overrides: off });
  t.same(session.run(0).activations, []);
  session.setOverrides({ rules: { Hot: { rollout: 10000 } } });
  t.same(session.run(0).activations, [], 'a rollout without a subject blocks');
  session.setOverrides({});
  t.equal(session.run(0).outcomes.length, 1);
  session.setOverrides(off);
  session.run(0);
  t.equal(session.snapshot().facts.length, 1);
  t.end();
});

void t.test('an instant before that of the last run counts as that one', (t) => {
  const session = hot({ facts: [reading('r1')] });
  t.equal(session.run(new Date(5000)).now, 5000);
  t.equal(session.run(10).now, 5000);
  t.equal(session.run(5000.9).now, 5000, 'whole milliseconds');
  t.equal(session.run(new Date(6000)).now, 6000);
  t.equal(session.snapshot().facts.find(({ type }) => type === 'Reading')?.assertedAt, 5000);
  t.end();
});

void t.test('a snapshot is by type and key, a delta is from one to now', (t) => {
  const session = hot({ facts: [reading('r2'), reading('r1', 20)] });
  const empty = session.snapshot();
  t.same(empty, { now: -1, rounds: 0, facts: [] });
  session.run(1000);
  const first = session.snapshot();
  t.same(
    first.facts.map(({ type, key, derivedBy, assertedRound }) => [type, key, derivedBy, assertedRound]),
    [
      ['Alarm', 'r2', ['Hot'], 1],
      ['Reading', 'r1', [], 0],
      ['Reading', 'r2', [], 0],
    ],
  );
  t.same([first.now, first.rounds], [1000, 2]);
  t.equal(session.delta(empty).added.length, 3);
  t.same(session.delta(first), { added: [], changed: [], removed: [] });
  session.retract(reading('r2')).assert(reading('r1', 21)).assert(reading('r0', 0)).run(2000);
  const { added, changed, removed } = session.delta(first);
  t.same(
    [added, changed].map((facts) => facts.map(({ key }) => key)),
    [['r0'], ['r1']],
  );
  t.same(removed, [
    { type: 'Alarm', key: 'r2' },
    { type: 'Reading', key: 'r2' },
  ]);
  session.assert(reading('r1', 20)).retract(reading('r0')).assert(reading('r2')).run(3000);
  t.same(session.delta(first), { added: [], changed: [], removed: [] }, 'other times are no other fields');
  t.end();
});

void t.test('a restored session goes on as the one that wrote the checkpoint', (t) => {
  const program = expertProgram(`
    outcome O { k: string }
    expert rule Slow { when { any a in facts.A { a.n > 1 } } for 5s then assert D { key: "d", n: a.n } }
    expert rule Cool cooldown 10s per_fact { when { any a in facts.A { true } } then emit O { k: a.key } }
    expert rule Quiet { stable when { any d in facts.D { true } } then emit O { k: "quiet" } }
    expert rule Wrong { when { any a in facts.A { a.m + 1 USD > 2 USD } } then emit O { k: "wrong" } }`);
  const live = createSession(program, { facts: [fact('A', 'x', { n: 2, m: { $decimal: '1 EUR' } })] });
  t.equal(live.run(1000).traps.length, 1);
  live.assert(fact('A', 'y', { n: 3 }));
  t.equal(live.run(2000).nextDue, 6000, 'one outcome waits for its cooldown');
  const restored = restoreSession(program, live.checkpoint());
  t.equal(bytesOf(restored), bytesOf(live));
  const both = [live, restored];
  for (const now of [2000, 6000, 11_000]) {
    const [said, meant] = both.map((session) => session.run(now));
    t.equal(JSON.stringify(said), JSON.stringify(meant), `at ${now}`);
    t.same(said?.traps, [], 'a trap is reported once');
    if (now === 11_000) t.same(said && emittedBy(said), ['Cool {"k":"y"}'], 'what waited is not forgotten');
  }
  t.equal(bytesOf(restored), bytesOf(live));
  t.same(restored.why(fact('D', 'd')), live.why(fact('D', 'd')));
  t.end();
});

void t.test('what a checkpoint catches between a change and the next run', (t) => {
  const off = { rules: { Hot: { killSwitch: true } } };
  const changes: readonly ((session: ExpertSession) => unknown)[] = [
    (session) => session.setOverrides(off),
    (session) => session.setEnvelope({}),
  ];
  for (const change of changes) {
    const live = hot({ facts: [reading('r1')] });
    live.run(0);
    change(live);
    const restored = restoreSession(HOT, live.checkpoint());
    t.equal(JSON.stringify(restored.run(0)), JSON.stringify(live.run(0)));
    t.equal(restored.snapshot().facts.length, 1);
  }
  t.end();
});

void t.test('what a run that was cut short has left to do is done by a restored session too', (t) => {
  const program = expertProgram(`
    expert rule One per_fact { when { any a in facts.A { true } } then assert B { key: a.key } }
    expert rule Two per_fact { when { any b in facts.B { true } } then assert C { key: b.key } }
    expert rule Three per_fact { when { any c in facts.C { true } } then assert D { key: c.key } }`);
  const limits = { ...ENGINE_LIMITS, roundsMax: 1 };
  const live = createSession(program, { limits, facts: [fact('A', 'x'), fact('A', 'y')] });
  const types = (session: ExpertSession) =>
    session
      .snapshot()
      .facts.map(({ type, key }) => `${type}/${key}`)
      .join(' ');
  for (let run = 0; run < 4; run++) live.run(0);
  t.equal(types(live), 'A/x A/y B/x B/y C/x C/y D/x D/y');
  live.retract(fact('A', 'x')).run(0);
  t.equal(types(live), 'A/y B/y C/x C/y D/x D/y');
  for (const left of ['A/y B/y C/y D/x D/y', 'A/y B/y C/y D/y']) {
    const restored = restoreSession(program, live.checkpoint(), { limits });
    const before = types(live);
    t.equal(types(restored), before);
    live.run(0);
    restored.run(0);
    t.same([types(live), types(restored)], [left, left]);
  }
  t.end();
});

void t.test('options of a restored session count beside what was stored', (t) => {
  const live = hot({ facts: [reading('r1')] });
  live.run(0);
  const overrides = { rules: { Tell: { killSwitch: true } } };
  const restored = restoreSession(HOT, live.checkpoint(), { overrides });
  t.equal(restored.whyNot('Tell').fired, true, 'not before the next run');
  restored.run(0);
  t.equal(restored.whyNot('Tell').fired, false);
  t.end();
});

void t.test('what is no checkpoint of this program is refused', (t) => {
  const live = hot({ facts: [reading('r1')] });
  live.run(0);
  const whole = bytesOf(live);
  const texts = ['', 'noise', 'null', '[]', '{}', '{"format":2}', whole.slice(0, -1)];
  const others = ['"format":1', '"format":"2"'].map((format) => whole.replace('"format":2', format));
  for (const text of [...texts, ...others, whole.replace('"rounds":2', '"rounds":"2"')])
    t.throws(() => restoreSession(HOT, Buffer.from(text)), InvalidCheckpoint, text.slice(0, 20));
  const one = expertProgram('outcome O {} expert rule One { then emit O {} }');
  const two = expertProgram(
    'outcome O {} expert rule One { then emit O {} } expert rule Two { then emit O {} }',
  );
  for (const [writer, reader] of [
    [one, two],
    [two, one],
  ] as const) {
    const session = createSession(writer);
    session.run(0);
    t.throws(() => restoreSession(reader, session.checkpoint()), {
      name: 'InvalidCheckpoint',
      message: /rule `Two`/,
    });
  }
  t.end();
});

void t.test('what if: a run on a copy', (t) => {
  const session = hot({ facts: [reading('r1')] });
  session.run(1000);
  session.assert(reading('r2'));
  const before = bytesOf(session);
  const step = session.whatIf((copy) => copy.assert(reading('r3')).retract(reading('r1')));
  t.same(emittedBy(step), ['Tell {"sensor":"r2"}', 'Tell {"sensor":"r3"}'], 'with what waits');
  t.equal(step.now, 1000);
  const silent = session.whatIf((copy) => copy.setOverrides({ rules: { Tell: { killSwitch: true } } }), 9000);
  t.same([silent.now, silent.outcomes], [9000, []]);
  t.same(session.whatIf((copy) => copy.setEnvelope({})).outcomes, []);
  t.equal(bytesOf(session), before);
  t.same(emittedBy(session.run(1000)), ['Tell {"sensor":"r2"}'], 'and what waits still does');
  t.end();
});

void t.test('facts that are none, or do not fit their declaration', (t) => {
  const session = hot();
  const cases: readonly (readonly [given: unknown, reason: RegExp])[] = [
    [{ key: 'x' }, /no type/],
    [{ type: 7, key: 'x' }, /no type/],
    [{ type: 'Reading' }, /`Reading` has no key/],
    [{ type: 'Reading', key: '' }, /has no key/],
    [{ type: 'Reading', key: 'r' }, /missing required field `value`/],
    [fact('Reading', 'r', { value: 'warm' }), /field `value` expects .*, got `warm`/],
    [fact('Reading', 'r', { value: { value: 5, unit: 'kg' } }), /field `value`/],
    [fact('Reading', 'r', { value: 5, sensor: 4 }), /field `sensor` expects string/],
    [fact('Reading', 'r', { value: 5, other: 1 }), /unknown field `other`/],
    [{ type: 'Any', key: 'x', fields: null }, /no object/],
    [{ type: 'Any', key: 'x', fields: [1] }, /no object/],
    [{ type: 'Any', key: 'x', fields: 'text' }, /no object/],
    [fact('Any', 'x', { f: Number.NaN }), /field `f` is not JSON/],
    [fact('Any', 'x', { f: () => 1 }), /field `f` is not JSON/],
  ];
  for (const [given, message] of cases) {
    const untyped: readonly unknown[] = [given];
    const facts = untyped as readonly ReturnType<typeof fact>[];
    t.throws(() => session.sync(facts), { name: 'InvalidFact', message }, String(message));
    t.throws(() => hot({ facts }), InvalidFact);
  }
  t.equal(session.run(0).changes.length, 0);
  t.end();
});

void t.test('names of prototypes are names like others', (t) => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  const fields: Record<string, unknown> = JSON.parse(
    '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "n": 1}',
  );
  const program = expertProgram(`
    fact Declared { n: number }
    expert rule Copy per_fact { when { any f in facts.F { f.polluted is null and f.n == 1 } }
        then assert Seen { key: f.key, polluted: f.polluted } }`);
  const session = createSession(program, {
    facts: names.flatMap((name) => [fact(name, name), fact('F', name, fields)]),
  });
  const step = session.run(0);
  t.equal(shapeOf(step), 'quiescent 1 4');
  t.same(
    session.snapshot().facts.map(({ type }) => type),
    [...names.map(() => 'F'), ...names.map(() => 'Seen'), ...names.toSorted()],
  );
  t.equal(JSON.stringify(session.why(fact('F', '__proto__')).fields), JSON.stringify(fields));
  t.same(session.why(fact('Seen', 'constructor')).fields, { polluted: null });
  t.equal(bytesOf(restoreSession(program, session.checkpoint())), bytesOf(session));
  for (const name of names) {
    const given: Record<string, unknown> = JSON.parse(`{"n": 1, ${JSON.stringify(name)}: 2}`);
    t.throws(() => session.assert(fact('Declared', 'd', given)), {
      message: new RegExp(`unknown field \`${name}\``),
    });
    session.retract(fact('F', name)).retract(fact(name, name));
    t.throws(() => session.whyNot(name), RangeError);
    t.same(session.whyOutcome(name), []);
  }
  session.setOverrides(JSON.parse('{"rules": {"__proto__": {"killSwitch": true}}}'));
  session.run(0);
  t.same(session.snapshot().facts, []);
  t.notOk('polluted' in {}, 'nothing is polluted');
  t.end();
});

void t.test('a program that sessions cannot run is refused by name', (t) => {
  const program = expertProgram(
    'outcome O {} expert rule Keyed { when { key == secret("env:KEY") } then emit O {} }',
  );
  t.throws(() => createSession(program), {
    name: 'TypeError',
    message: /sessions cannot run the program: expert rule `Keyed` reads `secret\(…\)`/,
  });
  t.throws(() => restoreSession(program, Buffer.from('{}')), TypeError);
  t.end();
});

void t.test('an instant before 1970 is none: facts have ages from there', (t) => {
  const program = expertProgram('expert rule R { when { true } then emit O { } }');
  const session = createSession(program).assert(fact('A', 'a'));
  t.throws(() => session.run(-1), { name: 'RangeError', message: /`-1` is no instant from 1970 on/ });
  t.equal(session.run(0).changes.length, 1, 'what waited is still there');
  t.end();
});
