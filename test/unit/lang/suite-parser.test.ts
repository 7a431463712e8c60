/** The grammar of test files: the forms of 0.6.0, what was added to them, and where mistakes are reported. */
import t from 'tap';
import { Diagnostics } from '#lang/diagnostic.js';
import { positionOf } from '#lang/source.js';
import type { SuiteCase } from '#lang/testing/ast.js';
import { parseSuite } from '#lang/testing/parse.js';
import { checkedSuite } from './suites.ts';

interface Parsed {
  readonly cases: readonly SuiteCase[];
  /** `code line:column`. */
  readonly findings: readonly string[];
}

function parsed(text: string): Parsed {
  const diagnostics = new Diagnostics();
  const { cases } = parseSuite({ name: 'main.test.arb', text }, diagnostics);
  const findings = diagnostics.sorted().map(({ code, span }) => {
    const { line, column } = positionOf(span.source, span.start);
    return `${code} ${line}:${column}`;
  });
  return { cases, findings };
}

/** The tree without places. */
function plain(node: unknown): unknown {
  return JSON.parse(JSON.stringify(node, (name, value: unknown) => (name === 'span' ? undefined : value)));
}

function itemsOf(text: string): unknown {
  const { cases, findings } = parsed(`test "t" { ${text} }`);
  t.same(findings, []);
  return plain(cases[0]?.items);
}

function name(text: string): unknown {
  return { kind: 'name', text };
}

void t.test('one entry a line, several on a line, comments of all kinds', (t) => {
  const wanted = itemsOf('given { a: 1, b.c: "x" }');
  t.same(itemsOf('given {\n a: 1\n b.c: "x"\n}'), wanted);
  t.same(itemsOf('given { a: 1 b.c: "x" }'), wanted);
  t.same(itemsOf('given { # one\n a: 1, // two\n b.c: "x", /* three */ }'), wanted);
  t.end();
});

void t.test('values', (t) => {
  const values = (text: string): unknown => {
    const { cases, findings } = parsed(`test "t" { given { v: ${text} } }`);
    t.same(findings, [], text);
    const [item] = cases[0]?.items ?? [];
    return item?.kind === 'given' ? plain(item.entries[0]?.value) : undefined;
  };
  t.same(values('-4.5'), { kind: 'number', value: -4.5, unit: null });
  t.same(values('-40 F'), { kind: 'number', value: -40, unit: 'F' });
  t.same(values('5m'), { kind: 'number', value: 5, unit: 'min' });
  t.same(values('100.25 USD'), { kind: 'decimal', digits: '100.25', unit: 'USD' });
  t.same(values('2026-01-01T00:00:00Z'), { kind: 'timestamp', seconds: 1767225600 });
  t.same(values('null'), { kind: 'null' });
  t.match(values('[1, "b", true]'), { kind: 'list', elements: { length: 3 } });
  t.match(values('[{ price: 3, tags: ["a"] }]'), { elements: [{ kind: 'record', entries: { length: 2 } }] });
  t.end();
});

void t.test('expectations', (t) => {
  t.match(itemsOf('expect rule a.R matched expect rule R not matched'), [
    { kind: 'expect-rule', name: name('a.R'), isMatched: true },
    { kind: 'expect-rule', name: name('R'), isMatched: false },
  ]);
  t.match(itemsOf('expect flag f == true expect flag g == "b" { limit: 3 }'), [
    { kind: 'expect-flag', variant: { kind: 'boolean', value: true }, matchers: [] },
    { kind: 'expect-flag', variant: { value: 'b' }, matchers: [{ operator: '==', value: { value: 3 } }] },
  ]);
  t.match(itemsOf('expect strategy S == "A" expect strategy S { p: >= 1, q: between 1 km 2 km }'), [
    { kind: 'expect-strategy', label: { value: 'A' } },
    {
      label: null,
      matchers: [
        { kind: 'compare', operator: '>=' },
        { kind: 'between', low: { value: 1, unit: 'km' }, high: { value: 2, unit: 'km' } },
      ],
    },
  ]);
  t.match(itemsOf('expect no action A { x: != 1 } expect error "fuel" expect no error'), [
    { kind: 'expect-action', isAbsent: true, matchers: [{ operator: '!=' }] },
    { kind: 'expect-error', isAbsent: false, text: { value: 'fuel' } },
    { kind: 'expect-error', isAbsent: true, text: null },
  ]);
  t.end();
});

void t.test('scenarios', (t) => {
  const { cases, findings } = parsed(`
scenario "s" tag "slow" tag "night" {
  given clock 2026-01-01
  given { partition.key: "x", assert Quake { key: "q0" } }
  at T+0 { assert Quake { key: "q1", depth: 10 km } level: 2 expect no outcome Strong }
  at T+1h30m { expect fact Peak { magnitude: > 5 } }
  after stabilization { expect outcome Strong }
  stream Quake { key: "q" }
  within 1.5m { expect outcome Strong }
}`);
  t.same(findings, []);
  const [first] = cases;
  t.same(
    first?.tags.map(({ value }) => value),
    ['slow', 'night'],
  );
  t.match(plain(first?.items), [
    { kind: 'given-clock', instant: { seconds: 1767225600 } },
    { kind: 'given', entries: { length: 1 }, facts: { length: 1 } },
    { kind: 'at', offset: { ms: 0 }, items: { length: 3 } },
    { kind: 'at', offset: { ms: 5_400_000 } },
    { kind: 'after' },
    { kind: 'stream' },
    { kind: 'within', offset: { ms: 90_000 } },
  ]);
  t.end();
});

void t.test('a mistake costs its case only, and is shown at its place', (t) => {
  const { cases, findings } = parsed(
    'test "a" { expect rule }\nscenario "b" { at T+90 { } }\ntset "c" { }\ntest "d" { given { x: foo } }\ntest "e" { expect rule R matched }\n§',
  );
  t.same(findings, [
    'parse/expected 1:24',
    'parse/expected 2:21',
    'test/unknown-case 3:1',
    'parse/expected 4:23',
    'lex/unexpected-character 6:1',
  ]);
  t.same(
    cases.map((each) => each.name.value),
    ['e'],
  );
  t.end();
});

void t.test('garbage never throws and always ends', (t) => {
  for (const text of [
    '',
    'test',
    'test "',
    'test "a" {',
    'test "a" { given {',
    `test "a" { given { x: ${'['.repeat(9000)}`,
  ])
    t.ok(parsed(text).findings.length <= 1, text.slice(0, 20));
  t.same(parsed(`test "a" { given { x: ${'['.repeat(9000)} } }`).findings, ['parse/too-deep 1:224']);
  t.end();
});

void t.test('names are checked against the module, with what may have been meant', (t) => {
  const { findings } = checkedSuite(`-- main.arb --
rule Ship { when { total > 35 } then Send { cost: 0 } }
flag beta { owner: "o" when { x } then true }
expert rule Watch { when { any r in facts.Reading { r.hot } } then emit Alarm { at: r.key } }
-- main.test.arb --
test "a" { expect rule Shop matched expect action Sent expect flag bata == true expect flag beta == "maybe" }
scenario "b" { at T+0 { assert Raeding { key: "r" } expect outcome Alram } }
`);
  t.same(
    findings.map(({ help }) => help),
    [
      'did you mean `Ship`?',
      'did you mean `Send`?',
      'did you mean `beta`?',
      'a strategy gives the label of an arm, a flag the name of a variant',
      'did you mean `Reading`?',
      'did you mean `Alarm`?',
    ],
  );
  t.end();
});
