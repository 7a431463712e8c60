/** Code actions: the text after each, and that what was wrong is right then. */
import t from 'tap';
import { codeActions } from '#lang/editor/code-actions.js';
import { applyEdits } from '#lang/editor/edits.js';
import { marked } from './marked.ts';

const LIB = `
-- lib/limits.arb --
const HIGH = 5
segment Big { size > HIGH }
outcome Note { text: string }
tag "slow"
`;

interface Offered {
  readonly title: string;
  readonly after: string;
  readonly isFixed: boolean;
}

function offered(text: string): readonly Offered[] {
  const { workspace, path, offset, end } = marked(text + LIB);
  return codeActions(workspace, path, { start: offset, end }).map(({ title, edits, code }) => {
    const texts = applyEdits(workspace, edits);
    const findings = workspace.fork(texts).programs()[0]?.findings ?? [];
    return {
      title,
      after: (texts.get(path) ?? '').trimEnd(),
      isFixed: !findings.some((each) => each.code === code),
    };
  });
}

const CASES: readonly (readonly [text: string, title: string, after: string])[] = [
  [
    'outcome A { n: number t: timestamp d: number<length> p: decimal<USD> e: enum("x", "y") l: list<string> b: boolean s: string o?: string }\nrule R { then ▮A { } }',
    'Add missing fields `n`, `t`, `d`, `p`, `e`, `l`, `b`, `s`',
    'outcome A { n: number t: timestamp d: number<length> p: decimal<USD> e: enum("x", "y") l: list<string> b: boolean s: string o?: string }\nrule R { then A { n: 0, t: now(), d: 0 m, p: 0 USD, e: "x", l: [], b: false, s: "" } }',
  ],
  [
    'outcome A { n: number m: number }\r\nrule R {\r\n  then ▮A {\r\n    n: 1\r\n  }\r\n}',
    'Add missing field `m`',
    'outcome A { n: number m: number }\r\nrule R {\r\n  then A {\r\n    n: 1\r\n    m: 0\r\n  }\r\n}',
  ],
  [
    'outcome A { n: number m: number }\nrule R { then ▮A {n: 1} }',
    'Add missing field `m`',
    'outcome A { n: number m: number }\nrule R { then A {n: 1, m: 0 } }',
  ],
  [
    'fact F { n: number }\nexpert rule R { then assert ▮F { key: "a" } }',
    'Add missing field `n`',
    'fact F { n: number }\nexpert rule R { then assert F { key: "a", n: 0 } }',
  ],
  [
    'outcome O { n: number }\nstrategy S returns O { when { a } then ▮A { } else B { n: 1 } }',
    'Add missing field `n`',
    'outcome O { n: number }\nstrategy S returns O { when { a } then A { n: 0 } else B { n: 1 } }',
  ],
  [
    'outcome O { n: number m: number }\nflag f returns O default "a" { owner: "o" defaults { m: 1 } variant ▮"a" { } }',
    'Add missing field `n`',
    'outcome O { n: number m: number }\nflag f returns O default "a" { owner: "o" defaults { m: 1 } variant "a" { n: 0 } }',
  ],
  [
    'rule R { when segment ▮Big then A { } }',
    'Import "lib/limits" and use `limits.Big`',
    'import "lib/limits"\nrule R { when segment limits.Big then A { } }',
  ],
  [
    'import "lib/limits"\nrule R { when segment ▮Big then A { } }',
    'Use `limits.Big`',
    'import "lib/limits"\nrule R { when segment limits.Big then A { } }',
  ],
  [
    'import "lib/limits" as l\nrule R { when segment l.▮Bog then A { } }',
    'Replace by `l.Big`',
    'import "lib/limits" as l\nrule R { when segment l.Big then A { } }',
  ],
  [
    'import "lib/limits"\nrule R { when { x > limits.▮HIHG } then A { } }',
    'Replace by `limits.HIGH`',
    'import "lib/limits"\nrule R { when { x > limits.HIGH } then A { } }',
  ],
  ['import "lib/limi▮t"', 'Replace by `lib/limits`', 'import "lib/limits"'],
  [
    'input { x: number }\nsegment S { x > ▮HIGH }',
    'Import "lib/limits" and use `limits.HIGH`',
    'import "lib/limits"\ninput { x: number }\nsegment S { x > limits.HIGH }',
  ],
  [
    'tag "fraud"\nrule R tag "fr▮uad" { then A { } }',
    'Replace by `fraud`',
    'tag "fraud"\nrule R tag "fraud" { then A { } }',
  ],
  [
    'rule R tag "sl▮ow" { then A { } }',
    'Import "lib/limits"',
    'import "lib/limits"\nrule R tag "slow" { then A { } }',
  ],
  [
    'outcome Other { a: number }\nrule R { then ▮Note { text: "a" } }',
    'Import "lib/limits" and use `limits.Note`',
    'import "lib/limits"\noutcome Other { a: number }\nrule R { then limits.Note { text: "a" } }',
  ],
  ['# keep\nconst ▮A = 5\nrule R { then A { } }', 'Remove const `A`', '# keep\nrule R { then A { } }'],
  ['const ▮A = 5 rule R { then A { } }', 'Remove const `A`', ' rule R { then A { } }'],
  [
    'table T {\n  a: number | n: string\n  0 | "a"\n}\nrule R { then A { let t = ▮lookup T where a <= x r: t.a } }',
    'Add `else` with every column',
    'table T {\n  a: number | n: string\n  0 | "a"\n}\nrule R { then A { let t = lookup T where a <= x else { a: 0, n: "" } r: t.a } }',
  ],
  [
    'expert rule R { then assert ▮Seen { at: 1 } }',
    'Add a key',
    'expert rule R { then assert Seen { key: "main" at: 1 } }',
  ],
  ['flag ▮f { when { x } then true }', 'Add an owner', 'flag f { owner: "team" when { x } then true }'],
  [
    'arbiter Up { poll 1m on * chain ▮Dwon }\narbiter Down { poll 1m source chain://Up }',
    'Replace by `Down`',
    'arbiter Up { poll 1m on * chain Down }\narbiter Down { poll 1m source chain://Up }',
  ],
  [
    'arbiter Up { poll 1m on * chain Down }\narbiter Down { poll 1m source chain://U▮pp }',
    'Replace by `Up`',
    'arbiter Up { poll 1m on * chain Down }\narbiter Down { poll 1m source chain://Up }',
  ],
  [
    'input { l: enum("low", "high") }\nsegment S { l == ▮"hihg" }',
    'Replace by `high`',
    'input { l: enum("low", "high") }\nsegment S { l == "high" }',
  ],
  ['▮ruel R { then A { } }', 'Replace by `rule`', 'rule R { then A { } }'],
  [
    '▮include "lib/limits.arb"▮\nrule R { when segment Big { a > HIGH } then Note { text: "a" } }',
    'Import "lib/limits" instead',
    'import "lib/limits"\nrule R { when segment limits.Big { a > limits.HIGH } then limits.Note { text: "a" } }',
  ],
];

void t.test('what is offered', (t) => {
  for (const [text, title, after] of CASES) {
    const found = offered(text).find((each) => each.title === title);
    t.same(found, { title, after, isFixed: true }, text);
  }
  t.end();
});

void t.test('rules that may be required', (t) => {
  const text =
    'rule A { requires C then X { } }\nrule B { then X { } }\nrule C▮ {\n  when { a }\n  then X { }\n}';
  const found = offered(text);
  t.same(
    found.map(({ title }) => title),
    ['Require `B`'],
    'not what requires it already',
  );
  t.match(found[0]?.after ?? '', 'rule C {\n  requires B\n  when { a }\n');
  t.end();
});

void t.test('what would break something else is not offered', (t) => {
  t.same(
    offered(
      'include "lib/needy.arb"▮\nconst OWN = 1\n-- lib/needy.arb --\nconst NEEDY = OWN\nsegment S { OWN > NEEDY }\n',
    ).map(({ title }) => title),
    [],
  );
  t.same(
    offered('import "lib/limits"\n-- lib/limits.arb --\nsegment S { main▮ }\n').map(({ title }) => title),
    [],
  );
  t.end();
});
