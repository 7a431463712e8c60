/** JSON text is read as `JSON.parse` reads it, and mistakes have their place. */
import fc from 'fast-check';
import t from 'tap';
import { parseJson } from '#lang/bridge/json-text.js';

void t.test('places of mistakes', (t) => {
  const cases: readonly (readonly [text: string, faultAt: number])[] = [
    ['', 0],
    ['{"a": x}', 6],
    ['{"a" 1}', 4],
    ['{"a": 1,}', 8],
    ['[1 2]', 3],
    ['[,1]', 1],
    ['{a: 1}', 1],
    ['[1, 2', 5],
    ['{} {}', 3],
    ['[}', 1],
    ['"a\nb"', 2],
    ['"\\x"', 1],
    ['01', 1],
    ['-', 0],
  ];
  for (const [text, faultAt] of cases) t.same(parseJson(text), { faultAt }, JSON.stringify(text));
  t.end();
});

void t.test('any depth and length', (t) => {
  const depth = 200_000;
  t.ok('value' in parseJson('['.repeat(depth) + ']'.repeat(depth)));
  t.same(parseJson('['.repeat(depth)), { faultAt: depth });
  t.ok('value' in parseJson(JSON.stringify('a"\\\n'.repeat(1_000_000))));
  t.end();
});

void t.test('agrees with the runtime on damaged JSON', (t) => {
  const damaged = fc
    .tuple(
      fc.json({ maxDepth: 3 }),
      fc.nat(60),
      fc.nat(3),
      fc.constantFrom('', ',', '"', '}', ']', '0', '\\', ' ', 'e', '-'),
    )
    .map(([json, at, cut, insert]) => json.slice(0, at) + insert + json.slice(at + cut));
  fc.assert(
    fc.property(damaged, (text) => {
      const parsed = parseJson(text);
      if ('faultAt' in parsed) return parsed.faultAt <= text.length && !isParsed(text);
      return isParsed(text) && JSON.stringify(parsed.value) === JSON.stringify(JSON.parse(text));
    }),
    { seed: 1, numRuns: 5_000 },
  );
  t.end();
});

function isParsed(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
