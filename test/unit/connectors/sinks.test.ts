/** Goal: what leaves through `stdout` and `audit` handlers is exact, whole and where it belongs. */
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { StoredOutcome } from '#actors/records.js';
import { auditFileSink } from '#connectors/sinks/audit-file.js';
import { stdoutSink } from '#connectors/sinks/stdout.js';
import { temporaryDirectory } from '../../harness/temporary.ts';

const OUTCOME: StoredOutcome = {
  id: '0123456789abcdef',
  arbiter: 'earthquakes',
  key: 'Taiwan',
  rule: 'Main',
  name: 'MainShock',
  params: { magnitude: 6.4, place: '21km NNE of Hualian, Taiwan' },
  at: Date.UTC(2018, 1, 6, 15, 50, 43, 70),
  handler: 'audit',
  target: 'shocks.jsonl',
};

const LINE =
  '{"id":"0123456789abcdef","at":"2018-02-06T15:50:43.070Z","arbiter":"earthquakes","key":"Taiwan","rule":"Main",' +
  '"outcome":"MainShock","params":{"magnitude":6.4,"place":"21km NNE of Hualian, Taiwan"}}';

void t.test('stdout', async (t) => {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  await stdoutSink({ write, format: 'pretty' }).deliver(OUTCOME);
  await stdoutSink({ write, format: 'json' }).deliver(OUTCOME);
  await stdoutSink({ write, format: 'pretty' }).deliver({ ...OUTCOME, params: {} });
  await stdoutSink({ write, format: 'pretty' }).deliver({
    ...OUTCOME,
    key: 'a\u001b[2J\u202eb\nc',
    params: { n: null },
  });
  t.same(lines, [
    '2018-02-06 15:50:43Z  MainShock  Taiwan  magnitude=6.4 place="21km NNE of Hualian, Taiwan"',
    LINE,
    '2018-02-06 15:50:43Z  MainShock  Taiwan',
    '2018-02-06 15:50:43Z  MainShock  a\\u{1b}[2J\\u{202e}b\\u{a}c  n=null',
  ]);
  const closed = stdoutSink({
    write: () => {
      throw new Error('EPIPE');
    },
    format: 'json',
  });
  await t.rejects(closed.deliver(OUTCOME), { code: 'sink/failed', retryable: true });
});

void t.test('audit: lines are appended to the file, folders made', async (t) => {
  const directory = temporaryDirectory(t);
  const sink = auditFileSink({ directory });
  const target = 'a/b/shocks.jsonl';
  await sink.deliver({ ...OUTCOME, target });
  await sink.deliver({ ...OUTCOME, target });
  t.equal(readFileSync(join(directory, target), 'utf8'), `${LINE}\n${LINE}\n`);
});

void t.test('audit: a line that was cut off stays alone', async (t) => {
  const directory = temporaryDirectory(t);
  const file = join(directory, 'shocks.jsonl');
  appendFileSync(file, '{"id":"01');
  await auditFileSink({ directory }).deliver(OUTCOME);
  t.equal(readFileSync(file, 'utf8'), `{"id":"01\n${LINE}\n`);
});

void t.test('audit: only an absolute target leaves the directory', async (t) => {
  const outside = temporaryDirectory(t);
  const sink = auditFileSink({ directory: join(outside, 'data') });
  const refused = { code: 'sink/failed', retryable: false, message: /leaves the data directory/ };
  for (const target of ['../x.jsonl', 'a/../../x.jsonl', '..', '.', 'a/..']) {
    await t.rejects(sink.deliver({ ...OUTCOME, target }), refused, target);
  }
  await sink.deliver({ ...OUTCOME, target: '..hidden/x.jsonl' });
  await sink.deliver({ ...OUTCOME, target: join(outside, 'elsewhere.jsonl') });
  t.equal(readFileSync(join(outside, 'elsewhere.jsonl'), 'utf8'), `${LINE}\n`);
});

void t.test('audit: a target that cannot be written is a fault with the reason', async (t) => {
  const directory = temporaryDirectory(t);
  mkdirSync(join(directory, 'shocks.jsonl'));
  const fault = {
    code: 'sink/failed',
    retryable: true,
    message: 'delivery to shocks.jsonl failed: it is a directory',
  };
  await t.rejects(auditFileSink({ directory }).deliver(OUTCOME), fault);
});
