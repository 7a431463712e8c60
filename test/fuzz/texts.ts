/** Texts that are wrong in ways that people, editors and attackers make them. */
import type { Prng } from '#sim/prng.js';
import { oneOf } from '../harness/generate/shape.ts';

const SCRAPS: readonly string[] = [
  ...'{ } ( ) [ ] " : , | . = < > - + * / % # \\ \0 \u00e9 \ud800 \ufeff \u2028'.split(' '),
  ...'rule expert fact flag strategy table input arbiter worker import when then else otherwise let'.split(
    ' ',
  ),
  ...'not any in bind join lookup where order by secret between is null matches requires rollout on'.split(
    ' ',
  ),
  ' 5 km',
  '1e999',
  '1h30m',
  '100.25 USD',
  '2026-13-01T00:00:00Z',
  '2026-01-01',
  '/*',
  '//',
  '\r\n',
  '\n',
  ' in ',
  ' % ',
  'facts.',
  'any q in ',
  '[[[',
  '"(?<"',
  '"\\"',
];

const PIECES_MAX = 80;

/** Scraps of the language and of nothing, in any order. */
export function randomText(prng: Prng): string {
  return Array.from({ length: prng.integer(0, PIECES_MAX) }, () =>
    prng.integer(0, 5) === 0 ? String.fromCharCode(prng.integer(0, 0xffff)) : `${oneOf(prng, SCRAPS)} `,
  ).join('');
}

/** Cuts, repeats and splices a text at random places. */
export function mutateText(text: string, prng: Prng): string {
  let mutated = text;
  for (let edits = prng.integer(1, 8); edits > 0; edits--) {
    const at = prng.integer(0, mutated.length);
    const until = Math.min(mutated.length, at + prng.integer(0, 40));
    const scrap = prng.integer(0, 3) === 0 ? mutated.slice(at, until).repeat(2) : oneOf(prng, SCRAPS);
    mutated = mutated.slice(0, at) + scrap + mutated.slice(until);
  }
  return mutated;
}
