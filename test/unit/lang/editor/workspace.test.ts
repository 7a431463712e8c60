/** Incremental checks equal full ones, and check again only what they must. Fixed seeds. */
import fc from 'fast-check';
import t from 'tap';
import { type Diagnostic } from '#lang/diagnostic.js';
import { Workspace } from '#lang/editor/workspace.js';
import { pathOf, projectOf } from '../../../harness/project.ts';

function shown(findings: readonly Diagnostic[]): readonly string[] {
  return findings
    .map(({ code, message, span, labels, help }) => {
      const places = [span, ...labels.map((label) => label.span)];
      const at = places.map(({ source, start, end }) => `${source.name}:${start}-${end}`).join(' ');
      return `${at} ${code} ${message} ${help}`;
    })
    .sort();
}

function workspaceOf(files: ReadonlyMap<string, string>): Workspace {
  return new Workspace({ entries: ['main.arb'], files, nowSeconds: 0 });
}

void t.test('a generated project has no mistakes', (t) => {
  const [program] = workspaceOf(projectOf({ seed: 1, modules: 20, rules: 3 })).programs();
  t.same(shown(program?.findings ?? []), []);
  t.equal(program?.rechecked.length, 21);
  t.end();
});

void t.test('only what an edit can change is checked again', (t) => {
  const files = projectOf({ seed: 2, modules: 12, rules: 2 });
  const workspace = workspaceOf(files);
  workspace.programs();
  const path = `${pathOf(5)}.arb`;
  const text = files.get(path) ?? '';
  const rechecked = (edited: string): readonly string[] => {
    workspace.change(path, edited);
    return workspace.programs()[0]?.rechecked ?? [];
  };
  t.same(rechecked(text), [], 'the same text');
  t.same(rechecked(text.replace('value0 >', 'value0 >=')), [pathOf(5)], 'a condition');
  t.same(rechecked(`\n\n${text}`), [pathOf(5)], 'places');
  t.same(
    rechecked(text.replace('const LIMIT5 = 8', 'const LIMIT5 = 9')),
    [pathOf(5)],
    'the value of a const',
  );
  const importers = rechecked(text.replace('const LIMIT5 = 8', 'const LIMIT5 = "8"'));
  t.ok(importers.includes(''), 'the type of a const');
  t.ok(importers.length < 8);
  t.end();
});

void t.test('a fact type that a const passes on is seen through two imports', (t) => {
  const workspace = workspaceOf(
    new Map([
      ['main.arb', 'import "m"\nimport "b"\nrule R { when { any f in m.ALL { f.x > 1 } } then A { } }'],
      ['m.arb', 'import "b"\nconst ALL = b.ALL'],
      ['b.arb', 'import "c"\nconst ALL = facts.c.F'],
      ['c.arb', 'fact F { x: number }'],
    ]),
  );
  const codes = (): readonly string[] => workspace.programs()[0]?.findings.map(({ code }) => code) ?? [];
  t.same(codes(), []);
  workspace.open('c.arb', 'fact F { x: boolean }');
  t.same(codes(), ['check/unordered-type']);
  workspace.close('c.arb');
  t.same(codes(), []);
  t.end();
});

/** Main, a module before and after an edit, and the codes that are found then: what one module sees of another. */
const SEEN: readonly (readonly [main: string, before: string, after: string, ...codes: string[]])[] = [
  [
    'import "m"\narbiter Up { poll 1m on * chain m.Down }',
    'arbiter Down { poll 1m source chain://m.Up }',
    'arbiter Down { poll 1m }',
    'check/chain-without-source',
  ],
  [
    'import "m"\narbiter A { poll 1m on m.Stop worker m.w }',
    'outcome Stop { a: number }\noutcome Halt { a: number }\nfact F { a: number }\nworker w { input Stop output F exec "x" }',
    'outcome Stop { a: number }\noutcome Halt { a: number }\nfact F { a: number }\nworker w { input Halt output F exec "x" }',
    'check/worker-input',
  ],
  [
    'import "m"\nsegment S { age > 1 }\nrule R { when segment S then A { } }',
    'input { age: number }',
    'input { years: number }',
    'check/unknown-path',
  ],
  [
    'import "m"\nsegment S { u.age > 1 }\nrule R { when segment S then A { } }',
    'feature u from "x" { age: number }',
    'feature u from "x" { age: boolean }',
    'check/unordered-type',
  ],
  ['import "m"\nrule R { when { x > m.A } then B { } }', 'const A = 1', '\nconst A = 2'],
  [
    'import "m"\nrule R { requires m.Q then B { } }',
    'rule Q { then B { } }',
    'rule Q { }',
    'parse/missing-then',
  ],
  [
    'import "m"\nconst L = facts.m.F\nrule R { when { any f in L { f.__age_seconds > 5 } } then B { } }',
    'fact F { a: number }',
    'fact F { a: number b: string }',
  ],
  [
    'import "m"\nrule R { when { m.OLD > x } then B { } }',
    'const OLD = max(f.__age_seconds for f in facts.F)',
    'const OLD = 5 s',
  ],
];

void t.test('what modules see of each other', (t) => {
  for (const [main, before, after, ...codes] of SEEN) {
    const texts = new Map([
      ['main.arb', main],
      ['m.arb', before],
    ]);
    const workspace = workspaceOf(texts);
    workspace.programs();
    for (const text of [after, before, after]) {
      workspace.change('m.arb', text);
      const now = workspace.programs()[0]?.findings ?? [];
      t.same(
        shown(now),
        shown(workspaceOf(new Map([...texts, ['m.arb', text]])).programs()[0]?.findings ?? []),
        main,
      );
      if (text === after) t.same(now.map(({ code }) => code).sort(), codes, main);
    }
  }
  t.end();
});

/** Ways to damage, change and mend a text. */
const EDITS: readonly ((text: string, at: number) => string)[] = [
  (text, at) => text.slice(0, at) + text.slice(at + 1),
  (text, at) => `${text.slice(0, at)} } ${text.slice(at)}`,
  (text, at) =>
    text.replace(/(\w+)(\d)( )/g, (all, name: string, digit: string, blank: string, place: number) =>
      Math.abs(place - at) < 30 ? `${name}${digit}9${blank}` : all,
    ),
  (text, at) => withoutLine(text, at),
  (text, at) => lineAt(text, at) + text,
  (text) => text.replace(/ = (\d+)/, ' = "$1"'),
  (text) => text.replace('value: number', 'value: boolean'),
  (text) => text.replace('value: number', 'value: number\n  more: string'),
  (text) => text.replace(/^import .*\n/m, ''),
  (text) => `import "${pathOf(9)}"\n${text}`,
  (text) => `${text}\nexpert rule More { when { count(f in facts.Undeclared) > 0 } then emit Loose { } }`,
  (text) => `${text}\narbiter Sink { poll 1m source chain://Up on Loose where x > 1 stdout }`,
  (text) => text.replace(/rule Rule(\S+) /, 'rule Rule$1 tag "none" '),
  (text) => text.replace('from: number', 'since: number'),
  (text) => `${text}\ninput { total: number }\nfeature user from "u" { age: number }`,
  (text) => text.replaceAll('LIMIT', 'BOUND'),
  (text) => `include "../${pathOf(1)}.arb"\n${text}`,
  (text) => `// é漢🌋\n${text}`,
];

function lineAt(text: string, at: number): string {
  return (
    text.slice(text.lastIndexOf('\n', at) + 1, (text.indexOf('\n', at) + 1 || text.length + 1) - 1) + '\n'
  );
}

function withoutLine(text: string, at: number): string {
  return text.replace(lineAt(text, at), '');
}

void t.test('after any edits the findings are those of a full check', (t) => {
  const steps = fc.array(
    fc.record({
      module: fc.nat(9),
      edit: fc.nat(EDITS.length),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(fc.nat(50), steps, (seed, edits) => {
      const original = projectOf({ seed, modules: 10, rules: 1 });
      const texts = new Map(original);
      const workspace = workspaceOf(original);
      for (const { module, edit, at } of edits) {
        const path = module === 9 ? 'main.arb' : `${pathOf(module)}.arb`;
        const text = texts.get(path) ?? '';
        const change = EDITS[edit];
        const edited =
          change === undefined ? (original.get(path) ?? '') : change(text, Math.floor(at * text.length));
        texts.set(path, edited);
        workspace.change(path, edited);
        const now = workspace.programs()[0]?.findings ?? [];
        const full = workspaceOf(texts).programs()[0]?.findings ?? [];
        t.same(shown(now), shown(full));
        if (JSON.stringify(shown(now)) !== JSON.stringify(shown(full))) return false;
      }
      return true;
    }),
    { seed: 20260101, numRuns: 40 },
  );
  t.end();
});
