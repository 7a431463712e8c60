/** Hovers: of every kind of declaration, of values by their types, of words and quantities, also in files with mistakes. */
import t from 'tap';
import { hover } from '#lang/editor/hover.js';
import { marked, shownSpans } from './marked.ts';

function shown(text: string): string {
  const { workspace, path, offset } = marked(text);
  return hover(workspace, path, offset)?.markdown ?? 'none';
}

const CASES: readonly (readonly [text: string, hover: string])[] = [
  [
    '# The most.\n# Ever.\nconst LI▮MIT = 35',
    '```arb\nconst LIMIT = 35\n```\n\ntype `number`\n\nThe most.\nEver.',
  ],
  ['const A = 5 km\nconst B = ▮A', '```arb\nconst A = 5 km\n```\n\ntype `number<length>`'],
  ['segment S { a > 1 }\nrule R { when segment ▮S then A { } }', '```arb\nsegment S { a > 1 }\n```'],
  ['fact ▮F { a: number b?: list<string> }', '```arb\nfact F {\n  a: number\n  b?: list<string>\n}\n```'],
  ['outcome O { a: number }\nrule R { then ▮O { a: 1 } }', '```arb\noutcome O {\n  a: number\n}\n```'],
  [
    'table T {\n  a: number | b: string\n  1 | "x"\n}\nconst C = lookup ▮T where a == 1',
    '```arb\ntable T {\n  a: number | b: string\n  # 1 rows\n}\n```',
  ],
  ['tag "fr▮aud"', '```arb\ntag "fraud"\n```'],
  [
    'rule A { then X { } }\nrule R priority 5 { kill_switch off active_from 2026-01-01 requires ▮A excludes B rollout 5 when { a } then X { b: 1 } otherwise Y { } }\nrule B { requires R then X { } }',
    '```arb\nrule A {\n  then X { }\n}\n```',
  ],
  [
    'rule ▮R priority 5 { requires A rollout 5 when { a } then X { b: 1 } otherwise Y { } }',
    '```arb\nrule R priority 5 {\n  requires A\n  rollout 5\n  when { a }\n  then X { b: 1 }\n  otherwise Y { }\n}\n```',
  ],
  [
    'expert rule ▮E per_fact cooldown 1h { no_loop activation_group g when { a } for 5m then emit X { } }',
    '```arb\nexpert rule E per_fact cooldown 1h {\n  no_loop\n  activation_group g\n  when { a } for 5m\n  then emit X { }\n}\n```',
  ],
  [
    'strategy ▮S returns O { when { a } then X { } else Y { } }',
    '```arb\nstrategy S returns O {\n  when { a } then X\n  else Y\n}\n```',
  ],
  [
    'flag ▮f default "off" { owner: "o" when { a } then "on" }',
    '```arb\nflag f default "off" {\n  owner: "o"\n  when { a } then "on"\n}\n```',
  ],
  ['arbiter ▮A { poll 1m on * stdout }', '```arb\narbiter A {\n  poll 1m\n  on * stdout\n}\n```'],
  [
    'worker ▮w { input O output F exec "x" }',
    '```arb\nworker w {\n  input O\n  output F\n  exec "x"\n}\n```',
  ],
  [
    'fact F { a: number<length> }\nrule R { when { any f in facts.F { f.▮a > 1 m } } then A { } }',
    'field `a: number<length>` of fact `F`',
  ],
  ['fact F { a: number }\nrule R { when { any f in facts.F { ▮f.a > 1 } } then A { } }', 'local `f: fact F`'],
  ['input { user: { age: number } }\nsegment S { user.▮age > 1 }', 'context `user.age: number`'],
  ['segment S { user.▮age > 1 }', 'context `user.age`'],
  ['import "a/b" as ▮c\n-- a/b.arb --\n', 'namespace `c` of `a/b`'],
  ['import "▮a/b" as c\n-- a/b.arb --\n', 'file `a/b.arb`'],
  ['import "▮gone" as c', 'file `gone.arb`'],
  ['rule R { then ▮Loose { } }', 'outcome `Loose` of no declaration'],
  ['flag f { owner: "o" variant "on" { size: 1 } when { a } then "▮on" }', 'variant `on` of flag `f`'],
  ['const A = 28▮ C', '`28 C`: temperature, 301.15 K'],
  ['const A = 5▮ km', '`5 km`: length, 5000 m'],
  ['const A = 5▮ USD', '`USD`: currency, an exact decimal'],
  ['const A = 1▮h', '`1h` is 3600 s'],
  ['fact F { a: number<len▮gth> }', '**length** in `m`, `yd`, `mm`, `mi`, `km`, `in`, `ft`, `cm`'],
  [
    'rule R { re▮quires A then X { } }',
    '**requires**\n\napplies only if these have matched: `requires A, B`',
  ],
  [
    'ex▮pert rule R { then emit X { } }',
    '**expert rule**\n\na rule over facts that runs until nothing changes: `expert rule Name { when { … } then emit Outcome { … } }`',
  ],
  ['const A = ▮abs(1)', '**abs**\n\nabs(x) → the absolute value'],
  ['# ▮rule', 'none'],
  ['▮', 'none'],
];

void t.test('what is shown', (t) => {
  for (const [text, expected] of CASES) t.equal(shown(text), expected, text);
  t.end();
});

void t.test('a declaration that is broken just now is shown as it last was', (t) => {
  const { workspace, path } = marked(
    'fact F { a: number }\nrule R { when { any f in facts.F { true } } then A { } }',
  );
  workspace.programs();
  workspace.change(path, 'fact F { a: }\nrule R { when { any f in facts.F { true } } then A { } }');
  t.match(hover(workspace, path, 6)?.markdown ?? '', /a: number/);
  t.end();
});

void t.test('the span is that of the name, in UTF-16 units, whatever stands before it', (t) => {
  for (const before of ['', '\ufeff', '# é漢🌋\r\n', 'const Z = "🌋"\r\n']) {
    const { workspace, path, offset } = marked(
      `${before}import "m" as ns\nconst A = ns.HI▮GH\n-- m.arb --\nconst HIGH = 1\n`,
    );
    const found = hover(workspace, path, offset);
    t.same(shownSpans(found === undefined ? [] : [found.span]), [`main.arb:HIGH@${offset - 2}`]);
  }
  t.end();
});
