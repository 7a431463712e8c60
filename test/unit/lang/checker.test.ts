/** The checker, one snippet a row: what it reports, and what it must not. */
import t from 'tap';
import { checkText, codesOf } from './snippets.ts';

const SCHEMAS = [
  'fact Quake { magnitude: number depth: number<length> at: timestamp place?: string felt: boolean hot: number<temperature> }',
  'outcome Alert { level: number place: string note?: string }',
].join('\n');

type Cases = readonly (readonly [text: string, ...codes: string[]])[];

/** Conditions of a rule over a quake `q`, with a context `x`, `y`. */
function conditions(name: string, cases: Cases): void {
  void t.test(name, (t) => {
    for (const [text, ...codes] of cases) {
      t.same(
        codesOf(
          `${SCHEMAS}\nrule R { when { any q in facts.Quake { ${text} } } then Alert { level: 1 place: "a" } }`,
        ),
        codes,
        text,
      );
    }
    t.end();
  });
}

function programs(name: string, cases: Cases): void {
  void t.test(name, (t) => {
    for (const [text, ...codes] of cases) t.same(codesOf(`${SCHEMAS}\n${text}`), codes, text);
    t.end();
  });
}

conditions('conditions', [
  ['q.felt'],
  ['x'],
  ['null'],
  ['q.magnitude', 'check/condition-type'],
  ['"yes"', 'check/condition-type'],
  ['q.felt and x or not y'],
  ['q.magnitude and x', 'check/logical-operand'],
  ['not q.place', 'check/logical-operand'],
  ['1 and "a"', 'check/logical-operand', 'check/logical-operand'],
]);

conditions('comparison', [
  ['q.magnitude > 5'],
  ['q.magnitude > "5"', 'check/type-mismatch'],
  ['q.magnitude == "5"', 'check/type-mismatch'],
  ['q.magnitude == null'],
  ['q.place > "a"'],
  ['q.depth > 5 km'],
  ['q.depth > 5', 'check/type-mismatch'],
  ['q.depth > 5 C', 'check/type-mismatch'],
  ['q.at > 2026-01-01T00:00:00Z'],
  ['q.at > 5', 'check/type-mismatch'],
  ['q.felt > true', 'check/unordered-type'],
  ['[1] > [2]', 'check/unordered-type'],
  ['[1] == [2]'],
  ['[1] == ["a"]', 'check/type-mismatch'],
  ['q.depth between [1 km, 2 mi]'],
  ['q.depth between [1, 2 s]', 'check/type-mismatch', 'check/type-mismatch'],
  ['q.felt between [1, 2]', 'check/unordered-type', 'check/unordered-type'],
  ['x > 5 and x > "a" and x is null'],
  ['"a" in "abc" or 5 in 6 or q starts_with 1 or 1 subset_of 2'],
]);

conditions('arithmetic', [
  ['q.magnitude + 1 > 2 * 3 - 4 / 5 % 6'],
  ['"a" + 1 == "a1"'],
  ['1 + q.place == "1b"'],
  ['q.felt + 1 > 2', 'check/type-mismatch'],
  ['q.place - 1 > 2', 'check/operand-type'],
  ['x - "a" > 2', 'check/operand-type'],
  ['x + q.felt == y'],
  ['-q.place > 2', 'check/operand-type'],
  ['-q.at > 2', 'check/operand-type'],
  ['q.depth + 1 km > 5 mi'],
  ['q.depth + 1 > 5 mi', 'check/type-mismatch'],
  ['q.depth * 2 > 5 mi'],
  ['2 * q.depth > 5 mi'],
  ['q.depth * q.depth > x', 'check/cross-dimension'],
  ['q.depth / 2 > 1 m'],
  ['q.depth / 1 m > 2', 'check/cross-dimension'],
  ['x / 1 m > 2', 'check/cross-dimension'],
  ['q.at - 5m < now()'],
  ['q.at + 5m < now() and 5m + q.at < now()'],
  ['now() - q.at < 5m'],
  ['q.at + 5 < now()', 'check/type-mismatch'],
  ['5m - q.at < 1', 'check/type-mismatch'],
  ['q.at + q.at < 1', 'check/type-mismatch'],
  ['q.at * 2 < 1', 'check/operand-type'],
  ['x + 1 > "a" and x * 2 > "a"'],
]);

conditions('temperatures and their differences', [
  ['q.hot > 30 C'],
  ['q.hot - 20 C > 5 C'],
  ['5 C < q.hot - 20 C'],
  ['abs(q.hot - 20 C) between [1 C, 9 F]'],
  ['max(q.hot - 20 C, 5 C) > 5 C'],
  ['q.hot + (q.hot - 20 C) > 30 C'],
  ['(q.hot - 20 C) + q.hot > 30 C'],
  ['q.hot - (q.hot - 20 C) > 30 C'],
  ['q.hot - 20 C + 5 C - 1 C > 5 C'],
  ['q.hot - 20 C > q.hot', 'check/type-mismatch'],
  ['(q.hot - 20 C) - q.hot > 5 C', 'check/type-mismatch'],
  ['q.hot + 5 C > 30 C', 'check/temperature-sum'],
  ['(q.hot - 20 C) * 2 > 5 C'],
  ['x - 20 C > 5 C and x - 20 C > 5'],
]);

conditions('fields', [
  ['q.key == "a" and q.type == "Quake" and q.__round > 1 and q.__asserted_at < now()'],
  ['q.__age_seconds > 3600 and q.__age_seconds > 1 hr and q.__age_seconds / 60 > 5'],
  ['q.__age_seconds > 1 m', 'check/type-mismatch'],
  ['now() - q.__age_seconds < q.at'],
  ['q.key == 1', 'check/type-mismatch'],
  ['q.magnitud > 5', 'check/unknown-field'],
  ['q.magnitude.size > 5', 'check/scalar-field'],
  ['q.magnitud.size + 5 > "a"', 'check/unknown-field'],
  ['facts.Quake.magnitude > 5', 'check/collection-field'],
  ['facts == 5', 'check/facts-type'],
  [
    'any w in facts.Wave { w.height > 5 and w.__round > 1 and w.key == 1 }',
    'check/undeclared-fact',
    'check/type-mismatch',
  ],
  [
    'any w in facts.Wave { w } and any w in facts.Wave { w }',
    'check/undeclared-fact',
    'check/condition-type',
    'check/condition-type',
  ],
]);

conditions('calls and aggregates', [
  ['abs(q.depth) > 1 m and round(1.5) + floor(x) > ceil(2)'],
  ['abs(q.place) > 1', 'check/argument-type'],
  ['abs() > 1', 'check/argument-count'],
  ['now(1) > q.at', 'check/argument-count'],
  ['min(1, "a") > 1', 'check/argument-type'],
  ['min(1 m, 1 s) > x', 'check/type-mismatch'],
  ['max(now(), q.at) > q.at'],
  ['min(x, 1) > "a"'],
  ['sqrt(4) > 1', 'check/unknown-function'],
  ['sum(x) > 1', 'check/unknown-function'],
  ['sum(w.depth for w in facts.Quake) > 1 km'],
  ['sum(w.depth for w in facts.Quake) > 1', 'check/type-mismatch'],
  ['sum(w.place for w in facts.Quake) > 1', 'check/argument-type'],
  ['sum(w in facts.Quake) > 1', 'check/argument-type'],
  ['sum(w in [1 m, 2 m]) > 1 m'],
  ['sum(w in [1 m, "a"]) > "a"'],
  ['avg(w.hot for w in facts.Quake) > 1 C'],
  ['sum(w.hot for w in facts.Quake) > 1 C', 'check/temperature-sum'],
  ['max(w.at for w in facts.Quake) < now()'],
  ['count(w in facts.Quake where w.magnitude > 5) > 2'],
  ['count(w in facts.Quake where w.magnitude) > 2', 'check/condition-type'],
  ['count(w in facts.Quake where w.magnitud > 1) > 2', 'check/unknown-field'],
  ['total(w in facts.Quake) > 2', 'check/unknown-aggregate'],
]);

programs('what quantifiers and aggregates leave behind', [
  [
    'rule R { when { any q in facts.Quake { x } and q.magnitude > "a" } then Alert { level: q.place place: q.place } }',
    'check/type-mismatch',
    'check/field-type',
  ],
  [
    'rule R { when { any q in facts.Quake { any p in facts.Quake { x } } and p.felt } then Alert { level: p.depth place: "" } }',
    'check/field-type',
  ],
  [
    'rule R { when { count(q in facts.Quake) > 1 and q.magnitud > "a" } then Alert { level: q.any place: "" } }',
  ],
  [
    'rule R { when { let i = "a" any i in [1] { i > 0 } and i > 0 and i > "a" } then Alert { level: i place: i } }',
  ],
  [
    'rule R { when { let a = 1 let b = a + "x" b > 1 } then Alert { level: a place: b } otherwise Alert { level: b place: a } }',
    'check/type-mismatch',
    'check/field-type',
    'check/field-type',
  ],
  ['rule R { then Alert { level: 1 place: any q in facts.Quake { x } note: q } }', 'check/field-type'],
]);

programs('params', [
  ['rule R { then Alert { level: 1 place: "a" note: null } }'],
  ['rule R { then Alert { level: null place: x } }', 'check/field-type'],
  ['rule R { then Alert { level: 1 } }', 'check/missing-field'],
  ['rule R { then Alert { level: 1 place: "a" plase: "b" } }', 'check/unknown-field'],
  ['rule R { then Alert { level: 1 level: 2 place: "a" } }', 'check/duplicate-param'],
  ['rule R { then Alrt { level: "any" } otherwise Alrt { } }', 'check/undeclared-outcome'],
  ['rule R { then Alert { level: 1 m place: "a" } }', 'check/field-type'],
  ['rule R { when { any q in facts.Quake { x } } then Alert { level: q.__age_seconds place: "" } }'],
  ['expert rule E { then emit Alert { level: "a" } }', 'check/missing-field', 'check/field-type'],
  [
    'expert rule E { then assert Quake { magnitude: 1 depth: 1 m at: now() felt: x hot: 5 C } }',
    'check/missing-key',
  ],
  [
    'expert rule E { then assert Quake { key: 1 magnitude: 1 depth: 1 m at: now() felt: x hot: 5 C } }',
    'check/field-type',
  ],
  [
    'expert rule E { then assert Quake { key: "a" } }',
    ...Array.from({ length: 5 }, () => 'check/missing-field'),
  ],
  ['expert rule E { then assert Wave { height: 1 } }', 'check/missing-key', 'check/undeclared-fact'],
  ['expert rule E { then assert Wave { key: 1 } }', 'check/undeclared-fact', 'check/field-type'],
  [
    'expert rule E { then assert Wave { key: x __proto__: 1 } }',
    'check/undeclared-fact',
    'check/reserved-field',
  ],
]);

programs('schemas', [
  ['fact F { key: string a: number a: string }', 'check/duplicate-field'],
  ['fact F { key?: string }', 'check/key-field'],
  ['fact F { type: string constructor: number }', 'check/reserved-field', 'check/reserved-field'],
  ['outcome O { type: string key: string name: string }'],
  ['outcome O { __proto__: string }', 'check/reserved-field'],
  [
    'fact F { a: decimel b: string<length> c: number<lenght> }',
    'check/unknown-type',
    'check/type-parameter',
    'check/unknown-dimension',
  ],
  [
    'fact F { a: strin }\nrule R { when { any f in facts.F { f.a > 1 and f.a > "x" } } then Alert { level: 1 place: "" } }',
    'check/unknown-type',
  ],
  ['fact Quake { }', 'check/duplicate-declaration'],
]);

programs('governance', [
  ['segment S { a }\nrule R { when segment S then Alert { level: 1 place: "" } }'],
  [
    'segment S { a > "x" + 1 - 2 }\nrule R { when segment T then Alert { level: 1 place: "" } }',
    'check/operand-type',
    'check/unknown-segment',
  ],
  ['segment S { 5 }', 'check/unused-segment', 'check/condition-type'],
  ['rule A { requires A then Alert { level: 1 place: "" } }', 'check/requires-cycle'],
  [
    'expert rule E { then emit Alert { level: 1 place: "" } }\nrule A { requires E then Alert { level: 1 place: "" } }',
    'check/unknown-rule',
  ],
  ['rule E { then Alert { level: 1 place: "" } }\nexpert rule E { then emit Alert { level: 1 place: "" } }'],
  [
    'const A = B\nconst B = A\nrule R { when { A > B and A > "x" } then Alert { level: A place: B } }',
    'check/const-cycle',
  ],
  ['const A = any A in [1] { A > 0 }\nrule R { when { A } then Alert { level: 1 place: "" } }'],
  [
    'const A = 5\nrule R { when { A > "x" and A.b > "x" } then Alert { level: A place: "" } }',
    'check/type-mismatch',
  ],
  ['const A = 5 + true', 'check/unused-const', 'check/type-mismatch'],
  [
    'expert rule E per_fact { when { x } within 5m then emit Alert { level: 1 place: "" } }',
    'check/temporal-per-fact',
  ],
]);

programs('arbiters', [
  ['arbiter M { stream QUAKE by place at at source quake retain 1h on * stdout }', 'check/partition-field'],
  ['arbiter M { stream Quake by key source Quake retain 1h on * nats }'],
  [
    'arbiter M { stream Quake by depth at place source Quake }',
    'check/stream-without-retention',
    'check/time-field',
  ],
  [
    'arbiter M { stream Quake by at at plase source Quake retain 1h }',
    'check/partition-field',
    'check/unknown-field',
  ],
  [
    'arbiter M { stream Quake source Quake retain 1h stream quake source QUAKE }',
    'check/duplicate-arbiter-clause',
    'check/duplicate-arbiter-clause',
  ],
  [
    'arbiter M { poll 1m checkpoint a checkpoint b on * stdout on * stdout on * where rule == "a" stdout }',
    'check/duplicate-arbiter-clause',
    'check/duplicate-arbiter-clause',
  ],
  ['arbiter M { stream https://x/y on Alert stdout }'],
  [
    'arbiter M { poll 1m on Alert where level > 1 and name == "Alert" and rule != "R" and now() > __now stdout }',
  ],
  ['arbiter M { poll 1m on Alert where lewel > 1 stdout }', 'check/unknown-field'],
  ['arbiter M { poll 1m on Alert where level stdout }', 'check/condition-type'],
  [
    'arbiter M { poll 1m on Alert where level > "a" or level.x > 1 or name > 1 stdout }',
    'check/type-mismatch',
    'check/scalar-field',
    'check/type-mismatch',
  ],
  [
    'const L = 5\narbiter M { poll 1m on Alert where level > L stdout on * where anything.at.all > "x" stdout }',
  ],
  [
    'expert rule E { then emit Boom { } }\narbiter M { poll 1m on Boom where x > 1 stdout on Bom stdout }',
    'check/undeclared-outcome',
    'check/unknown-outcome',
  ],
  ['arbiter M { poll 1m }\narbiter M { poll 1m }', 'check/duplicate-declaration'],
  ['arbiter M { }', 'check/no-trigger'],
  [
    'arbiter M { poll 1m on * stdot x on * audit on * stdout x }',
    'check/unfamiliar-handler',
    'check/handler-needs-target',
    'check/handler-takes-no-target',
  ],
]);

programs('a broken declaration causes no other diagnostic', [
  [
    'fact F { a: }\nrule R { when { any f in facts.F { f.b > 1 and f.c == "x" } } then Alert { level: 1 place: "" } }',
    'parse/expected',
  ],
  [
    'segment S { }\nconst C = 5\nrule R { when segment S then Alert { level: 1 place: "" } }',
    'parse/expected',
  ],
  ['rule A { }\nrule R { requires A then Alert { level: 1 place: "" } }', 'parse/missing-then'],
  [
    'outcome O { a }\nrule R { then O { x: 1 } }\narbiter M { poll 1m on O where y > 1 stdout }',
    'parse/expected',
  ],
  ['expert rule E { then emit }\narbiter M { poll 1m on Boom stdout }', 'parse/expected'],
  ['fact F { a: }\narbiter M { stream f by x at y source f retain 1h }', 'parse/expected'],
  ['fact F { a: }\nfact F { b: number }', 'parse/expected', 'check/duplicate-declaration'],
]);

void t.test('without declarations nothing is known and everything is allowed', (t) => {
  const text = [
    'rule R { when { any f in facts.F { f.a > 1 and f.a > "x" } and user.age >= 18 } then Anything { a: f } }',
    'expert rule E { when { current_round < 3 and __now > now() } then emit Something { b: f.c } }',
  ];
  t.same(codesOf(text.join('\n')), []);
  t.end();
});

void t.test('findings name what was probably meant, and both places', (t) => {
  const [unknown] = checkText(
    `${SCHEMAS}\nrule R { when { any q in facts.Quak { x } } then Alert { level: 1 place: "" } }`,
  ).findings;
  t.match(unknown, { severity: 'warning', help: 'did you mean `Quake`?' });
  const [cycle] = checkText(
    'rule A { requires B then X { } }\nrule B { requires C then X { } }\nrule C { requires A then X { } }',
  ).findings;
  t.match(cycle, {
    message: 'rule `A` waits for itself: A → B → C → A',
    span: { start: 18, end: 19 },
    labels: { length: 2 },
  });
  t.end();
});
