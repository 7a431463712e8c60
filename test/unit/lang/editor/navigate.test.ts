/** Definitions and references of every kind of name, across files. `▮` is where it is asked. */
import t from 'tap';
import { definition, references } from '#lang/editor/navigate.js';
import { occurrencesOf } from '#lang/editor/occurrences.js';
import { marked, shownSpans } from './marked.ts';
import { SAMPLE } from './sample.ts';

interface Found {
  readonly definition: readonly string[];
  readonly references: readonly string[];
}

function found(text: string): Found {
  const { workspace, path, offset } = marked(text);
  return {
    definition: shownSpans(definition(workspace, path, offset)),
    references: shownSpans(references(workspace, path, offset).map(({ span }) => span)),
  };
}

const LIB = '\n-- lib.arb --\nconst HIGH = 5\nfact F { a: number }\nrule Base { then X { } }\ntag "t"\n';

const CASES: readonly (readonly [
  text: string,
  definition: readonly string[],
  references: readonly string[],
])[] = [
  ['import "lib"\nconst A = lib.▮HIGH' + LIB, ['lib.arb:HIGH@6'], ['lib.arb:HIGH@6', 'main.arb:HIGH@27']],
  ['import "lib"\nconst A = ▮lib.HIGH' + LIB, ['lib.arb:@0'], ['main.arb:lib@8', 'main.arb:lib@23']],
  ['import "▮lib" as x\nconst A = x.HIGH' + LIB, ['lib.arb:@0'], ['main.arb:lib@8']],
  [
    'import "lib"\nrule R { requires lib.▮Base then X { } }' + LIB,
    ['lib.arb:Base@41'],
    ['lib.arb:Base@41', 'main.arb:Base@35'],
  ],
  ['import "lib"\nrule R tag "▮t" { then X { } }' + LIB, ['lib.arb:t@66'], ['lib.arb:t@66', 'main.arb:t@25']],
  [
    'import "lib"\nrule R { when { any f in facts.lib.F { f.▮a > 1 } } then X { } }' + LIB,
    ['lib.arb:a@24'],
    ['lib.arb:a@24', 'main.arb:a@54'],
  ],
  [
    'outcome O { a: number }\nexpert rule R { then emit O { a: 1 } }\narbiter A { poll 1m on ▮O where a > 1 stdout }',
    ['main.arb:O@8'],
    ['main.arb:O@8', 'main.arb:O@50', 'main.arb:O@86'],
  ],
  [
    'outcome O { a: number }\nexpert rule R { then emit O { a: 1 } }\narbiter A { poll 1m on O where ▮a > 1 stdout }',
    ['main.arb:a@12'],
    ['main.arb:a@12', 'main.arb:a@54', 'main.arb:a@94'],
  ],
  [
    'expert rule R { then emit Loose { } }\narbiter A { poll 1m on ▮Loose stdout }',
    [],
    ['main.arb:Loose@26', 'main.arb:Loose@61'],
  ],
  [
    'arbiter Up { poll 1m on * chain ▮Down }\narbiter Down { poll 1m source chain://Up }',
    ['main.arb:Down@47'],
    ['main.arb:Down@32', 'main.arb:Down@47'],
  ],
  [
    'arbiter Up { poll 1m on * chain Down }\narbiter Down { poll 1m source chain://U▮p }',
    ['main.arb:Up@8'],
    ['main.arb:Up@8', 'main.arb:Up@77'],
  ],
  [
    'table T {\n  a: number\n  1\n}\nrule R { then X { let r = lookup T where ▮a > 1 order by a else { a: 1 } b: r.a } }',
    ['main.arb:a@12'],
    ['main.arb:a@12', 'main.arb:a@69', 'main.arb:a@84', 'main.arb:a@93', 'main.arb:a@105'],
  ],
  [
    'rule R { when { let x = 1 any y in l { y > ▮x } } then A { b: x } }',
    ['main.arb:x@20'],
    ['main.arb:x@20', 'main.arb:x@43', 'main.arb:x@61'],
  ],
  [
    'rule R { when { any q in a { q > 1 } or any ▮q in b { q > 2 } } then A { b: q } }',
    ['main.arb:q@20', 'main.arb:q@44'],
    ['main.arb:q@20', 'main.arb:q@29', 'main.arb:q@44', 'main.arb:q@53', 'main.arb:q@75'],
  ],
  [
    'const C = count(▮x in a where x > 1) + count(x in b)',
    ['main.arb:x@16'],
    ['main.arb:x@16', 'main.arb:x@29'],
  ],
  [
    'input { u: { a: number } }\nsegment S { u.▮a > 1 }\nrule R { rollout 5 by u.a then X { } }',
    ['main.arb:a@13'],
    ['main.arb:a@13', 'main.arb:a@41', 'main.arb:a@73'],
  ],
  [
    'flag f default "off" { owner: "o" variant "o▮n" { } when { a } split { "on": 10000 } }',
    ['main.arb:on@43'],
    ['main.arb:on@43', 'main.arb:on@71'],
  ],
  [
    'expert rule A { activation_group ▮g when { a } then emit X { } }\nexpert rule B { activation_group g when { a } then emit X { } }',
    [],
    ['main.arb:g@33', 'main.arb:g@97'],
  ],
  [
    'fact UserProfile { id: string }\narbiter A { poll 1m stream user_▮profile by id source UserProfile retain 1h }',
    ['main.arb:UserProfile@5'],
    ['main.arb:UserProfile@5', 'main.arb:user_profile@59', 'main.arb:UserProfile@85'],
  ],
  [
    'include "inc.arb"\nrule R { when segment ▮S then A { } }\n-- inc.arb --\nsegment S { a }\n',
    ['inc.arb:S@8'],
    ['inc.arb:S@8', 'main.arb:S@40'],
  ],
  ['rule R { when { ▮ } then', [], []],
];

void t.test('where names lead', (t) => {
  for (const [text, where, all] of CASES) t.same(found(text), { definition: where, references: all }, text);
  t.end();
});

void t.test('from every place of a name the same places are found', (t) => {
  const { workspace, files } = marked(SAMPLE);
  for (const path of files.keys()) {
    const unit = workspace.unit(path);
    for (const { span, entity } of unit === undefined ? [] : occurrencesOf(unit)) {
      if (entity.kind === 'module') continue;
      const all = references(workspace, path, span.start);
      const isThere = all.some((each) => each.span.source.name === path && each.span.start === span.start);
      if (!isThere) t.fail(`${path}@${span.start} ${entity.kind} ${entity.name}`);
    }
  }
  t.end();
});

void t.test('names in a file that belongs to two programs are found in both', (t) => {
  const { workspace } = marked('import "lib"\nconst A = lib.HIGH' + LIB);
  workspace.open('other.arb', 'import "lib"\nconst B = lib.HIGH');
  t.same(shownSpans(references(workspace, 'lib.arb', 7).map(({ span }) => span)), [
    'lib.arb:HIGH@6',
    'main.arb:HIGH@27',
    'other.arb:HIGH@27',
  ]);
  t.end();
});
