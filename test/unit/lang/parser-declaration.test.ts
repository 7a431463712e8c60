/** Declarations: every clause in every form, to the outline of the tree. */
import t from 'tap';
import { outlineOf, parseFindings, parseText } from './snippets.ts';

type Cases = readonly (readonly [text: string, outline: string])[];

function table(name: string, cases: Cases): void {
  void t.test(name, (t) => {
    for (const [text, expected] of cases) t.equal(outlineOf(text), expected, text);
    t.end();
  });
}

table('files', [
  ['', ''],
  ['# only\n// comments /* here */', ''],
  ['const A = 1 const B = 2', '(const A 1)\n(const B 2)'],
]);

table('const, segment, fact, outcome', [
  ['const A = user.x + 1', '(const A (+ user.x 1))'],
  ['segment S { a > 1 or b }', '(segment S (or (> a 1) b))'],
  ['segment S { let a = 1 a }', 'parse/expected'],
  ['fact F { }', '(fact F)'],
  ['fact F { a: number b?: string at: timestamp }', '(fact F (a number) (b? string) (at timestamp))'],
  [
    'fact F { rule: bool\n fact: boolean d: number<length> }',
    '(fact F (rule bool) (fact boolean) (d number<length>))',
  ],
  ['fact F { a: number, b: string }', '(fact F (a number) (b string))'],
  [
    'fact F { a: list<string> b: { c: enum("x", "y") d?: decimal<USD> } }',
    '(fact F (a list<string>) (b (object (c (enum "x" "y")) (d? decimal<USD>))))',
  ],
  ['outcome O { level: number }', '(outcome O (level number))'],
]);

table('rules', [
  ['rule R { then A { } }', '(rule R (then A))'],
  ['rule when { when { then } then then { when: rule } }', '(rule when (when then) (then then (when rule)))'],
  ['rule R priority -5 { then A { } }', '(rule R (priority -5) (then A))'],
  ['rule R { kill_switch then A { } }', '(rule R (kill-switch on) (then A))'],
  ['rule R { kill_switch on then A { } }', '(rule R (kill-switch on) (then A))'],
  ['rule R { then A { } kill_switch off }', '(rule R (kill-switch off) (then A))'],
  ['rule R { requires A, B requires C then X { } }', '(rule R (requires A B C) (then X))'],
  ['rule R { when { } then A { } }', '(rule R (when) (then A))'],
  ['rule R { when { let a = 1 } then A { } }', '(rule R (when (let a 1)) (then A))'],
  ['rule R { when segment S then A { } }', '(rule R (when (segment S)) (then A))'],
  ['rule R { when segment S { a } then A { } }', '(rule R (when (segment S) a) (then A))'],
  ['rule R { when { segment } then A { } }', '(rule R (when segment) (then A))'],
  [
    'rule R { otherwise B { x: 1, y: 2 z: a } when { c } then A { k: [1] } }',
    '(rule R (when c) (then A (k (list 1))) (otherwise B (x 1) (y 2) (z a)))',
  ],
  ['rule R { then A { a: x in: y not: z, is: 1 } }', '(rule R (then A (a x) (in y) (not z) (is 1)))'],
  ['rule R { then A { cost: 5 method: 2 } }', '(rule R (then A (cost 5) (method 2)))'],
  ['rule R { when { a } }', 'parse/missing-then'],
  ['rule R { when { a } when { b } then A { } then B { } }', 'parse/duplicate-clause parse/duplicate-clause'],
  ['rule R priority 1.9 { then A { } }', 'parse/invalid-integer'],
  ['rule R priority 99999999999 { then A { } }', 'parse/invalid-integer'],
]);

table('expert rules', [
  [
    'expert rule R per_fact cooldown 1h30m priority 3 { then emit O { } }',
    '(expert-rule R (priority 3) (per-fact) (cooldown 5400000ms) (emit O))',
  ],
  [
    'expert rule R { no_loop when { a } for 5min kill_switch off requires X then assert F { key: "k" } }',
    '(expert-rule R (kill-switch off) (requires X) (no-loop) (when a) (for 300000ms) (assert F (key "k")))',
  ],
  [
    'expert rule R { when segment S within 1.5s then emit O { } }',
    '(expert-rule R (when (segment S)) (within 1500ms) (emit O))',
  ],
  ['expert rule R { when { a } for 0s then emit O { } }', 'parse/invalid-duration'],
  ['expert rule R { when { a } for 5 min then emit O { } }', 'parse/expected'],
  ['expert rule R { then O { } }', 'parse/expected'],
  ['expert rule R { when { a } }', 'parse/missing-then'],
  ['expert rule R { then emit O { } otherwise emit P { } }', 'parse/expected'],
]);

table('arbiters', [
  ['arbiter M { }', '(arbiter M)'],
  ['arbiter M { poll 30s poll 2h }', '(arbiter M (poll 30000ms) (poll 7200000ms))'],
  ['arbiter M { stream quake }', '(arbiter M (stream "quake"))'],
  ['arbiter M { stream Q at t by region }', '(arbiter M (stream "Q" (by region) (at t)))'],
  ['arbiter M { stream wss://x/y?a=1&b=2 by k }', '(arbiter M (stream "wss://x/y?a=1&b=2" (by k)))'],
  [
    'arbiter M { source Q retain last 1000 retain 1h checkpoint /var/lib/a-b.state }',
    '(arbiter M (source "Q" (retain 3600000ms) (retain-last 1000)) (checkpoint "/var/lib/a-b.state"))',
  ],
  ['arbiter M { checkpoint "two words \\"x\\"" }', '(arbiter M (checkpoint "two words \\"x\\""))'],
  ['arbiter M { on * stdout }', '(arbiter M (on * stdout))'],
  ['arbiter M { on A where n == 3 stdout }', '(arbiter M (on A (where (== n 3)) stdout))'],
  [
    'arbiter M { on A nats on B audit x.log#tail\n on C stdout }',
    '(arbiter M (on A nats) (on B audit "x.log") (on C stdout))',
  ],
  [
    'arbiter M { on A nats alerts.eu.> on B nats "on" poll 5m }',
    '(arbiter M (on A nats "alerts.eu.>") (on B nats "on") (poll 300000ms))',
  ],
  ['arbiter M { on A stdout #note\n }', '(arbiter M (on A stdout))'],
  [
    'arbiter M { stream Q by a by b source Q retain 1h retain 2h }',
    'parse/duplicate-clause parse/duplicate-clause',
  ],
  ['arbiter M { source Q retain last 0 }', 'parse/invalid-integer'],
  ['arbiter M { stream }', 'parse/expected'],
  ['arbiter M { poll 0.1ms }', 'parse/invalid-duration'],
]);

void t.test('a repeated modifier is a warning, and the last one counts', (t) => {
  const text = 'rule R priority 1 priority 2 { then A { } }';
  t.match(parseFindings(text), [{ code: 'parse/repeated-modifier', severity: 'warning' }]);
  t.match(parseText(text), [{ kind: 'rule', priority: { value: 2 } }]);
  t.end();
});

void t.test('what is broken keeps its name', (t) => {
  const broken = (text: string): unknown =>
    parseText(text).map((declaration) =>
      declaration.kind === 'broken' ? `${declaration.declares} ${declaration.name.text}` : declaration.kind,
    );
  t.same(broken('expert rule E { when'), ['expert-rule E']);
  t.same(broken('ruel R { then A { } }'), ['rule R']);
  t.same(broken('const = 1'), []);
  t.end();
});
