/** The dependency line: an import may only point left, and each folder has its own list of packages. */
import t from 'tap';
import { FOLDERS, type Folder, importsOf, sourceFiles } from '../harness/sources.ts';

/** A peer that may be absent: only its own entry point may need it. */
const OPENFEATURE = '@openfeature/server-sdk';

/** What the benchmarks compare with, and nothing else may need. */
const PEERS = ['@gorules/zen-engine', '@marcbachmann/cel-js', 'json-logic-js', 'json-rules-engine', 'nools'];

const PACKAGES: Readonly<Record<Folder, readonly string[]>> = {
  lang: ['typescript-parsec', 're2js', 'smol-toml', 'croner', 'node:crypto', 'node:zlib'],
  engine: ['fastest-validator', 'decimal.js', 're2js', 'node:crypto', 'node:module'],
  streams: ['rxjs', 'msgpackr'],
  actors: ['xstate', 'rxjs'],
  connectors: ['nats', 'lmdb', 'pino', 'prom-client', 'csv-parse/sync', 'rxjs', 'node:'],
  sim: ['rxjs', 'xstate', 'decimal.js', 'node:crypto'],
  app: ['node:', OPENFEATURE],
  test: [
    'tap',
    'tap-parser',
    'fast-check',
    'rxjs',
    'xstate',
    'nats',
    'lmdb',
    'msgpackr',
    'typescript-parsec',
    ...PEERS,
    OPENFEATURE,
    'node:',
  ],
};

/** Why an import is not allowed, or `null`. */
function importFault(folder: Folder, specifier: string): string | null {
  if (specifier.startsWith('./')) return null;
  if (specifier.startsWith('../'))
    return specifier.includes('../../../') && folder !== 'test' ? 'leaves its folder' : null;
  if (specifier.startsWith('#')) return crossingFault(folder, specifier.slice(1).split('/')[0] ?? '');
  const allowed = PACKAGES[folder].some(
    (name) => specifier === name || (name.endsWith(':') && specifier.startsWith(name)),
  );
  return allowed ? null : `${folder} may not use ${specifier}`;
}

function crossingFault(folder: Folder, target: string): string | null {
  const from = FOLDERS.indexOf(folder);
  const to = FOLDERS.findIndex((name) => name === target);
  if (folder === 'sim' && target === 'connectors') return 'connectors and sim never see each other';
  return to >= 0 && to < from ? null : `${folder} may not import ${target}`;
}

void t.test('every import points left or to an allowed package', (t) => {
  const faults = sourceFiles().flatMap(({ path, folder, text }) =>
    importsOf(text).flatMap((specifier) => {
      const fault = importFault(folder, specifier);
      return fault === null ? [] : [`${path}: ${fault}`];
    }),
  );
  t.same(faults, []);
  t.end();
});

void t.test('what may be absent is imported at one place', (t) => {
  const importers = sourceFiles().filter(
    ({ path, text }) => !path.startsWith('test/') && importsOf(text).includes(OPENFEATURE),
  );
  t.same(
    importers.filter(({ path }) => !path.startsWith('app/openfeature/')).map(({ path }) => path),
    [],
  );
  const reaching = sourceFiles().filter(
    ({ path, text }) =>
      !/^(?:test|app\/openfeature)\//.test(path) &&
      importsOf(text).some((name) => name.includes('openfeature/')),
  );
  t.same(
    reaching.map(({ path }) => path),
    [],
  );
  t.end();
});

void t.test('the rule itself', (t) => {
  t.equal(importFault('engine', '#lang/units.js'), null);
  t.match(importFault('lang', '#engine/value.js'), /may not import engine/);
  t.match(importFault('sim', '#connectors/lmdb/store.js'), /never see each other/);
  t.match(importFault('engine', 'rxjs'), /may not use rxjs/);
  t.match(importFault('actors', 'node:fs'), /may not use node:fs/);
  t.same(
    importsOf("import { a } from './a.ts';\nexport * from '#lang';\nimport 'tap';\nawait import('tap');"),
    ['./a.ts', '#lang', 'tap', 'tap'],
  );
  t.end();
});
