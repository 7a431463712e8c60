/** Completion: what comes first, what is there, what is not, at every kind of place; and that edits land where they should. */
import t from 'tap';
import { complete } from '#lang/editor/complete.js';
import { applyEdits } from '#lang/editor/edits.js';
import { marked } from './marked.ts';

const BEFORE = `-- main.arb --
import "lib/limits"
const LIMIT = 5
input { age: number user: { name: string address: { city: string } } items: list<{ price: number }> }
feature risk from "r" { score: number }
fact Quake { region: string magnitude: number depth: number<length> level: enum("low", "high") more: { deep: number } }
fact Site { region: string }
outcome Alarm { region: string level: enum("low", "high") note?: string }
segment adult { age > 18 }
tag "fraud"
table Rate {
  from: number | rate: number
  0 | 1
}
rule First { then Alarm { region: "a" level: "low" } }
expert rule Ex { activation_group g1 when { true } then emit Alarm { region: "a" level: "low" } }
flag promo default "off" { owner: "o" variant "on" { } when adult then "on" }
worker w { input Alarm output Quake exec "x" }
arbiter Down { poll 1m source chain://Up }
`;
const AFTER = `
-- lib/limits.arb --
const HIGH = 5
segment Big { size > HIGH }
fact Far { lat: number }
outcome Note { text: string }
rule Checked { then Note { text: "a" } }
tag "slow"
`;

function labels(text: string): readonly string[] {
  const { workspace, path, offset } = marked(BEFORE + text + AFTER);
  return complete(workspace, path, offset).map(({ label }) => label);
}

/** The text, then what the suggestions begin with. */
const FIRST: readonly (readonly [text: string, ...labels: string[]])[] = [
  ['▮', 'const', 'segment', 'input'],
  ['ru▮', 'const', 'segment'],
  ['const A = 5\n▮', 'const', 'segment'],
  ['const A = limits.▮', 'HIGH'],
  ['const A = 5 ▮', 's', 'm'],
  ['const A = 5 k▮', 's', 'm'],
  ['fact F { a: ▮ }', 'number', 'string'],
  ['fact F { a: number<▮ }', 'temperature', 'length'],
  ['outcome O { a: list<▮ }', 'number', 'string'],
  ['fact F { a: decimal<▮ }', 'USD'],
  ['input { deep: { a: ▮ } }', 'number', 'string'],
  ['table T {\n a: ▮\n}', 'number', 'string'],
  ['feature f ▮', 'from'],
  ['import ▮', 'lib/limits'],
  ['import "▮"', 'lib/limits'],
  ['import "li▮', 'lib/limits'],
  ['include "▮"', 'lib/limits.arb'],
  ['import "lib/limits" ▮', 'as'],
  ['rule R ▮', 'priority', 'tag'],
  ['rule R tag ▮', 'fraud', 'slow'],
  ['rule R tag "▮" {', 'fraud', 'slow'],
  ['rule R { ▮ }', 'kill_switch', 'active_from'],
  ['rule R {\n  requires ▮\n}', 'First', 'limits.Checked', 'promo'],
  ['rule R { requires limits.▮ }', 'Checked'],
  ['rule R { requires limits.Ch▮ }', 'Checked'],
  ['rule R { excludes First, ▮ }', 'First', 'limits.Checked'],
  ['rule R { kill_switch ▮ }', 'on', 'off'],
  ['rule R { rollout ▮ }', 'percent'],
  ['rule R { rollout 5 ▮ }', 'by', 'namespace'],
  ['rule R { rollout 5 by ▮ }', 'age', 'user'],
  ['rule R { rollout 5 by user.▮ }', 'name', 'address'],
  ['rule R { when ▮ }', 'segment'],
  ['rule R { when segment ▮ }', 'adult', 'limits.Big'],
  ['rule R { when segment limits.▮ }', 'Big'],
  ['rule R { when { ▮ } }', 'let', 'bind', 'age', 'user', 'items', 'risk', 'LIMIT', 'limits.HIGH', 'limits'],
  ['rule R { when { a ▮ } }', 'and', 'or', 'in'],
  ['rule R { when { user.address.▮ } }', 'city'],
  ['rule R { when { risk.▮ } }', 'score'],
  ['rule R { when { any i in items { i.▮ } } }', 'price'],
  ['rule R { when { let u = user.address u.▮ } }', 'city'],
  ['rule R { when { sum(i.▮ for i in items) } }'],
  ['rule R { when { any q in facts.▮ } }', 'Quake', 'Site', 'limits.Far'],
  ['rule R { when { any q in facts.limits.▮ } }', 'Far'],
  ['rule R { when { any q in facts.limits.Far { q.▮ } } }', 'key', 'lat'],
  ['rule R { when { any q in facts.Quake { q.▮', 'key', 'region', 'magnitude', 'depth', 'level', 'more'],
  ['rule R { when { any q in facts.Quake { q.mag▮ > 5 } } then A { } }', 'key', 'region'],
  ['rule R { when { any q in facts.Quake { q.more.▮ } } }', 'deep'],
  ['rule R { when { any q in facts.Quake { q.level == ▮ } } }', '"low"', '"high"'],
  ['rule R { when { any q in facts.Quake { q.level == "▮" } } }', '"low"', '"high"'],
  ['rule R { when { any q in facts.Quake { q.depth > 5 ▮ } } }', 'm', 'yd'],
  ['rule R { when { any q in facts.Quake { q.depth > 5 k▮m } } }', 'm', 'yd'],
  ['rule R { then ▮ }', 'Alarm', 'limits.Note'],
  ['rule R { then Alarm { ▮ } }', 'region', 'level', 'note', 'let'],
  ['rule R { then Alarm { note: "n" ▮ } }', 'region', 'level', 'and'],
  ['rule R { then Alarm { region: "x", ▮ } }', 'level', 'note', 'let'],
  ['rule R { then Alarm {\n  region: "x"\n  ▮\n} }', 'level', 'note', 'let'],
  ['rule R { then Alarm { level: ▮ } }', '"low"', '"high"'],
  ['rule R { then limits.Note { ▮ } }', 'text'],
  ['rule R { then A { let r = lookup ▮ } }', 'Rate'],
  ['rule R { then A { let r = lookup Rate ▮ } }', 'where', 'order by'],
  ['rule R { then A { let r = lookup Rate where ▮ } }', 'r', 'from', 'rate'],
  ['rule R { then A { let r = lookup Rate where from > 1 order by ▮ } }', 'from', 'rate'],
  ['rule R { then A { let r = lookup Rate where from > 1 else { ▮ } } }', 'from', 'rate'],
  ['rule R { then A { let r = lookup Rate where from > 1 else { from: 1 } x: r.▮ } }', 'from', 'rate'],
  ['strategy S ▮', 'returns'],
  ['strategy S returns ▮', 'Alarm', 'limits.Note'],
  ['strategy S returns Alarm { ▮ }', 'kill_switch', 'active_from', 'active_until', 'rollout', 'when'],
  ['strategy S returns Alarm { when { a } then X { ▮ } }', 'region', 'level', 'note'],
  ['flag f ▮', 'returns', 'type', 'default'],
  ['flag f returns ▮', 'Alarm', 'limits.Note'],
  ['flag f returns Alarm ▮', 'type', 'default'],
  ['flag f returns Alarm default "a" { variant "a" { ▮ } }', 'region', 'level', 'note'],
  ['flag f returns Alarm { defaults { level: 1 ▮ } }', 'region', 'note'],
  ['flag f type ▮', 'boolean', 'multivariate'],
  ['flag f { ▮ }', 'requires', 'variant'],
  ['flag f { requires ▮ }', 'promo'],
  ['flag f { when ▮ }', 'adult', 'limits.Big', 'segment'],
  ['flag f default "off" { variant "on" { } when adult then "on" }\nflag f▮'],
  ['expert ▮', 'rule'],
  ['expert rule X ▮', 'priority', 'tag', 'per_fact'],
  ['expert rule X { ▮ }', 'kill_switch'],
  ['expert rule X { requires ▮ }', 'Ex'],
  ['expert rule X { activation_group ▮ }', 'g1'],
  ['expert rule X { when { a } ▮ }', 'for', 'within', 'stable_for'],
  ['expert rule X { when { join a: ▮ } }', 'Quake', 'Site'],
  ['expert rule X { when { join a: Quake, b: Site on .▮ } }', 'key', 'region'],
  ['expert rule X { when { join a: Quake, b: Site on .region { b.▮ } } }', 'key', 'region'],
  ['expert rule X { when { bind b in facts.Site where { b.▮ } } }', 'key', 'region'],
  ['expert rule X { then ▮ }', 'assert', 'emit', 'retract', 'modify'],
  ['expert rule X { then assert ▮ }', 'Quake', 'Site', 'limits.Far'],
  ['expert rule X { then emit ▮ }', 'Alarm', 'limits.Note'],
  ['expert rule X { then assert Site { ▮ } }', 'key', 'region'],
  ['expert rule X { then retract Quake { ▮ } }', 'key', 'let'],
  ['expert rule X { then modify Quake { key: "a" set { ▮ } } }', 'region', 'magnitude'],
  ['expert rule X { then modify Quake { key: "a"\n ▮ } }', 'let', 'set'],
  ['worker x { ▮ }', 'input'],
  ['worker x { input ▮ }', 'Alarm', 'limits.Note'],
  ['worker x { input Alarm ▮ }', 'output'],
  ['worker x { input Alarm output ▮ }', 'Quake', 'Site'],
  ['arbiter A { ▮ }', 'poll', 'stream'],
  ['arbiter A { stream ▮ }', 'Quake', 'Site', 'limits.Far'],
  ['arbiter A { stream Quake ▮ }', 'by', 'at', 'poll'],
  ['arbiter A { stream Quake by ▮ }', 'key', 'region'],
  ['arbiter A { source Quake ▮ }', 'retain', 'poll'],
  ['arbiter A { source Quake retain ▮ }', 'last'],
  ['arbiter A { rules ▮ }', 'Ex', 'tag'],
  ['arbiter A { rules tag ▮ }', 'fraud'],
  ['arbiter A { durability ▮ }', 'synced', 'acked', 'best-effort'],
  ['arbiter A { on ▮ }', 'Alarm', 'limits.Note', '*'],
  ['arbiter A { on Alarm ▮ }', 'where', 'stdout'],
  ['arbiter A { on Alarm where ▮ }', 'region', 'level', 'note', 'name', 'rule'],
  ['arbiter A { on Alarm where level == ▮ }', '"low"', '"high"'],
  ['arbiter A { on Alarm where level == "low" ▮ }', 'and', 'or'],
  ['arbiter A { on Alarm chain ▮ }', 'Down'],
  ['arbiter A { on Alarm worker ▮ }', 'w'],
  ['arbiter A { on Alarm stdout ▮ }', 'retry', 'backoff', 'poll'],
];

void t.test('what comes first', (t) => {
  for (const [text, ...expected] of FIRST) t.same(labels(text).slice(0, expected.length), expected, text);
  t.end();
});

void t.test('nothing in comments, numbers and finished strings', (t) => {
  for (const text of [
    '# com▮',
    'const A = 5▮',
    'const A = "x"▮',
    '/* ▮ */ const A = 1',
    'rule R { when { x >▮= 1 } }',
    'rule ▮',
  ])
    t.same(labels(text), [], text);
  t.end();
});

void t.test('what has been given, or is meant by itself, is not offered', (t) => {
  t.notOk(labels('rule R { when { a } ▮ }').includes('when'));
  t.notOk(labels('rule First2 { requires ▮ }').includes('First2'));
  t.notOk(labels('flag f { requires ▮ }').includes('f'));
  t.notOk(labels('const SELF = ▮').includes('SELF'));
  t.notOk(labels('arbiter Self { on * chain ▮ }').includes('Self'));
  t.end();
});

void t.test('edits replace the word, and no more', (t) => {
  const completed = (text: string, label: string): string => {
    const { workspace, path, offset } = marked(text);
    const found = complete(workspace, path, offset).find((each) => each.label === label);
    return found === undefined ? 'none' : (applyEdits(workspace, [found.edit]).get(path) ?? '');
  };
  t.equal(
    completed('segment adult { a }\nrule R { when segment ad▮u { } }', 'adult'),
    'segment adult { a }\nrule R { when segment adult { } }',
  );
  t.equal(completed('tag "fraud"\nrule R tag "fr▮" { }', 'fraud'), 'tag "fraud"\nrule R tag "fraud" { }');
  t.equal(completed('tag "fraud"\nrule R tag ▮', 'fraud'), 'tag "fraud"\nrule R tag "fraud"');
  t.equal(
    completed('fact F { a: number }\r\nrule R { when { any f in facts.▮ } }', 'F'),
    'fact F { a: number }\r\nrule R { when { any f in facts.F } }',
  );
  t.equal(completed('\ufeff# 🌋\nconst A = 1\nconst B = ▮', 'A'), '\ufeff# 🌋\nconst A = 1\nconst B = A');
  t.equal(
    completed('input { l: enum("é🌋", "b") }\nsegment S { l == "▮" }', '"é🌋"'),
    'input { l: enum("é🌋", "b") }\nsegment S { l == "é🌋" }',
  );
  t.equal(
    completed('outcome O { a: number }\nrule R { then O { ▮ } }', 'a'),
    'outcome O { a: number }\nrule R { then O { a:  } }',
  );
  t.equal(completed('const A = 5 k▮m', 'mm'), 'const A = 5 mm');
  t.end();
});

void t.test('a declaration that is broken just now is remembered', (t) => {
  const { workspace, path } = marked(
    'fact F { speed: number }\nrule R { when { any f in facts.F { f.x > 1 } } then A { } }',
  );
  workspace.programs();
  const text = 'fact F { speed: number height: }\nrule R { when { any f in facts.F { f. } } then A { } }';
  workspace.change(path, text);
  const found = complete(workspace, path, text.indexOf('f. ') + 2).map(({ label }) => label);
  t.same(found, ['speed']);
  t.end();
});
