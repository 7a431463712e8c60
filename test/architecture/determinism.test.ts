/** Tests say the same each time: what they draw at random has a seed of its own. */
import t from 'tap';
import { codeOnly, sourceFiles } from '../harness/sources.ts';

/** Calls of fast-check whose arguments name neither a seed nor a constant that has one. */
function unseeded(text: string): readonly string[] {
  return [...text.matchAll(/\bfc\.(?:assert|check|sample)\(/g)].flatMap((call) => {
    const code = text.slice(call.index, endOfCall(text, call.index + call[0].length));
    return /\bseed\b|\bRUNS\b/.test(code) ? [] : [code.slice(0, 80)];
  });
}

/** Behind the bracket that closes what was opened right before `from`. */
function endOfCall(text: string, from: number): number {
  let depth = 1;
  let at = from;
  for (; depth > 0 && at < text.length; at++) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
  }
  return at;
}

void t.test('fast-check has a seed wherever it is called', (t) => {
  const found = sourceFiles(['test']).flatMap(({ path, text }) =>
    unseeded(codeOnly(text)).map((code) => `${path}: ${code}`),
  );
  t.same(found, []);
  t.same(unseeded('fc.assert(fc.property(fc.nat(), (n) => n >= 0))').length, 1);
  t.same(unseeded('fc.assert(fc.property(fc.nat(), (n) => n >= 0), { seed: 1 })'), []);
  t.end();
});
