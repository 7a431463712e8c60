/**
 * The programs that the language was first described by still compile. Some are excerpts and name what they do not show: those
 * have a file `NAME.added.arb` with the missing declarations or files, and the page of differences says so. Without it
 * they must not compile, so that neither the files nor the page claim more than is needed.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { compileFiles } from '#lang/compiler/compile.js';
import { parseFile } from '#lang/module/files.js';
import { ROOT } from '../../harness/sources.ts';
import { splitFiles } from './snippets.ts';

const FOLDER = join(ROOT, 'test', 'unit', 'lang', 'fixtures', 'original');
const DIFFERENCES = readFileSync(join(ROOT, 'docs', 'language', 'differences.md'), 'utf8');

const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.arb') && !file.endsWith('.added.arb'))
  .map((file) => file.replace(/\.arb$/, ''));

/** Each is an expression, not a program. */
const OPERATORS: readonly string[] = [
  'x == 1',
  'x != 1',
  'x > 1',
  'x < 1',
  'x >= 1',
  'x <= 1',
  'a and b',
  'a or b',
  'not a',
  'role in ["admin", "mod"]',
  'role not in ["banned"]',
  'tags contains "vip"',
  'tags not contains "spam"',
  'a retains b',
  'a not retains b',
  'a subset_of b',
  'a superset_of b',
  'a vague_contains b',
  'name starts_with "Dr"',
  'email ends_with ".edu"',
  'code matches "^[A-Z]{3}$"',
  'value is null',
  'value is not null',
  'age between [18, 65]',
  'score between (0, 100)',
  'temp between [0, 100)',
  'temp between (0, 100]',
  'price * quantity > 1000',
  'score + bonus >= threshold',
  'any item in cart.items { item.price > 100 }',
  'all item in cart.items { item.in_stock == true }',
  'none item in cart.items { item.banned == true }',
  '(a > 1 or b > 2) and c > 3',
];

/** In a text a line `-- name --` begins another file. */
function errorsOf(text: string): readonly string[] {
  const files = new Map(
    splitFiles(text, 'main.arb').map(([path, source]) => [path, parseFile(path, source)]),
  );
  const { diagnostics } = compileFiles('main.arb', files, { name: 'original' });
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

function addedTo(name: string): string | undefined {
  const path = join(FOLDER, `${name}.added.arb`);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** The names of what is declared, and the paths of files. */
function declaredIn(added: string): readonly string[] {
  const declared = [
    ...added.matchAll(/^(?:expert rule|rule|segment|outcome|fact|arbiter) (\w+)|^-- (\S+) --$/gm),
  ];
  const files = declared.flatMap(([, , file]) => file ?? []);
  return files.length > 0 ? files : declared.flatMap(([, name]) => name ?? []);
}

for (const name of names) {
  void t.test(name, (t) => {
    const text = `-- main.arb --\n${readFileSync(join(FOLDER, `${name}.arb`), 'utf8')}`;
    const added = addedTo(name);
    t.same(errorsOf(`${text}\n${added ?? ''}`), []);
    if (added !== undefined) {
      t.not(errorsOf(text).length, 0, 'it does not compile alone');
      for (const missing of declaredIn(added)) t.match(DIFFERENCES, missing, 'the page names what to add');
    }
    t.end();
  });
}

void t.test('operators', (t) => {
  for (const operator of OPERATORS)
    t.same(errorsOf(`rule R { when { ${operator} } then A { } }`), [], operator);
  t.end();
});

void t.test('nothing is left over', (t) => {
  const stray = readdirSync(FOLDER).filter((file) => !names.includes(file.replace(/(?:\.added)?\.arb$/, '')));
  t.same(stray, []);
  t.equal(names.length, 25);
  t.end();
});
