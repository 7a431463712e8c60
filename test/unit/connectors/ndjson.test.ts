/** Goal: a fact file is read a line at a time, and a bad line is named. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { readLines } from '#connectors/sources/lines.js';
import { type FileFact, readFactFile } from '#connectors/sources/ndjson.js';
import { temporaryDirectory } from '../../harness/temporary.ts';

async function readAll(file: string): Promise<readonly FileFact[]> {
  const facts: FileFact[] = [];
  for await (const fact of readFactFile(file)) facts.push(fact);
  return facts;
}

void t.test('facts, with and without an id', async (t) => {
  const file = join(temporaryDirectory(t), 'facts.ndjson');
  const text = [
    '\ufeff{"type":"Quake","key":"a","id":"1","fields":{"magnitude":1}}',
    '',
    '{"type":"Quake","key":"ü","fields":{}}',
  ];
  writeFileSync(file, text.join('\r\n'));
  t.same(await readAll(file), [
    { type: 'Quake', key: 'a', id: '1', fields: { magnitude: 1 } },
    { type: 'Quake', key: 'ü', id: '', fields: {} },
  ]);
  writeFileSync(file, '');
  t.same(await readAll(file), []);
});

void t.test('lines across the chunks of the file', async (t) => {
  const file = join(temporaryDirectory(t), 'facts.ndjson');
  const keys = Array.from({ length: 5000 }, (_, index) => `key ${index} ${'é'.repeat(index % 97)}`);
  writeFileSync(file, keys.map((key) => `${JSON.stringify({ type: 'Q', key, fields: {} })}\n`).join(''));
  t.same(
    (await readAll(file)).map(({ key }) => key),
    keys,
  );
});

void t.test('bad lines', async (t) => {
  const file = join(temporaryDirectory(t), 'facts.ndjson');
  const good = '{"type":"Quake","key":"a","fields":{}}\n';
  const cases: readonly (readonly [line: string | Buffer, reason: RegExp])[] = [
    ['{"type":', /line 2: .*JSON/],
    ['[]', /line 2: it is not an object/],
    ['{"key":"a","fields":{}}', /line 2: `type` must be/],
    ['{"type":"Quake","key":"","fields":{}}', /line 2: `key` must be/],
    ['{"type":"Quake","key":"a","id":7,"fields":{}}', /line 2: `id` must be/],
    ['{"type":"Quake","key":"a","fields":[]}', /line 2: `fields` must be/],
    ['{"type":"Quake","key":"a","field":{}}', /line 2: `field` is not one of type, key, id, fields/],
    [Buffer.from([0x22, 0xff, 0x22]), /line 2 is not UTF-8/],
    [`"${'x'.repeat(1_048_576)}"`, /line 2 has more than 1048576 bytes/],
  ];
  for (const [line, message] of cases) {
    writeFileSync(file, Buffer.concat([Buffer.from(good), Buffer.from(line)]));
    await t.rejects(readAll(file), { code: 'fact/bad-body', message });
  }
  await t.rejects(readAll(`${file}.missing`), { code: 'fact/bad-body', message: /it does not exist/ });
});

void t.test('facts before a bad line are read, and reading may end early', async (t) => {
  const file = join(temporaryDirectory(t), 'facts.ndjson');
  writeFileSync(file, '{"type":"Quake","key":"a","fields":{}}\nnonsense\n');
  for await (const { key } of readFactFile(file)) {
    t.equal(key, 'a');
    break;
  }
});

void t.test('lines: one that is too long costs no memory and ends nothing', async (t) => {
  const file = join(temporaryDirectory(t), 'lines.txt');
  writeFileSync(
    file,
    Buffer.concat([Buffer.from(`a\n${'x'.repeat(300_000)}\n`), Buffer.from([0xff]), Buffer.from('\nb')]),
  );
  const found: unknown[] = [];
  for await (const line of readLines(file, 1000)) found.push('text' in line ? line.text : line.fault);
  t.same(found, ['a', 'has more than 1000 bytes', 'is not UTF-8', 'b']);
});
