/** The walk in docs/architecture.md is true: every `file → symbol` in it exists. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { ROOT } from '../harness/sources.ts';

interface Step {
  readonly file: string;
  readonly symbol: string;
}

/** Steps are written as `file → symbol` within backticks. */
function stepsOf(text: string): readonly Step[] {
  return [...text.matchAll(/`([\w./-]+\.ts) → (\w+)`/g)].map(([, file = '', symbol = '']) => ({
    file,
    symbol,
  }));
}

void t.test('every step of the walk resolves', (t) => {
  const steps = stepsOf(readFileSync(join(ROOT, 'docs', 'architecture.md'), 'utf8'));
  t.ok(steps.length >= 15, `the walk has ${steps.length} steps`);
  for (const { file, symbol } of steps) {
    const path = join(ROOT, file);
    t.ok(existsSync(path), `${file} exists`);
    if (existsSync(path))
      t.match(readFileSync(path, 'utf8'), new RegExp(`\\b${symbol}\\b`), `${file} has ${symbol}`);
  }
  t.same(stepsOf('see `a/b.ts → run`'), [{ file: 'a/b.ts', symbol: 'run' }]);
  t.end();
});
