/** Goal: `exec` handlers run exactly what they name, tell it the outcome, and never wait for it without end. */
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { StoredOutcome } from '#actors/records.js';
import { commandOf, execSink } from '#connectors/sinks/exec.js';
import { temporaryDirectory } from '../../harness/temporary.ts';

const OUTCOME: StoredOutcome = {
  id: '0123456789abcdef',
  arbiter: 'boiler',
  key: 'b7; rm -rf /',
  rule: 'Hot',
  name: 'Hot',
  params: { value: 96 },
  at: Date.UTC(2026, 10, 21, 8),
  handler: 'exec',
  target: '',
};

interface Scripted {
  /** Default: `node`. */
  readonly program?: 'node' | 'sh';
  readonly timeoutMs?: number;
}

/** A sink that may run a script in a folder of its own. */
function scripted(t: Test, script: string, { program = 'node', timeoutMs = 60_000 }: Scripted = {}) {
  const directory = realpathSync(temporaryDirectory(t));
  writeFileSync(join(directory, 'script.mjs'), script);
  const sink = execSink({ allowed: new Set([program]), directory, timeoutMs });
  const deliver = (more = '') => sink.deliver({ ...OUTCOME, target: `${program} script.mjs${more}` });
  return { sink, directory, deliver };
}

void t.test('a target is a name and arguments', (t) => {
  t.same(commandOf('  notify --channel  ops\t$HOME;x '), ['notify', '--channel', 'ops', '$HOME;x']);
  t.end();
});

void t.test('the program gets the outcome, its arguments as they stand, and little else', async (t) => {
  process.env['ARBITER_SLACK_TOKEN'] = 'xoxb-secret';
  t.teardown(() => delete process.env['ARBITER_SLACK_TOKEN']);
  const { directory, deliver } = scripted(
    t,
    `import { readFileSync, writeFileSync } from 'node:fs';
     const told = { args: process.argv.slice(2), line: readFileSync(0, 'utf8'), env: process.env, cwd: process.cwd() };
     writeFileSync('told.json', JSON.stringify(told));`,
  );
  await deliver(' --to $HOME `id` a;b');
  const told = JSON.parse(readFileSync(join(directory, 'told.json'), 'utf8'));
  t.same(told.args, ['--to', '$HOME', '`id`', 'a;b']);
  t.match(JSON.parse(told.line), { id: OUTCOME.id, key: OUTCOME.key, outcome: 'Hot', params: { value: 96 } });
  t.equal(told.cwd, directory);
  t.match(told.env, {
    ARB_ID: OUTCOME.id,
    ARB_KEY: OUTCOME.key,
    ARB_OUTCOME: 'Hot',
    ARB_ARBITER: 'boiler',
    ARB_RULE: 'Hot',
  });
  t.equal(told.env.ARBITER_SLACK_TOKEN, undefined);
});

void t.test('what is not allowed is not run', async (t) => {
  const sink = execSink({ allowed: new Set(['node']), directory: tmpdir() });
  for (const target of ['sh -c true', 'node/../sh', './node', ''])
    await t.rejects(sink.deliver({ ...OUTCOME, target }), {
      message: /it is not allowed to run/,
      retryable: false,
    });
});

void t.test('ends that are no deliveries', async (t) => {
  const status = scripted(t, `console.error('no\\u001b[2J paper'); process.exit(3);`);
  await t.rejects(status.deliver(), {
    message: 'delivery to exec node failed: it ended with status 3: no\\u{1b}[2J paper',
    retryable: true,
  });
  const killed = scripted(t, `process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000);`);
  await t.rejects(killed.deliver(), { message: /it was ended by SIGTERM/ });
  const absent = execSink({ allowed: new Set(['no-such-program']), directory: tmpdir() });
  await t.rejects(absent.deliver({ ...OUTCOME, target: 'no-such-program' }), {
    message: /there is no such program/,
  });
  const loud = scripted(
    t,
    `process.stderr.write('x'.repeat(5_000_000)); process.stdout.write('y'.repeat(5_000_000)); process.exitCode = 1;`,
  );
  await t.rejects(loud.deliver(), {
    message: `delivery to exec node failed: it ended with status 1: ${'x'.repeat(200)}`,
  });
  const deaf = scripted(t, `process.exit(0);`);
  await t.resolves(deaf.deliver(), 'one that does not read its input');
});

const STARTS_ANOTHER = 'sleep 1000 & echo $$ $! > pids; wait';

function isRunning(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

/** A signal arrives in its own time; what is never gone runs into the time-out of the test. */
async function gone(pid: number): Promise<void> {
  while (isRunning(pid)) await new Promise((resume) => setImmediate(resume));
}

async function pidsIn(directory: string): Promise<readonly number[]> {
  const path = join(directory, 'pids');
  while (!existsSync(path) || readFileSync(path, 'utf8') === '')
    await new Promise((resume) => setImmediate(resume));
  return readFileSync(path, 'utf8').split(' ').map(Number);
}

void t.test(
  'one that takes too long is killed with what it has started',
  { skip: process.platform !== 'linux' && 'needs /proc' },
  async (t) => {
    const { deliver, directory } = scripted(t, STARTS_ANOTHER, { program: 'sh', timeoutMs: 1000 });
    await t.rejects(deliver(), { message: /it took longer than 1000 ms/, retryable: true });
    for (const pid of await pidsIn(directory)) await gone(pid);
  },
);

void t.test('closing kills what runs', { skip: process.platform !== 'linux' && 'needs /proc' }, async (t) => {
  const { deliver, directory, sink } = scripted(t, STARTS_ANOTHER, { program: 'sh' });
  const delivering = deliver();
  const pids = await pidsIn(directory);
  sink.close();
  await t.rejects(delivering, { message: /it was ended by SIGKILL/ });
  for (const pid of pids) await gone(pid);
});
