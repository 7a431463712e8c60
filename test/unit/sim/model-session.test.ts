/** The oracle of sessions, clause by clause: what decision 0013 says, in the smallest programs that show it. */
import t from 'tap';
import type { Overrides } from '#engine';
import { contextFromJson } from '#engine/context.js';
import { normaliseUntyped } from '#engine/fact-schema.js';
import { type Command, ENGINE_LIMITS } from '#engine';
import { filesOf } from '#lang';
import { modelProgramOf, ModelSession, type ModelSessionOptions, type ModelStep } from '#sim';

const NOW = 1_770_000_000_000;

type Options = Partial<ModelSessionOptions>;

function open(text: string, options: Options = {}): ModelSession {
  const program = modelProgramOf('main.arb', filesOf('main.arb', { name: 'main.arb', text }));
  if ('errors' in program) throw new Error(program.errors.map(({ message }) => message).join('; '));
  return new ModelSession(program, { name: 'shop', ...options });
}

function fact(type: string, key: string, fields: Readonly<Record<string, unknown>> = {}): Command {
  const normalised = normaliseUntyped(fields);
  if (normalised.kind === 'invalid') throw new Error(normalised.reason);
  return { kind: 'assert', type, key, fields: normalised.fields };
}

function gone(type: string, key: string): Command {
  return { kind: 'retract', type, key };
}

const TICK: Command = { kind: 'tick', missed: 0 };

/** `R1 assert D/k` for a firing with effect, with `-` before one without. */
function firings({ activations }: ModelStep): readonly string[] {
  return activations.map(
    ({ rule, kind, target, changed }) => `${changed ? '' : '-'}${rule} ${kind} ${target}`,
  );
}

function emitted({ outcomes }: ModelStep): string {
  return outcomes.map(({ rule, params }) => `${rule} ${JSON.stringify(params)}`).join(' ');
}

function seen(session: ModelSession): string {
  return session
    .visible()
    .map(({ type, key, fields }) => `${type}/${key} ${JSON.stringify(fields)}`)
    .join(' ');
}

function shape({ stop, rounds, mutations }: ModelStep): string {
  return `${stop} ${rounds} ${mutations}`;
}

void t.test('an assert and what follows from it take two rounds', (t) => {
  const session = open(`
    expert rule One { when { any a in facts.A { true } } then assert D { key: "d", n: a.n } }
    expert rule Two { when { any d in facts.D { true } } then emit O { n: d.n } }`);
  const step = session.apply(fact('A', 'x', { n: 1 }), NOW);
  t.equal(shape(step), 'quiescent 2 1');
  t.same(firings(step), ['One assert D', 'Two emit O']);
  t.equal(emitted(step), 'Two {"n":1}');
  t.same(firings(session.apply(fact('A', 'y', { n: 2 }), NOW)), [], 'what stays is no firing');
  const lost = session.applyAll([gone('A', 'x'), gone('A', 'y')], NOW);
  t.equal(shape(lost), 'quiescent 2 1', 'lost support counts');
  t.equal(seen(session), '');
  t.end();
});

void t.test('what takes its own ground away oscillates up to the limit', (t) => {
  const session = open('expert rule R { when { none f in facts.F { true } } then assert F { key: "k" } }');
  t.equal(shape(session.apply(TICK, NOW)), 'max_rounds 32 32');
  t.end();
});

void t.test('an outcome that is regained within a run is a firing without effect', (t) => {
  const limits = { ...ENGINE_LIMITS, roundsMax: 5 };
  const session = open(
    `expert rule R { when { none f in facts.F { true } } then assert F { key: "k" } }
    expert rule E { when { none f in facts.F { true } } then emit O { n: 1 } }`,
    { limits },
  );
  const step = session.apply(TICK, NOW);
  t.same(
    firings(step).filter((text) => text.includes('emit')),
    ['E emit O', '-E emit O', '-E emit O'],
  );
  t.end();
});

void t.test('instances of a rule hold their own records, and the smallest wins', (t) => {
  const session = open(`
    expert rule R per_fact { when { any a in facts.A { a.n > 0 } } then assert D { key: "d", n: a.n } }`);
  session.applyAll([fact('A', 'y', { n: 2 }), fact('A', 'x', { n: 1 })], NOW);
  t.match(seen(session), 'D/d {"n":1}');
  session.apply(gone('A', 'x'), NOW);
  t.match(seen(session), 'D/d {"n":2}');
  t.end();
});

void t.test('an instance that traps does not concern those beside it, and traps once', (t) => {
  const session = open(`
    expert rule R per_fact { when { any a in facts.A { a.m > 1 USD } } then emit O { n: a.n } }`);
  const amounts = ['2 EUR', '2 USD'].map((text, n) => fact('A', `k${n}`, { n, m: { $decimal: text } }));
  const step = session.applyAll(amounts, NOW);
  t.equal(emitted(step), 'R {"n":1}');
  t.same(
    step.traps.map(({ code, rule }) => `${rule} ${code}`),
    ['R vm/unit-mismatch'],
  );
  t.same(session.apply(fact('A', 'z', { n: 5 }), NOW).traps, []);
  t.end();
});

void t.test('the winning support has the highest priority, then the smallest name', (t) => {
  const session = open(`
    expert rule B priority 2 { when { any a in facts.A { true } } then assert D { key: "d", by: "B" } }
    expert rule A priority 2 { when { any a in facts.A { true } } then assert D { key: "d", by: "A" } }
    expert rule C priority 1 { when { any a in facts.A { true } } then assert D { key: "d", by: "C" } }`);
  session.applyAll([fact('A', 'x'), fact('D', 'd', { by: 'outside' })], NOW);
  t.match(seen(session), 'D/d {"by":"A"}');
  session.apply(gone('A', 'x'), NOW);
  t.equal(seen(session), 'D/d {"by":"outside"}');
  t.end();
});

void t.test('retractions hide and overlays are laid over, and their rules do not see them', (t) => {
  const session = open(`
    expert rule Hide { when { any h in facts.H { true } } then retract D { key: "d" } }
    expert rule Low priority 1 { when { any d in facts.D { d.n < 5 } } then modify D { key: d.key set { n: 7, s: "low" } } }
    expert rule High priority 2 { when { any d in facts.D { true } } then modify D { key: d.key set { n: 9 } } }`);
  session.apply(fact('D', 'd', { n: 1 }), NOW);
  t.equal(seen(session), 'D/d {"n":9}', 'what Low would match is hidden by High');
  const step = session.apply(fact('H', 'h'), NOW);
  t.equal(seen(session), 'H/h {}');
  t.same(firings(step), ['Hide retract D']);
  session.apply(gone('H', 'h'), NOW);
  t.equal(seen(session), 'D/d {"n":9}');
  t.end();
});

void t.test('a fact that changes below its own retraction wakes the rule that hides it', (t) => {
  const session = open(
    'expert rule R { when { any d in facts.D { d.n > 1 } } then retract D { key: d.key } }',
  );
  session.apply(fact('D', 'd', { n: 2 }), NOW);
  t.equal(seen(session), '');
  const step = session.apply(fact('D', 'd', { n: 1 }), NOW);
  t.equal(seen(session), 'D/d {"n":1}');
  t.equal(step.mutations, 1);
  t.end();
});

void t.test('an overlaid fact keeps its times, and is dirty only where somebody sees a change', (t) => {
  const session = open(`
    expert rule R { when { any a in facts.A { true } } then modify D { key: "d" set { n: a.n } } }`);
  session.apply(fact('D', 'd', { n: 1 }), NOW);
  const step = session.apply(fact('A', 'x', { n: 1 }), NOW + 1000);
  t.same(
    step.activations.map(({ changed, params }) => [changed, JSON.stringify(params)]),
    [[false, '{"key":"d","set":{"n":1}}']],
  );
  t.equal(shape(step), 'quiescent 1 0');
  session.apply(fact('A', 'x', { n: 2 }), NOW + 2000);
  t.equal(session.visible().find(({ type }) => type === 'D')?.assertedAt, NOW);
  t.end();
});

void t.test('the first rule of a group that has a match applies it', (t) => {
  const session = open(`
    expert rule First priority 1 { activation_group G when { any a in facts.A { a.n > 1 } } then assert D { key: "d", by: 1 } }
    expert rule Then priority 2 { activation_group G when { any a in facts.A { true } } then assert D { key: "e", by: 2 } }
    expert rule Asks priority 3 { requires Then when { any a in facts.A { true } } then emit O { n: 1 } }`);
  session.apply(fact('A', 'x', { n: 1 }), NOW);
  t.match(seen(session), 'D/e {"by":2}');
  const step = session.apply(fact('A', 'x', { n: 2 }), NOW);
  t.equal(seen(session), 'A/x {"n":2} D/d {"by":1}');
  t.same(firings(step), ['First assert D'], 'what is taken away leaves no activation');
  t.equal(emitted(step), '', 'and counts as met');
  t.same(firings(session.apply(fact('A', 'x', { n: 1 }), NOW)), ['Then assert D']);
  t.end();
});

void t.test('with per_fact a group is decided for each fact', (t) => {
  const session = open(`
    expert rule First per_fact { activation_group G when { any a in facts.A { a.n > 1 } } then emit O { key: a.key, by: 1 } }
    expert rule Then per_fact { activation_group G when { any a in facts.A { true } } then emit O { key: a.key, by: 2 } }`);
  const step = session.applyAll([fact('A', 'x', { n: 2 }), fact('A', 'y', { n: 1 })], NOW);
  t.equal(emitted(step), 'First {"key":"x","by":1} Then {"key":"y","by":2}');
  t.end();
});

void t.test('stable rules wait for a round without mutations', (t) => {
  const alone = open('expert rule S { stable when { any a in facts.A { true } } then emit O { n: 1 } }');
  t.equal(shape(alone.apply(fact('A', 'x'), NOW)), 'quiescent 2 0');
  const behind = open(`
    expert rule D { when { any a in facts.A { true } } then assert D { key: a.key } }
    expert rule S { stable when { count(d in facts.D) > 0 } then emit O { n: 1 } }`);
  const step = behind.apply(fact('A', 'x'), NOW);
  t.equal(shape(step), 'quiescent 3 1');
  t.equal(emitted(step), 'S {"n":1}');
  t.equal(shape(behind.apply(TICK, NOW)), 'quiescent 1 0');
  t.end();
});

void t.test('stable_for counts evaluations and keeps the session going', (t) => {
  const session = open(
    'expert rule S { when { any a in facts.A { true } } stable_for 3 cycles then emit O { n: a.n } }',
  );
  t.equal(shape(session.apply(fact('A', 'x', { n: 1 }), NOW)), 'quiescent 3 0');
  t.equal(emitted(session.apply(fact('A', 'x', { n: 2 }), NOW)), 'S {"n":2}');
  t.end();
});

void t.test('for keeps the match of its maturity; debounce of an assert follows', (t) => {
  const session = open(`
    expert rule F { when { any a in facts.A { true } } for 5s then emit O { n: a.n } }
    expert rule D debounce 5s { when { any a in facts.A { true } } then assert D { key: "d", n: a.n } }
    expert rule E debounce 5s { when { any a in facts.A { true } } then emit P { n: a.n } }`);
  t.equal(session.apply(fact('A', 'x', { n: 1 }), NOW).nextDue, NOW + 5000);
  t.equal(emitted(session.apply(fact('A', 'x', { n: 2 }), NOW + 4999)), '');
  const mature = session.apply(TICK, NOW + 5000);
  t.equal(emitted(mature), 'F {"n":2} E {"n":2}');
  t.equal(mature.nextDue, null);
  const step = session.apply(fact('A', 'x', { n: 3 }), NOW + 6000);
  t.equal(emitted(step), '');
  t.match(seen(session), 'D/d {"n":3}');
  t.same(
    mature.activations[1]?.arbitrace.map(({ check, detail }) => `${check}: ${detail}`),
    ['condition: any a in facts.A { true } -> true', 'debounce 5000 ms: condition -> true'],
  );
  t.end();
});

void t.test('clauses stand behind the rollout, and within holds on where it blocks', (t) => {
  const session = open(
    'expert rule W { when { any a in facts.A { true } } within 5s then emit O { n: a.n } }',
    { envelope: contextFromJson({ user: { id: 'u' } }) },
  );
  session.setOverrides({ rules: { W: { rollout: 10_000 } } });
  const first = session.apply(fact('A', 'x', { n: 1 }), NOW);
  t.equal(emitted(first), 'W {"n":1}');
  t.same(
    first.activations[0]?.arbitrace.map(
      ({ kind, disposition, source }) => `${kind} ${disposition} ${source}`,
    ),
    ['condition passed undefined', 'rollout passed override', 'temporal passed undefined'],
  );
  session.setOverrides({ rules: { W: { rollout: 0 } } });
  t.equal(
    session.apply(TICK, NOW + 1000).nextDue,
    NOW + 5001,
    'outside of its share it was last true before',
  );
  t.equal(session.apply(TICK, NOW + 5001).nextDue, null);
  session.setOverrides({ rules: { W: { rollout: 10_000 } } });
  t.equal(emitted(session.apply(TICK, NOW + 5001)), 'W {"n":1}', 'another override wakes the rule');
  t.end();
});

void t.test('a cooldown delays an edge and names its end', (t) => {
  const session = open(
    'expert rule C cooldown 10s per_fact { when { any a in facts.A { true } } then emit O { key: a.key } }',
  );
  t.equal(emitted(session.apply(fact('A', 'y'), NOW)), 'C {"key":"y"}');
  const step = session.apply(fact('A', 'x'), NOW + 1000);
  t.equal(emitted(step), '');
  t.equal(step.nextDue, NOW + 10_000);
  t.equal(emitted(session.apply(TICK, NOW + 10_000)), 'C {"key":"x"}');
  t.end();
});

void t.test('windows and ages are due, each at the instant at which something turns', (t) => {
  const session = open(`
    expert rule W { active_until 2026-02-02T02:41:00Z when { any a in facts.A { true } } then assert D { key: "d" } }
    expert rule Old { when { any a in facts.A { a.__age_seconds > 10 s } } then assert E { key: "e" } }
    expert rule Young { when { all a in facts.A { 3 s >= a.__age_seconds } } then assert E { key: "y" } }`);
  const window = Date.parse('2026-02-02T02:41:00Z');
  t.equal(session.apply(fact('A', 'x'), NOW + 999).nextDue, NOW + 4000);
  t.match(seen(session), 'E/y');
  t.equal(session.apply(TICK, NOW + 4000).nextDue, NOW + 11_000);
  t.notMatch(seen(session), 'E/y');
  t.equal(session.apply(TICK, NOW + 11_000).nextDue, window);
  t.match(seen(session), 'E/e');
  t.match(seen(session), 'D/d');
  t.equal(session.apply(TICK, window).nextDue, null);
  t.notMatch(seen(session), 'D/d');
  t.end();
});

void t.test('overrides and envelopes are decided with the next step', (t) => {
  const session = open('expert rule R { when { any a in facts.A { true } } then emit O { limit: limit } }');
  session.apply(fact('A', 'x'), NOW);
  const killed: Overrides = { rules: { R: { killSwitch: true } } };
  session.setOverrides(killed);
  session.apply(TICK, NOW);
  session.setOverrides({});
  session.setEnvelope(contextFromJson({ limit: 3 }));
  const step = session.apply(TICK, NOW);
  t.equal(emitted(step), 'R {"limit":3}');
  t.end();
});

void t.test('no_loop sleeps through what the rule alone has changed', (t) => {
  const text = (clause: string): string =>
    `expert rule G { ${clause} when { any d in facts.D { d.n < 4 } } then assert D { key: "d", n: d.n + 1 } }`;
  const [free, held] = [open(text('')), open(text('no_loop'))];
  for (const session of [free, held]) session.apply(fact('D', 'a', { n: 3 }), NOW);
  t.equal(shape(free.apply(fact('D', 'a', { n: 1 }), NOW)), 'quiescent 2 1');
  t.equal(shape(held.apply(fact('D', 'a', { n: 1 }), NOW)), 'quiescent 1 1');
  t.end();
});

void t.test('keys that are none, or too long, and fields that do not fit are traps', (t) => {
  const session = open(
    `fact D { n: number }
    expert rule A { when { any a in facts.A { true } } then retract D { key: a.none } }
    expert rule B { when { any a in facts.A { true } } then modify D { key: "long" set { n: 1 } } }
    expert rule C { when { any a in facts.A { true } } then modify D { key: "d" set { n: a.s } } }
    expert rule D { when { any a in facts.A { true } } then modify D { key: "d" set { n: a.none } } }`,
    { limits: { ...ENGINE_LIMITS, keyBytesMax: 3 } },
  );
  const step = session.apply(fact('A', 'x', { s: 'text' }), NOW);
  t.same(
    step.traps.map(({ rule, message }) => `${rule}: ${message}`),
    [
      'A: a fact `D` has no key',
      'B: the key of a fact `D` is longer than 3 bytes',
      'C: fact `D`: field `n` expects number, got `text`',
    ],
  );
  t.same(firings(step), ['-D modify D']);
  t.end();
});
