/** Claims that both kinds of cases make: that something occurred with certain fields or not, and that there was an error. */
import type { ExpectError, ExpectOccurrence } from '#lang/testing/ast.js';
import { matchAll, type Reader } from './match.ts';
import { type CaseFailure, mismatch, unordered } from './result.ts';
import { candidateText, claimText } from './shown.ts';

const CANDIDATES_MAX = 3;

const NOUNS = { 'expect-action': 'action', 'expect-fact': 'fact', 'expect-outcome': 'outcome' } as const;

/** `candidates` are the occurrences of that name. */
export function checkOccurrence(
  claim: ExpectOccurrence,
  candidates: readonly Reader[],
  trace: () => readonly string[] = () => [],
): CaseFailure | null {
  const { kind, name, isAbsent, matchers, span } = claim;
  const verdicts = candidates.map((read) => matchAll(matchers, read));
  const index = verdicts.indexOf('matched');
  if (index === -1 && verdicts.includes('unordered')) {
    const shown = candidates.map((read) => candidateText(name.text, matchers, read));
    return unordered(shown[verdicts.indexOf('unordered')] ?? '', span);
  }
  if ((index === -1) === isAbsent) return null;
  const texts = (index === -1 ? candidates.slice(0, CANDIDATES_MAX) : candidates.slice(index, index + 1)).map(
    (read) => candidateText(name.text, matchers, read),
  );
  const more = candidates.length > CANDIDATES_MAX && index === -1 ? ' and others' : '';
  const found = texts.length === 0 ? `no ${NOUNS[kind]} \`${name.text}\`` : `${texts.join(', ')}${more}`;
  return mismatch({ expected: claimText(claim), found, span, trace: index === -1 ? trace() : [] });
}

export function checkError(claim: ExpectError, errors: readonly string[]): CaseFailure | null {
  const { isAbsent, text, span } = claim;
  const isMeant = (error: string): boolean => text === null || error.includes(text.value);
  if (errors.some(isMeant) !== isAbsent) return null;
  const found = errors.length === 0 ? 'no error' : errors.join('; ');
  return mismatch({ expected: claimText(claim), found, span });
}
