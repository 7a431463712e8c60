/** Programs that follow their files: swapped whole, and never for something broken. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type LoadFailure, type LoadedProgram, watchProgram, type WatchedProgram } from '#app/library.js';
import { failureText } from '#app/watch.js';
import { contextFromJson, decideRules } from '#engine';
import t from 'tap';
import { until } from '../../harness/await-until.ts';
import { HandWatch } from '../../harness/hand-watch.ts';
import { temporaryDirectory } from '../../harness/temporary.ts';

/** Two files that agree only when both are of one version. */
function write(folder: string, version: number): void {
  writeFileSync(join(folder, 'limits.arb'), `const LIMIT = ${version}\n`);
  writeFileSync(
    join(folder, 'main.arb'),
    `import "limits"\nrule R { when { true } then Seen { own: ${version}, other: limits.LIMIT } }\n`,
  );
}

function seenBy({ current }: WatchedProgram): unknown {
  if (current === null) return null;
  const context = contextFromJson({});
  return decideRules(current.program, context, { nowSeconds: 0 }).matched[0]?.params['own'];
}

function isWhole({ current }: WatchedProgram): boolean {
  if (current === null) return false;
  const [first] = decideRules(current.program, contextFromJson({}), { nowSeconds: 0 }).matched;
  return first !== undefined && first.params['own'] === first.params['other'];
}

function project(t: Parameters<typeof temporaryDirectory>[0]): string {
  const folder = temporaryDirectory(t);
  writeFileSync(join(folder, 'arbiter.toml'), '[project]\nname = "p"\nversion = "1.0.0"\n');
  write(folder, 0);
  return folder;
}

void t.test('a hundred edits while decisions go on: each sees one version whole', async (t) => {
  const folder = project(t);
  const ports = new HandWatch();
  const versions: unknown[] = [];
  const watched = await watchProgram(join(folder, 'main.arb'), {
    ports,
    onChange: () => versions.push(seenBy(watched)),
    onError: (failure) => t.fail(failureText(failure)),
  });
  const evaluation = { isOver: false, count: 0, torn: 0 };
  const evaluating = evaluate(watched, evaluation);
  for (let version = 1; version <= 100; version++) {
    write(folder, version);
    ports.signal();
    await until(`version ${version}`, () => {
      ports.elapse();
      return versions.length === version;
    });
  }
  evaluation.isOver = true;
  await evaluating;
  await watched.close();
  t.same(
    versions,
    Array.from({ length: 100 }, (_, index) => index + 1),
  );
  t.ok(evaluation.count >= 100);
  t.equal(evaluation.torn, 0);
});

async function evaluate(
  watched: WatchedProgram,
  evaluation: { isOver: boolean; count: number; torn: number },
): Promise<void> {
  while (!evaluation.isOver) {
    evaluation.count += 1;
    if (!isWhole(watched)) evaluation.torn += 1;
    await setImmediate();
  }
}

void t.test('half of an edit is no program: one look is not enough', async (t) => {
  const folder = project(t);
  const ports = new HandWatch();
  const changes: LoadedProgram[] = [];
  const watched = await watchProgram(join(folder, 'main.arb'), {
    ports,
    onChange: (current) => changes.push(current),
  });
  writeFileSync(join(folder, 'limits.arb'), 'const LIMIT = 7\n');
  ports.signal();
  ports.elapse();
  await until('the first look, after which it waits to look again', () => ports.waits === 2);
  t.equal(seenBy(watched), 0);
  write(folder, 7);
  await until('the change', () => {
    ports.elapse();
    return changes.length === 1;
  });
  t.ok(isWhole(watched));
  t.equal(seenBy(watched), 7);
  await watched.close();
});

void t.test('what is broken replaces nothing, and is said', async (t) => {
  const folder = project(t);
  const failures: LoadFailure[] = [];
  const changes: LoadedProgram[] = [];
  const watched = await watchProgram(join(folder, 'main.arb'), {
    ports: new HandWatch(),
    onChange: (current) => changes.push(current),
    onError: (failure) => failures.push(failure),
  });
  const first = watched.current;
  writeFileSync(join(folder, 'limits.arb'), 'const LIMIT = \n');
  await watched.reload();
  t.equal(watched.current, first);
  t.equal(watched.failure?.kind, 'rejected');
  t.match(failures.map(failureText), [/limits\.arb:\d+:\d+: /]);
  rmSync(join(folder, 'main.arb'));
  await watched.reload();
  t.match(failures.map(failureText)[1], /main\.arb cannot be read/);
  t.equal(watched.current, first);
  write(folder, 0);
  await watched.reload();
  t.equal(watched.failure, null);
  t.equal(changes.length, 1, 'whole again, though the same');
  await watched.close();
});

void t.test('a program that begins broken is taken when it is mended', async (t) => {
  const folder = temporaryDirectory(t);
  const path = join(folder, 'a.arb');
  const ports = new HandWatch();
  const watched = await watchProgram(path, { ports });
  t.equal(watched.current, null);
  t.equal(watched.failure?.kind, 'unreadable');
  writeFileSync(path, 'rule R { when { true } then Seen { own: 1 } }');
  await watched.reload();
  t.equal(seenBy(watched), 1);
  await watched.close();
  writeFileSync(path, 'rule R { when { true } then Seen { own: 2 } }');
  await watched.reload();
  t.equal(seenBy(watched), 1, 'closed');
  t.equal(ports.folders.size, 0);
  t.equal(ports.waits, 0);
});

void t.test('the folders of all files are watched, those that are wanted and missing too', async (t) => {
  const folder = project(t);
  const ports = new HandWatch();
  const watched = await watchProgram(join(folder, 'main.arb'), { ports });
  t.same([...ports.folders.keys()], [folder]);
  writeFileSync(
    join(folder, 'main.arb'),
    'import "more/limits"\nrule R { when { true } then S { own: limits.A } }',
  );
  await watched.reload();
  t.same([...ports.folders.keys()].sort(), [folder, join(folder, 'more')]);
  mkdirSync(join(folder, 'more'));
  writeFileSync(join(folder, 'more', 'limits.arb'), 'const A = 5');
  ports.signal();
  await until('the missing file', () => {
    ports.elapse();
    return seenBy(watched) === 5;
  });
  write(folder, 3);
  await watched.reload();
  t.same([...ports.folders.keys()], [folder]);
  await watched.close();
});

void t.test('polling finds what nothing signals', async (t) => {
  const folder = project(t);
  const ports = new HandWatch();
  const watched = await watchProgram(join(folder, 'main.arb'), { ports });
  write(folder, 9);
  await until('the change', () => {
    ports.elapse();
    return seenBy(watched) === 9;
  });
  await watched.close();
});

void t.test('the real file system', async (t) => {
  const folder = project(t);
  const changes: LoadedProgram[] = [];
  const watched = await watchProgram(join(folder, 'main.arb'), {
    quietMs: 5,
    pollMs: 1_000,
    onChange: (current) => changes.push(current),
  });
  write(folder, 1);
  await until('a file that is written', () => changes.length > 0 && seenBy(watched) === 1);
  writeFileSync(join(folder, 'limits.next'), 'const LIMIT = 2\n');
  renameSync(join(folder, 'limits.next'), join(folder, 'limits.arb'));
  await until('a file that is replaced', () => !isWhole(watched));
  await watched.close();
});

void t.test('a folder that is not there is polled', async (t) => {
  const folder = join(temporaryDirectory(t), 'later');
  const watched = await watchProgram(join(folder, 'main.arb'), { quietMs: 5, pollMs: 5 });
  mkdirSync(folder);
  write(folder, 4);
  await until('the program', () => seenBy(watched) === 4);
  await watched.close();
});
