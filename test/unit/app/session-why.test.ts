/** Goal: why a fact holds down to what came from outside, and why a rule has no match, whatever stands between. */
import t from 'tap';
import { createSession, type ExpertOptions, type ExpertSession, restoreSession } from '#app/library.js';
import type { Obstacle, Proof } from '#engine';
import type { Program } from '#lang';
import { expertProgram, fact } from '../../harness/expert.ts';

const START = Date.UTC(2026, 5, 1);

function ran(program: Program, options: ExpertOptions = {}): ExpertSession {
  const session = createSession(program, options);
  session.run(START);
  return session;
}

/** `D/d by Rule[instance] (A/a, B/b cut)`; what hides or overlays has a sign of its own. */
function shown({ type, key, external, supports, overlays, retractions, isCut }: Proof): string {
  const lines = [
    ...supports.map((each) => ['by', each] as const),
    ...overlays.map((each) => ['over', each] as const),
    ...retractions.map((each) => ['not', each] as const),
  ].map(([how, { rule, instance, facts }]) => {
    return ` ${how} ${rule}${instance === '' ? '' : `[${instance}]`} (${facts.map(shown).join(', ')})`;
  });
  return `${type}/${key}${external === null ? '' : '*'}${isCut === true ? ' cut' : ''}${lines.join('')}`;
}

void t.test('a proof goes down to what came from outside', (t) => {
  const program = expertProgram(`
    expert rule Pair per_fact { when { any a in facts.A { any b in facts.B { a.n == b.n } } }
        then assert D { key: a.key, n: a.n } }
    expert rule Loud priority 2 { when { any d in facts.D { d.n == 1 } } then assert E { key: "e", n: 1 } }
    expert rule Soft priority 1 { when { any a in facts.A { a.n == 1 } } then assert E { key: "e", n: 2 } }`);
  const facts = [
    fact('A', 'x', { n: 1 }),
    fact('A', 'y', { n: 2 }),
    fact('B', 'z', { n: 1 }),
    fact('E', 'e'),
  ];
  const session = ran(program, { facts });
  const proof = session.why(fact('E', 'e'));
  t.equal(
    shown(proof),
    'E/e* by Loud (D/x by Pair[x] (A/x*, B/z*)) by Soft (A/x*)',
    'the winner stands first; it hides what came from outside',
  );
  t.same([proof.fields, proof.external], [{ n: 1 }, {}]);
  const [loud] = proof.supports;
  t.same([loud?.condition, loud?.params], ['any d in facts.D { d.n == 1 }', { n: 1 }]);
  t.equal(shown(session.why(fact('B', 'z'))), 'B/z*');
  t.same(session.why(fact('B', 'nobody')), {
    type: 'B',
    key: 'nobody',
    fields: null,
    external: null,
    supports: [],
    overlays: [],
    retractions: [],
  });
  const restored = restoreSession(program, session.checkpoint());
  t.same(restored.why(fact('E', 'e')), proof);
  session.retract(fact('B', 'z')).run(START);
  t.equal(shown(session.why(fact('E', 'e'))), 'E/e* by Soft (A/x*)');
  t.equal(shown(session.why(fact('D', 'x'))), 'D/x', 'nothing is left of it');
  t.end();
});

void t.test('overlays in the order in which they are laid, and retractions', (t) => {
  const program = expertProgram(`
    fact F { n: number m: number }
    expert rule First priority 1 { when { any f in facts.F { true } } then modify F { key: "k" set { n: 1, m: 1 } } }
    expert rule Last priority 2 { when { any a in facts.A { true } } then modify F { key: "k" set { n: 2 } } }
    expert rule Hide { when { any h in facts.Hide { true } } then retract F { key: "k" } }`);
  const session = ran(program, { facts: [fact('F', 'k', { n: 0, m: 0 }), fact('A', 'a')] });
  const proof = session.why(fact('F', 'k'));
  t.equal(shown(proof), 'F/k* over First (F/k* cut) over Last (A/a*)');
  t.same(
    [proof.fields, proof.external],
    [
      { n: 2, m: 1 },
      { n: 0, m: 0 },
    ],
  );
  t.same(
    proof.overlays.map(({ params }) => params),
    [
      { key: 'k', set: { n: 1, m: 1 } },
      { key: 'k', set: { n: 2 } },
    ],
  );
  session.assert(fact('Hide', 'h')).run(START);
  const hidden = session.why(fact('F', 'k'));
  t.equal(shown(hidden), 'F/k* over Last (A/a*) not Hide (Hide/h*)');
  t.equal(hidden.fields, null);
  t.end();
});

void t.test('a fact seen twice is explained once, and cycles end', (t) => {
  const program = expertProgram(`
    expert rule Base { when { any a in facts.A { true } } then assert D { key: "d" } }
    expert rule Left { when { any d in facts.D { true } } then assert L { key: "l" } }
    expert rule Right { when { any d in facts.D { true } } then assert R { key: "r" } }
    expert rule Both { when { any l in facts.L { any r in facts.R { true } } } then assert T { key: "t" } }
    expert rule Round { when { any t in facts.T { true } } then assert D { key: "d" } }`);
  const session = ran(program, { facts: [fact('A', 'a')] });
  t.equal(
    shown(session.why(fact('T', 't'))),
    'T/t by Both (L/l by Left (D/d by Base (A/a*) by Round (T/t cut)), R/r by Right (D/d cut))',
  );
  session.retract(fact('A', 'a')).run(START);
  t.equal(
    shown(session.why(fact('D', 'd'))),
    'D/d by Round (T/t by Both (L/l by Left (D/d cut), R/r by Right (D/d cut)))',
    'what holds itself up says so',
  );
  t.end();
});

void t.test('a long chain ends at a depth', (t) => {
  const program = expertProgram(`
    expert rule Begin { then assert C { key: "0", n: 0 } }
    expert rule Go per_fact { when { any c in facts.C { c.n < 300 } }
        then assert C { key: "" + (c.n + 1), n: c.n + 1 } }`);
  const session = createSession(program, {
    limits: { roundsMax: 1000, mutationsMax: 1000, fuelMax: 1e6, factsMax: 1000, keyBytesMax: 256 },
  });
  session.run(START);
  const proof = JSON.stringify(session.why(fact('C', '300')));
  t.equal(proof.match(/"rule":"Go"/g)?.length, 200);
  t.match(proof, /"isCut":true/);
  t.end();
});

void t.test('why outcomes: every match that supports one, in running order', (t) => {
  const program = expertProgram(`
    outcome O { k: string }
    outcome Other { k: string }
    expert rule Late priority 2 per_fact { when { any a in facts.A { true } } then emit O { k: a.key } }
    expert rule Early priority 1 { when { any b in facts.B { true } } then emit O { k: b.key } }
    expert rule Else { when { any b in facts.B { true } } then emit Other { k: b.key } }`);
  const session = ran(program, { facts: [fact('A', 'y'), fact('A', 'x'), fact('B', 'b')] });
  const supporters = (name: string) =>
    session
      .whyOutcome(name)
      .map(({ rule, params, facts }) => `${rule} ${JSON.stringify(params)} ${facts.map(shown).join()}`);
  t.same(supporters('O'), ['Early {"k":"b"} B/b*', 'Late {"k":"x"} A/x*', 'Late {"k":"y"} A/y*']);
  t.same(supporters('Other'), ['Else {"k":"b"} B/b*']);
  t.same(supporters('None'), []);
  session.assert(fact('A', '\u{1F30B}')).assert(fact('A', '\uFFFD')).run(START);
  t.same(
    session.whyOutcome('O').map(({ instance }) => instance),
    ['', 'x', 'y', '\uFFFD', '\u{1F30B}'],
    'as facts are ordered',
  );
  session.retract(fact('A', '\u{1F30B}')).retract(fact('A', '\uFFFD'));
  session.retract(fact('A', 'x')).retract(fact('B', 'b')).run(START);
  t.same(supporters('O'), ['Late {"k":"y"} A/y*']);
  t.end();
});

const GATED = expertProgram(`
  outcome O { k: string }
  segment Vip { tier == "vip" }
  expert rule Killed { kill_switch when { true } then emit O { k: "" } }
  expert rule Needs { requires Never when { true } then emit O { k: "" } }
  expert rule Not { excludes Always when { true } then emit O { k: "" } }
  expert rule Vips { when segment Vip { true } then emit O { k: "" } }
  expert rule Soon { active_from 2027-01-01 when { true } then emit O { k: "" } }
  expert rule Over { active_until 2026-01-01 when { true } then emit O { k: "" } }
  expert rule Few { rollout 0 by user.id when { any a in facts.A { true } } then emit O { k: "" } }
  expert rule Never { when { false } then emit O { k: "" } }
  expert rule Always { then emit O { k: "" } }`);

function gateOf(session: ExpertSession, rule: string): string {
  const { obstacle } = session.whyNot(rule);
  return obstacle?.kind === 'gate'
    ? `${obstacle.step.kind} ${obstacle.step.detail}`
    : `no gate: ${obstacle?.kind}`;
}

void t.test('why not: gates', (t) => {
  const session = ran(GATED, { facts: [fact('A', 'a')], envelope: { user: { id: 'u1' } } });
  const cases: readonly (readonly [rule: string, gate: RegExp])[] = [
    ['Killed', /^kill_switch outcome is kill-switched$/],
    ['Needs', /^requires Never -> false$/],
    ['Not', /^excludes Always matched=true$/],
    ['Vips', /^segment /],
    ['Soon', /^active_from now=2026-06-01T00:00:00Z -> false$/],
    ['Over', /^active_until now=2026-06-01T00:00:00Z -> false$/],
    ['Few', /^rollout /],
  ];
  const restored = restoreSession(GATED, session.checkpoint());
  for (const [rule, gate] of cases) {
    t.match(gateOf(session, rule), gate, rule);
    t.equal(gateOf(restored, rule), gateOf(session, rule), `${rule}, restored`);
  }
  t.same(session.whyNot('Always'), { rule: 'Always', fired: true, obstacle: null });
  t.match(session.whyNot('Never').obstacle, { kind: 'condition', text: 'false' });
  t.throws(() => session.whyNot('Nobody'), new RangeError('the program `shop` has no expert rule `Nobody`'));
  session.setOverrides({ rules: { Always: { killSwitch: true } } });
  session.run(START);
  t.match(session.whyNot('Always').obstacle, { kind: 'gate', step: { source: 'override' } });
  t.equal(session.whyNot('Not').fired, true);
  t.end();
});

/** `text: type/key, …; held; values` of a part that failed. */
function failed(session: ExpertSession, rule: string): string {
  const { obstacle } = session.whyNot(rule);
  if (obstacle?.kind !== 'condition') return `no condition: ${obstacle?.kind}`;
  const { text, facts, held, seen } = obstacle;
  return [text, facts.map(({ type, key }) => `${type}/${key}`).join(), held, JSON.stringify(seen)].join('; ');
}

void t.test('why not: the part that failed for the facts that came nearest', (t) => {
  const program = expertProgram(`
    outcome O { k: string }
    expert rule Join { when { any a in facts.A { any b in facts.B { a.n == b.n and b.m > 5 } } and mode == "on" }
        then emit O { k: "" } }
    expert rule Each per_fact { when { any a in facts.A { a.n > 0 and a.m > 5 } } then emit O { k: "" } }
    expert rule Let { when { let many = count(a in facts.A) * 2  many > 9 } then emit O { k: "" } }
    expert rule Empty { when { any z in facts.Z { z.n > 1 } } then emit O { k: "" } }
    expert rule EmptyEach per_fact { when { any z in facts.Z { z.n > 1 } } then emit O { k: "" } }
    expert rule Second { when { any a in facts.A { a.n == 2 } and any z in facts.Z { true } } then emit O { k: "" } }
    expert rule Envelope { when { any a in facts.A { a.n == 2 } and mode == "off" } then emit O { k: "" } }`);
  const facts = [
    fact('A', 'x', { n: 1, m: 1 }),
    fact('A', 'y', { n: 2, m: 2 }),
    fact('A', 'z', { n: 0, m: 9 }),
    fact('B', 'p', { n: 2, m: 3 }),
    fact('B', 'q', { n: 7, m: 9 }),
  ];
  const session = ran(program, { facts, envelope: { mode: 'on' } });
  t.equal(failed(session, 'Join'), 'b.m > 5; A/y,B/p; 1; [3,5]');
  t.equal(failed(session, 'Each'), 'a.m > 5; A/x; 1; [1,5]', 'the first among equals');
  t.equal(failed(session, 'Let'), 'many > 9; ; 0; [6,9]');
  t.equal(failed(session, 'Empty'), 'any z in facts.Z { z.n > 1 }; ; 0; []');
  t.equal(failed(session, 'EmptyEach'), 'any z in facts.Z { z.n > 1 }; ; 0; []');
  t.equal(failed(session, 'Second'), 'any z in facts.Z { true }; A/y; 1; []');
  t.equal(failed(session, 'Envelope'), 'mode == "off"; A/y; 1; ["on","off"]');
  const restored = restoreSession(program, session.checkpoint());
  for (const rule of ['Join', 'Each', 'Let', 'Empty', 'EmptyEach', 'Second', 'Envelope'])
    t.same(restored.whyNot(rule), session.whyNot(rule), `${rule}, restored`);
  session.assert(fact('B', 'p', { n: 2, m: 6 })).run(START);
  t.equal(session.whyNot('Join').fired, true);
  t.end();
});

void t.test('why not: the clock and the round of the last run', (t) => {
  const program = expertProgram(`
    outcome O {}
    expert rule Future { when { any a in facts.A { now() > 2027-01-01 } } then emit O {} }
    expert rule Old { when { any a in facts.A { a.__age_seconds >= 60 } } then emit O {} }
    expert rule Fifth { when { any a in facts.A { current_round == 5 } } then emit O {} }`);
  const session = ran(program, { facts: [fact('A', 'a')] });
  session.run(START + 30_000);
  const restored = restoreSession(program, session.checkpoint());
  t.equal(failed(session, 'Old'), 'a.__age_seconds >= 60; A/a; 0; [30,60]');
  t.equal(failed(session, 'Fifth'), 'current_round == 5; A/a; 0; [2,5]');
  for (const rule of ['Future', 'Old', 'Fifth'])
    t.same(restored.whyNot(rule), session.whyNot(rule), `${rule}, restored`);
  t.equal(JSON.stringify(restored.run(START + 60_000)), JSON.stringify(session.run(START + 60_000)));
  t.equal(session.whyNot('Old').fired, true);
  t.end();
});

void t.test('why not: it waits, another rule of its group has it, it failed', (t) => {
  const program = expertProgram(`
    outcome O { k: string }
    expert rule Slow { when { any a in facts.A { true } } for 5m then emit O { k: "" } }
    expert rule Patient { when { any a in facts.A { true } } stable_for 90 cycles then emit O { k: "" } }
    expert rule First priority 1 { activation_group g when { any a in facts.A { true } } then emit O { k: "" } }
    expert rule Next priority 2 { activation_group g when { any a in facts.A { true } } then emit O { k: "" } }
    expert rule One priority 1 per_fact { activation_group h when { any a in facts.A { true } } then emit O { k: a.key } }
    expert rule Two priority 2 per_fact { activation_group h when { any a in facts.A { true } } then emit O { k: "" } }
    expert rule Sum { when { any a in facts.A { a.m + 1 USD > 0 USD } } then emit O { k: "" } }
    expert rule Text { when { any a in facts.A { true } } then assert D { key: "" } }`);
  const session = ran(program, { facts: [fact('A', 'a', { m: { $decimal: '1 EUR' } })] });
  const expected: Readonly<Record<string, Obstacle>> = {
    Slow: { kind: 'waits', until: START + 300_000 },
    Patient: { kind: 'waits', until: null },
    Next: { kind: 'group', rule: 'First' },
    Two: { kind: 'group', rule: 'One' },
  };
  const restored = restoreSession(program, session.checkpoint());
  for (const [rule, obstacle] of Object.entries(expected)) {
    t.same(session.whyNot(rule).obstacle, obstacle, rule);
    t.same(restored.whyNot(rule).obstacle, obstacle, `${rule}, restored`);
  }
  for (const [rule, message] of [
    ['Sum', /^amounts in `EUR` and `USD` do not go together$/],
    ['Text', /^a fact `D` has no key$/],
  ] as const)
    for (const each of [session, restored])
      t.match(each.whyNot(rule).obstacle, { kind: 'trap', message }, rule);
  t.equal(
    JSON.stringify(restored.run(START + 1)),
    JSON.stringify(session.run(START + 1)),
    'asking changes nothing',
  );
  t.equal(Buffer.compare(restored.checkpoint(), session.checkpoint()), 0);
  t.end();
});

void t.test('asking changes nothing', (t) => {
  const session = createSession(GATED, { facts: [fact('A', 'a')], envelope: { user: { id: 'u1' } } });
  t.equal(session.whyNot('Always').fired, false, 'before the first run');
  session.run(START);
  const before = Buffer.from(session.checkpoint()).toString();
  for (const rule of ['Killed', 'Vips', 'Few', 'Never', 'Always']) session.whyNot(rule);
  session.why(fact('A', 'a'));
  session.whyOutcome('O');
  t.equal(Buffer.from(session.checkpoint()).toString(), before);
  session.setEnvelope({ user: { id: 'u1' }, tier: 'vip' });
  t.equal(session.whyNot('Vips').fired, false, 'not before the next run');
  session.run(START);
  t.equal(session.whyNot('Vips').fired, true);
  t.end();
});

void t.test('a proof names the facts that a match rests on now, not those that it once rested on', (t) => {
  const program = expertProgram(
    'expert rule Hold { when { any a in facts.A { true } } then assert F { key: "k" } }',
  );
  const session = ran(program, { facts: [fact('A', 'a'), fact('A', 'b')] });
  t.equal(shown(session.why(fact('F', 'k'))), 'F/k by Hold (A/a*)');
  const step = session.retract(fact('A', 'a')).run(START);
  t.same(step.activations, [], 'the rule does what it did');
  t.equal(shown(session.why(fact('F', 'k'))), 'F/k by Hold (A/b*)');
  t.equal(shown(restoreSession(program, session.checkpoint()).why(fact('F', 'k'))), 'F/k by Hold (A/b*)');
  t.end();
});
