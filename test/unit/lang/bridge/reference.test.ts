/** The example of the reference is true in both directions, and its tables name every operator. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { comparisonSpellings } from '#lang/bridge/operators.js';
import { ROOT } from '../../../harness/sources.ts';
import { jsonOf, textOf } from './conversions.ts';

const PAGE = readFileSync(join(ROOT, 'docs', 'reference', 'json-rules.md'), 'utf8');

function block(language: string): string {
  return new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'm').exec(PAGE)?.[1] ?? '';
}

void t.test('the example', (t) => {
  const json: unknown = JSON.parse(block('json'));
  t.equal(textOf(json), block('arb'));
  t.same(jsonOf(block('arb')), json);
  t.end();
});

void t.test('the tables', (t) => {
  for (const spelling of comparisonSpellings()) t.ok(PAGE.includes(`\`${spelling}\``), spelling);
  t.end();
});
