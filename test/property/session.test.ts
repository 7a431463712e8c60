/**
 * Sessions over generated histories: asserts, retractions and ticks at growing instants, against programs that use every
 * clause of this version. Fixed seeds.
 */
import fc from 'fast-check';
import t from 'tap';
import { checkpointSession } from '#engine/session/checkpoint.js';
import { restoreSession } from '#engine/session/restore.js';
import { canonicalText } from '#engine/audit/canonical.js';
import { decisionBytes, decisionOf } from '#engine/decision.js';
import type { Command } from '#engine/session/command.js';
import { policyOf } from '#engine/session/policy.js';
import { Session } from '#engine/session/session.js';
import { compile } from '#lang';

const RULES = `
segment busy { count(a in facts.A) >= 2 }
expert rule Pair priority 5 { when { any a in facts.A { any b in facts.B { a.n == b.n } } } then assert C { key: "pair", n: a.n } }
expert rule Low priority 1 { when { any a in facts.A { a.n > 1 } } then assert C { key: "pair", n: 0 - 1 } }
expert rule Each per_fact { when { any a in facts.A { a.n > 2 } } then assert D { key: a.key, n: a.n } }
expert rule Held { when { any c in facts.C { true } } for 7s then emit Held { n: c.n } }
expert rule Lately { when { any b in facts.B { b.n == 3 } } within 5s then assert E { key: "e" } }
expert rule Cool cooldown 9s { requires Pair when { any d in facts.D { true } } then emit Cool { n: d.n, e: count(e in facts.E) } }
expert rule Old { when segment busy { any a in facts.A { a.__age_seconds >= 4 } } then emit Old { key: a.key } }
expert rule Grow { no_loop when { any d in facts.D { d.n < 4 } } then assert D { key: "more", n: d.n + 1 } }
arbiter all { stream A source A retain 20s retain last 4 poll 6s on * stdout }
fact A { n: number }
`;

const { program, diagnostics } = compile({ name: 'property.arb', text: RULES }, 'property');
if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('; '));
const [arbiter] = program.arbiters;
const options = arbiter === undefined ? {} : { policy: policyOf(arbiter) };

interface Dated {
  readonly command: Command;
  readonly now: number;
}

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({
        type: fc.constantFrom('A', 'B'),
        key: fc.constantFrom('x', 'y', 'z'),
        n: fc.integer({ min: 0, max: 5 }),
      })
      .map(
        ({ type, key, n }): Command => ({
          kind: 'assert',
          type,
          key,
          fields: Object.assign(Object.create(null), { n }),
        }),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ type: fc.constantFrom('A', 'B'), key: fc.constantFrom('x', 'y', 'z') })
      .map(({ type, key }): Command => ({ kind: 'retract', type, key })),
  },
  { weight: 2, arbitrary: fc.constant<Command>({ kind: 'tick', missed: 0 }) },
);

const history: fc.Arbitrary<readonly Dated[]> = fc
  .array(fc.tuple(command, fc.integer({ min: 0, max: 6000 })), { maxLength: 40 })
  .map((steps) => {
    let now = 1_000_000;
    return steps.map(([each, after]) => ({ command: each, now: (now += after) }));
  });

function decide(session: Session, dated: readonly Dated[], from = 0): readonly string[] {
  return dated.slice(from).map(({ command: each, now }, index) => {
    const place = { bundle: 'b', arbiter: 'a', key: 'k', sequence: from + index + 1 };
    return Buffer.from(decisionBytes(decisionOf(place, each, session.apply(each, now)))).toString('utf8');
  });
}

const RUNS = { seed: 42, numRuns: 400 };

void t.test('restore ∘ checkpoint = id, and a restored session goes on like the one it came from', (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(history, fc.nat({ max: 40 }), (dated, cut) => {
        const at = Math.min(cut, dated.length);
        const live = new Session(program, options);
        decide(live, dated.slice(0, at));
        const bytes = Buffer.from(checkpointSession(live));
        const restored = restoreSession(program, JSON.parse(bytes.toString('utf8')), options);
        if (restored.kind === 'refused') throw new Error(restored.reason);
        const again = Buffer.from(checkpointSession(restored.session));
        return (
          again.equals(bytes) &&
          canonicalText(decide(restored.session, dated, at)) === canonicalText(decide(live, dated, at))
        );
      }),
      RUNS,
    ),
  );
  t.end();
});

void t.test('replay of a history gives its decisions to the byte', (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(history, (dated) => {
        const once = decide(new Session(program, options), dated);
        return canonicalText(once) === canonicalText(decide(new Session(program, options), dated));
      }),
      RUNS,
    ),
  );
  t.end();
});

void t.test('retract ∘ assert = id on what rules see', (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 5 }), (dated, n) => {
        const session = new Session(program, options);
        decide(session, dated);
        const now = session.now < 0 ? 0 : session.now;
        session.apply({ kind: 'tick', missed: 0 }, now);
        const before = visible(session);
        const fields = Object.assign(Object.create(null), { n });
        session.apply({ kind: 'assert', type: 'B', key: 'never seen', fields }, now);
        session.apply({ kind: 'retract', type: 'B', key: 'never seen' }, now);
        return n === 3 || visible(session) === before;
      }),
      RUNS,
    ),
  );
  t.end();
});

void t.test('the order of two facts at one instant does not matter for what holds', (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }), (dated, a, b) => {
        const facts = [
          { kind: 'assert', type: 'B', key: 'p', fields: Object.assign(Object.create(null), { n: a }) },
          { kind: 'assert', type: 'B', key: 'q', fields: Object.assign(Object.create(null), { n: b }) },
        ] as const;
        const [forth, back] = [facts, facts.toReversed()].map((order) => {
          const session = new Session(program, options);
          decide(session, dated);
          const now = session.now < 0 ? 0 : session.now;
          for (const each of order) session.apply(each, now);
          return visible(session);
        });
        return forth === back;
      }),
      RUNS,
    ),
  );
  t.end();
});

void t.test('a checkpoint that does not fit is refused with a reason', (t) => {
  for (const json of [
    null,
    1,
    [],
    {},
    { format: 2 },
    JSON.parse(
      Buffer.from(checkpointSession(new Session(program)))
        .toString()
        .replace('"rounds":0', '"rounds":"0"'),
    ),
  ]) {
    t.equal(restoreSession(program, json).kind, 'refused', JSON.stringify(json).slice(0, 40));
  }
  t.end();
});

function visible(session: Session): string {
  return canonicalText(['A', 'B', 'C', 'D', 'E'].map((type) => session.memory.facts(type)));
}
