/** What a folder must never contain: time, randomness, I/O and escapes from the type system, each with what to use instead. */
import t from 'tap';
import { codeOnly, type Folder, type SourceFile, sourceFiles } from '../harness/sources.ts';

interface Ban {
  readonly pattern: RegExp;
  readonly instead: string;
  readonly folders: readonly Folder[];
  /** Files that are the one place for it. */
  readonly except?: readonly string[];
}

const PURE: readonly Folder[] = ['lang', 'engine'];
const DRIVEN: readonly Folder[] = ['lang', 'engine', 'streams', 'actors', 'sim'];
const PRODUCTION: readonly Folder[] = ['lang', 'engine', 'streams', 'actors', 'connectors', 'sim', 'app'];

const BANS: readonly Ban[] = [
  {
    pattern: /\bDate\.now\b|\bnew Date\(\)/,
    instead: 'the Clock port, or `now` as a parameter',
    folders: DRIVEN,
  },
  {
    pattern: /\bMath\.random\b/,
    instead: 'the Entropy port',
    folders: PRODUCTION,
    except: ['connectors/system/entropy.ts'],
  },
  { pattern: /\bperformance\b/, instead: 'Clock.stopwatch', folders: DRIVEN },
  {
    pattern: /(?<![.\w#])(?:setTimeout|setInterval|queueMicrotask)\b/,
    instead: 'Clock.setTimeout',
    folders: DRIVEN,
    except: ['actors/ports.ts', 'sim/clock.ts', 'sim/process-clock.ts'],
  },
  { pattern: /\basync\b|\bawait\b|\bPromise\b/, instead: 'a returned Step', folders: PURE },
  { pattern: /\bconsole\b/, instead: 'the Telemetry port or the Terminal', folders: PRODUCTION },
  {
    pattern: /\bprocess\.(?:env|exit|argv|pid|on|once|kill|nextTick|hrtime|cwd|std)/,
    instead: 'a parameter',
    folders: DRIVEN,
  },
  {
    pattern: /\beval\s*\(|new Function\b/,
    instead: 'bytecode',
    folders: PRODUCTION,
    except: ['engine/vm/instantiate.ts'],
  },
  { pattern: /\blocaleCompare\b|\btoLocale/, instead: 'compareText', folders: PRODUCTION },
  { pattern: /^(?:export )?let /m, instead: 'a class with an owner', folders: PRODUCTION },
  { pattern: /^export default/m, instead: 'a named export', folders: PRODUCTION },
  { pattern: /\bany\b(?!['\w-])(?=\s*[;,)\]>=|])/, instead: 'unknown and a check', folders: PRODUCTION },
  { pattern: /[\w)\]]!(?=[.;,)\]])/, instead: 'a check', folders: PRODUCTION },
];

function breaches(file: SourceFile): readonly string[] {
  const code = codeOnly(file.text);
  return BANS.filter(({ folders, except }) => folders.includes(file.folder) && !except?.includes(file.path))
    .filter(({ pattern }) => pattern.test(code))
    .map(({ pattern, instead }) => `${file.path}: ${String(pattern)}; use ${instead}`);
}

void t.test('no folder contains what it must not', (t) => {
  t.same(sourceFiles(PRODUCTION).flatMap(breaches), []);
  t.end();
});

void t.test('the rules themselves', (t) => {
  const check = (folder: Folder, text: string) =>
    breaches({ path: `${folder}/x.ts`, folder, text, lines: [] }).length;
  t.equal(check('engine', 'const at = Date.now();'), 1);
  t.equal(check('engine', '// Date.now() is banned here'), 0);
  t.equal(check('engine', "const text = 'Date.now()';"), 0);
  t.equal(check('actors', 'setTimeout(f, 1);'), 1);
  t.equal(check('actors', 'clock.setTimeout(f, 1);'), 0);
  t.equal(check('lang', 'export async function f() {}'), 1);
  t.equal(check('app', 'let count = 0;'), 1);
  t.equal(check('app', 'const x: any = 1;'), 1);
  t.equal(check('streams', 'list[0]!.x'), 1);
  t.end();
});

/** Casts, except `as const`, import aliases, and the type descriptions that XState asks for. */
function casts({ text }: Pick<SourceFile, 'text'>): readonly string[] {
  return codeOnly(text)
    .split('\n')
    .filter((line) => !/^\s*(?:import|export)\b|^\s*\w+ as \w+,?$/.test(line))
    .filter((line) => /\bas (?!const\b)[A-Z{(\w]/.test(line) && !/: \{\} as /.test(line));
}

void t.test('types are not cast away', (t) => {
  for (const file of sourceFiles(PRODUCTION)) {
    const found = casts(file);
    if (found.length > 0) t.fail(`${file.path} casts: ${found.join(' | ')}`);
  }
  t.equal(casts({ text: 'const a = b as unknown as C;' }).length, 1);
  t.equal(casts({ text: "const a = [1] as const;\nimport { a as b } from 'x';" }).length, 0);
  t.end();
});

/**
 * `catch` belongs to borders: connectors, codecs, actors and the program. Libraries that
 * refuse their input by throwing are called in one file each: zlib, TOML, patterns, cron, the decoder of UTF-8. So does a host that
 * allows no code from text.
 */
const CODECS =
  /^(?:streams\/codec\/|lang\/(?:bundle\/gzip|module\/manifest|module\/text|pattern|cron)\.ts$|engine\/vm\/instantiate\.ts$)/;

void t.test('errors are caught at borders only, and never dropped', (t) => {
  const inner = sourceFiles(['lang', 'engine', 'streams']).filter(({ path }) => !CODECS.test(path));
  t.same(
    inner.filter(({ text }) => /(?<!\.)\bcatch\s*[({]/.test(codeOnly(text))).map(({ path }) => path),
    [],
  );
  const silent = sourceFiles(PRODUCTION).filter(({ text }) =>
    /catch\s*(?:\([^)]*\))?\s*\{\s*\}/.test(codeOnly(text)),
  );
  t.same(
    silent.map(({ path }) => path),
    [],
  );
  t.end();
});
