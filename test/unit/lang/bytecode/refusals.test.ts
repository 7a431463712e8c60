/** Every reason to refuse a bundle is asserted somewhere beside this file, and none is asserted that does not exist. */
import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { BUNDLE_CODES } from '#lang/bytecode/refusals.js';

void t.test('codes and tests agree', (t) => {
  const folder = new URL('./', import.meta.url);
  const tests = readdirSync(folder).filter((file) => file.endsWith('.test.js'));
  const text = tests.map((file) => readFileSync(new URL(file, folder), 'utf8')).join('\n');
  const asserted = new Set([...text.matchAll(/'(bundle\/[a-z0-9-]+)'/g)].map(([, code]) => code));
  t.same(
    [...asserted].sort((a = '', b = '') => (a < b ? -1 : 1)),
    Object.keys(BUNDLE_CODES).sort(),
  );
  t.end();
});
