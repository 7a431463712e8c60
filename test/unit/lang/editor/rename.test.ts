/** Renames: what is edited, what is refused, and that there and back again is where one began. */
import t from 'tap';
import { applyEdits } from '#lang/editor/edits.js';
import { references } from '#lang/editor/navigate.js';
import { occurrencesOf } from '#lang/editor/occurrences.js';
import { rename, renamed } from '#lang/editor/rename.js';
import type { Workspace } from '#lang/editor/workspace.js';
import { marked } from './marked.ts';
import { SAMPLE } from './sample.ts';

/** The files after it, or why not. */
function after(text: string, name: string): string {
  const { workspace, path, offset, files } = marked(text);
  const found = rename(workspace, { path, offset }, name);
  if (found.kind === 'refused') return `refused: ${found.reason}`;
  const texts = applyEdits(workspace, found.edits);
  return [...files].map(([each, before]) => texts.get(each) ?? before).join('--\n');
}

const MADE: readonly (readonly [text: string, name: string, after: string])[] = [
  ['const ▮A = 1\nconst B = A + A', 'C', 'const C = 1\nconst B = C + C'],
  ['import "m"\nconst B = m.▮A\n-- m.arb --\nconst A = 1', 'C', 'import "m"\nconst B = m.C\n--\nconst C = 1'],
  [
    'import "m"\nconst B = ▮m.A\n-- m.arb --\nconst A = 1',
    'n',
    'import "m" as n\nconst B = n.A\n--\nconst A = 1',
  ],
  [
    'import "m" as n\nconst B = ▮n.A\n-- m.arb --\nconst A = 1',
    'm',
    'import "m"\nconst B = m.A\n--\nconst A = 1',
  ],
  [
    'import "m" as n\nconst B = ▮n.A\n-- m.arb --\nconst A = 1',
    'o',
    'import "m" as o\nconst B = o.A\n--\nconst A = 1',
  ],
  ['tags "a, ▮b"\nrule R tag "b" { then X { } }', 'c', 'tags "a, c"\nrule R tag "c" { then X { } }'],
  [
    'fact F { ▮a: number }\nrule R { when { any f in facts.F { f.a > 1 } } then X { } }',
    'b',
    'fact F { b: number }\nrule R { when { any f in facts.F { f.b > 1 } } then X { } }',
  ],
  [
    'outcome O { a: { ▮b: number } }\nexpert rule R { then emit O { a: x } }\narbiter A { poll 1m on O where a.b > 1 stdout }',
    'c',
    'outcome O { a: { c: number } }\nexpert rule R { then emit O { a: x } }\narbiter A { poll 1m on O where a.c > 1 stdout }',
  ],
  [
    'outcome O { n: number }\nflag f returns O { owner: "o" defaults { n: 1 } variant "a" { ▮n: 2 } }',
    'm',
    'outcome O { m: number }\nflag f returns O { owner: "o" defaults { m: 1 } variant "a" { m: 2 } }',
  ],
  [
    'outcome O { n: number }\nflag f returns ▮O { owner: "o" defaults { n: 1 } }',
    'P',
    'outcome P { n: number }\nflag f returns P { owner: "o" defaults { n: 1 } }',
  ],
  ['rule R { when { let ▮é = 1 } }', 'x', 'refused: there is no name here'],
  [
    'rule R { when { let ▮x = 1 x > 0 } then A { b: x } }',
    'y',
    'rule R { when { let y = 1 y > 0 } then A { b: y } }',
  ],
  [
    'expert rule R { then emit Lo▮ose { } }\narbiter A { poll 1m on Loose stdout }',
    'Free',
    'expert rule R { then emit Free { } }\narbiter A { poll 1m on Free stdout }',
  ],
  [
    'arbiter Up { poll 1m on * chain ▮Down }\narbiter Down { poll 1m source chain://Up }',
    'Low',
    'arbiter Up { poll 1m on * chain Low }\narbiter Low { poll 1m source chain://Up }',
  ],
  [
    'arbiter U▮p { poll 1m on * chain Down }\narbiter Down { poll 1m source chain://Up }',
    'High',
    'arbiter High { poll 1m on * chain Down }\narbiter Down { poll 1m source chain://High }',
  ],
  ['\ufeff# 🌋\r\nconst ▮A = "é"\r\nconst B = A\r\n', 'C', '\ufeff# 🌋\r\nconst C = "é"\r\nconst B = C\r\n'],
];

const REFUSED: readonly (readonly [text: string, name: string, reason: RegExp])[] = [
  ['const ▮A = 1', 'x y', /is no name/],
  ['const ▮A = 1', 'not', /word of the language/],
  ['const ▮A = 1\nconst B = A', 'B', /mean something else/],
  ['const ▮A = 1\nsegment S { limit > A }', 'limit', /mean something else/],
  ['const LIMIT = 1\nrule R { when { let x = 1 ▮x > LIMIT } then A { } }', 'LIMIT', /mean something else/],
  ['rule R { when { let ▮x = 1 x > y } then A { } }', 'y', /mean something else/],
  ['fact F { a: number ▮b: number }', 'a', /mean something else/],
  ['fact F { ▮a: number }', 'type', /mean something else/],
  ['tag "▮a"', 'b,c', /cannot be written/],
  ['segment S { us▮er.age > 1 }', 'u', /nothing in the project declares/],
  [
    'fact F { a: number }\nrule R { when { any f in facts.F { f.k▮ey == "a" } } then A { } }',
    'k',
    /nothing in the project declares/,
  ],
  ['import "▮m" as x\n-- m.arb --\n', 'n', /where it is stored/],
  ['flag f default true { owner: "o" when { a } then tr▮ue }', 'on', /without quotes/],
  ['const ▮A = 1\nrule R { when { A > } }', 'B', /mistakes/],
];

void t.test('what is edited', (t) => {
  for (const [text, name, expected] of MADE) t.equal(after(text, name), expected, text);
  t.end();
});

void t.test('what is refused', (t) => {
  for (const [text, name, reason] of REFUSED) t.match(after(text, name), reason, text);
  const { workspace } = marked('const A = 1');
  t.equal(renamed(workspace, { path: 'main.arb', offset: 6 })?.start, 6);
  t.equal(renamed(workspace, { path: 'main.arb', offset: 0 }), undefined);
  t.end();
});

function apply(workspace: Workspace, path: string, offset: number, name: string): Workspace | null {
  const found = rename(workspace, { path, offset }, name);
  return found.kind === 'refused' ? null : workspace.fork(applyEdits(workspace, found.edits));
}

void t.test('there and back again, for every name of the sample', (t) => {
  const { workspace, files } = marked(SAMPLE.replace('stream quake', 'stream Quake'));
  const seen = new Set<string>();
  let count = 0;
  for (const path of files.keys()) {
    const unit = workspace.unit(path);
    for (const { entity, span } of unit === undefined ? [] : occurrencesOf(unit)) {
      const key = `${entity.kind} ${entity.owner} ${entity.name}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const uses = references(workspace, path, span.start);
      const last = uses.at(-1);
      if (last === undefined) continue;
      const there = apply(workspace, path, span.start, 'zzz');
      if (there === null) continue;
      count++;
      const again = references(there, path, placeIn(there, path, 'zzz')).at(-1);
      const text = span.source.text.slice(span.start, span.end);
      const back = again && apply(there, again.span.source.name, again.span.start, text);
      for (const [each, before] of files)
        if (back?.files.get(each)?.source.text !== before) t.fail(`${key} in ${each}`);
    }
  }
  t.ok(count > 60, `${count} names`);
  t.end();
});

function placeIn(workspace: Workspace, path: string, word: string): number {
  const unit = workspace.unit(path);
  const found =
    unit === undefined
      ? undefined
      : occurrencesOf(unit).find(({ span }) => span.source.text.slice(span.start, span.end) === word);
  return found?.span.start ?? -1;
}
