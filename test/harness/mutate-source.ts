/** Texts with damage: cuts, repeats and scraps of the language at random places. Some of them still parse. */
import type { Prng } from '#sim/prng.js';

const MARKS = '{}()[],:.|-#"'.split('');
const WORDS = 'when then rule let in not else null 0 (a) 1e999 /* */ 2026-13-01T00:00:00Z'.split(' ');
const BLANKS = ['\n', '\r\n', '\n\n\n', ' ', '\0', '\ud800', '\ufeff'];
const SCRAPS = [
  ...MARKS,
  ...WORDS,
  ...BLANKS,
  ' 5 km',
  ' 5 in ',
  ' % ',
  '// c\n',
  '/* c */',
  'facts.',
  'any q in ',
  '[[[',
];

export function mutateSource(text: string, prng: Prng): string {
  let mutated = text;
  for (let edits = prng.integer(1, 4); edits > 0; edits--) {
    const at = prng.integer(0, mutated.length);
    const until = Math.min(mutated.length, at + prng.pick([0, 0, 1, 1, 3, 20]));
    const scrap = prng.chance(0.2) ? mutated.slice(at, until).repeat(2) : prng.pick(SCRAPS);
    mutated = `${mutated.slice(0, at)}${scrap}${mutated.slice(until)}`;
  }
  return mutated;
}
