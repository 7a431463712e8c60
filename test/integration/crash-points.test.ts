/**
 * kill -9 at every named point of the commit path, on a real nats-server and a real LMDB: after a restart the outcomes
 * in JetStream are those of a run without a crash, none with two contents, and the audit log verifies and replays.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { runArbiter, runScript } from '../harness/child.ts';
import { CRASH_POINTS, type CrashOptions, type CrashPoint } from '../harness/crash-points.ts';
import { publishFacts } from '../harness/facts.ts';
import { startNatsServer } from '../harness/nats-server.ts';
import { contentById, readStream } from '../harness/stream-reader.ts';

const RULES = `
fact Reading { sensor: string value: number at: timestamp }
expert rule High per_fact { when { any r in facts.Reading { r.value > 5 } } then emit High { key: r.key, value: r.value } }
expert rule Long { when { any r in facts.Reading { r.value > 5 } } for 20s then emit Long { sensor: partition.key } }
arbiter room {
    stream Reading by sensor at at
    source Reading retain 10m
    checkpoint room
    on * nats
}
`;

const FACTS = Array.from({ length: 60 }, (_, index) => ({
  type: 'Reading',
  key: `r${index}`,
  fields: { sensor: `s${index % 5}`, value: index % 9, at: 1_700_000_000 + index * 4 },
}));

interface Stage {
  readonly url: string;
  readonly options: CrashOptions;
  close(): Promise<void>;
}

async function openStage(): Promise<Stage> {
  const server = await startNatsServer();
  const folder = mkdtempSync(join(tmpdir(), 'arbiter-crash-'));
  const program = join(folder, 'room.arb');
  writeFileSync(program, RULES);
  await publishFacts(server.url, FACTS);
  const close = async (): Promise<void> => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: server.url, options: { program, data: join(folder, 'data'), url: server.url }, close };
}

async function decide(options: CrashOptions): Promise<string | null> {
  const { code, signal, stderr } = await runScript('test/harness/crash-child.js', [JSON.stringify(options)]);
  if (signal === null && code !== 0) throw new Error(stderr);
  return signal;
}

async function outcomes({ url }: Stage): Promise<ReadonlyMap<string, string>> {
  return contentById(await readStream(url, 'ARB_OUTCOMES'));
}

void t.test('kill -9 at every point of the commit path', async (t) => {
  t.jobs = 2;
  const calm = await openStage();
  t.equal(await decide(calm.options), null);
  const expected = await outcomes(calm);
  t.ok(expected.size > 10, `${expected.size} outcomes without a crash`);
  await calm.close();
  for (const point of CRASH_POINTS)
    void t.test(point, { buffered: true }, (t) => crashAt(t, point, expected));
});

/** Two crashes at the point, the first time it is reached and a later one, then a run to the end. */
async function crashAt(t: Test, point: CrashPoint, expected: ReadonlyMap<string, string>): Promise<void> {
  const stage = await openStage();
  for (const nth of [1, 4])
    t.equal(await decide({ ...stage.options, point, nth }), 'SIGKILL', `${nth}: killed`);
  t.equal(await decide(stage.options), null, 'finishes after two crashes');
  t.same(await outcomes(stage), expected, 'the outcomes of the run without a crash');
  const audit = await runArbiter(['audit', 'verify', '--data', stage.options.data, '--replay']);
  t.equal(audit.code, 0, audit.stdout);
  await stage.close();
}
