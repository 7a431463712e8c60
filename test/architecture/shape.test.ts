/** Sizes, names, headers and dead files: what keeps the house readable. Function sizes are the linter's. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import t from 'tap';
import { unhooked } from '../harness/child.ts';
import { importsOf, ROOT, type SourceFile, sourceFiles } from '../harness/sources.ts';

const PRODUCTION = ['lang', 'engine', 'streams', 'actors', 'connectors', 'sim', 'app'] as const;
const LINES_MAX = 400;
/** Long because they are tables. */
const LONG_TABLES = new Set(['lang/catalogue/types.ts']);

const ROOT_ENTRIES = new Set([
  ...PRODUCTION,
  'test',
  'examples',
  'docs',
  '.ci',
  '.gitignore',
  '.oxlintrc.json',
  '.taprc',
  'biome.json',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'LICENSE',
  'README.md',
  'nats.conf',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
]); // prettier-ignore
const LOCAL_ENTRIES = new Set([
  '.git',
  'node_modules',
  'dist',
  '.tap',
  '.arbiter',
  '.nyc_output',
  'coverage',
]);

const BANNED_NOUNS =
  /^(?:manager|helper|util|utils|common|misc|processor|handler|service|wrapper|base|data|info|item)$/;
const BANNED_ADJECTIVES = /^(?:new|old|enhanced|advanced|smart|simple|improved|final|v2)$/;

function segmentsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[-_./]/);
}

function badSegments(name: string): readonly string[] {
  return segmentsOf(name).filter((segment) => BANNED_NOUNS.test(segment) || BANNED_ADJECTIVES.test(segment));
}

/** The product's own nouns: what the language calls them. */
const PRODUCT_NOUNS = new Set(['CompiledHandler', 'HandlerClause', 'handlersOf']);

function exportedNames({ text }: SourceFile): readonly string[] {
  return [...text.matchAll(/^export (?:async )?(?:const|function\*?|class|interface|type) (\w+)/gm)].map(
    (match) => match[1] ?? '',
  );
}

void t.test('files are short and begin by saying what they own', (t) => {
  for (const { path, lines, text } of sourceFiles(PRODUCTION)) {
    if (lines.length > LINES_MAX && !LONG_TABLES.has(path)) t.fail(`${path} has ${lines.length} lines`);
    if (!/^(?:#!.*\n)?\/\*\*/.test(text)) t.fail(`${path} has no header comment`);
  }
  t.end();
});

void t.test('names say what a thing is', (t) => {
  for (const file of sourceFiles(PRODUCTION)) {
    for (const name of [file.path, ...exportedNames(file)]) {
      const bad = PRODUCT_NOUNS.has(name) ? [] : badSegments(name);
      if (bad.length > 0) t.fail(`${file.path}: ${name} contains ${bad.join(', ')}`);
    }
    t.match(file.path, /^[a-z0-9./-]+\.ts$/, 'kebab-case');
  }
  t.same(badSegments('SessionManager'), ['manager']);
  t.same(badSegments('fact-index.ts'), []);
  t.end();
});

void t.test('every file is reached from an entry point', (t) => {
  const files = sourceFiles(PRODUCTION);
  const entries = [
    'app/main.ts',
    'app/library.ts',
    'app/openfeature/provider.ts',
    'app/http/middleware.ts',
    'sim/index.ts',
  ];
  const known = new Map(files.map((file) => [file.path, file]));
  const reached = new Set<string>();
  const visit = (path: string): void => {
    const file = known.get(path);
    if (file === undefined || reached.has(path)) return;
    reached.add(path);
    for (const specifier of importsOf(file.text)) visit(resolve(path, specifier));
  };
  entries.forEach(visit);
  t.same(
    files.map(({ path }) => path).filter((path) => !reached.has(path)),
    [],
  );
  t.end();
});

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return normalize(join(dirname(from), specifier));
  if (!specifier.startsWith('#')) return specifier;
  const inside = specifier.slice(1).replace(/\.js$/, '.ts');
  return inside.includes('/') ? inside : `${inside}/index.ts`;
}

void t.test('the root holds nothing unexpected', (t) => {
  const entries = readdirSync(ROOT).filter((entry) => !ROOT_ENTRIES.has(entry) && !LOCAL_ENTRIES.has(entry));
  t.same(entries, []);
  for (const entry of ROOT_ENTRIES) t.ok(existsSync(join(ROOT, entry)), `${entry} exists`);
  t.end();
});

void t.test('lint and format are clean', (t) => {
  const bin = join(ROOT, 'node_modules', '.bin');
  for (const command of [
    unhooked(join(bin, 'oxlint'), '--type-aware', ...PRODUCTION, 'test'),
    unhooked(join(bin, 'biome'), 'format'),
  ]) {
    const [program, ...args] = command;
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: ROOT, encoding: 'utf8' });
    t.equal(status, 0, `${command.join(' ')}: ${stdout}${stderr}`.slice(0, 4000));
  }
  t.end();
});
