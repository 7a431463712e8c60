/**
 * Why an envelope is refused: every code with what it means. A code is a name and is never renamed after a release;
 * each has a test with bytes that break only it. What is wrong with the bundle inside is said by `BUNDLE_CODES`.
 */
export const ENVELOPE_CODES = {
  'envelope/not-a-bundle': 'the bytes begin neither as an envelope nor as a bundle',
  'envelope/format-version': 'the envelope is of another version',
  'envelope/reserved-flags': 'a reserved bit of the header is set',
  'envelope/idle': 'the envelope neither compresses nor signs; such a bundle has none',
  'envelope/truncated': 'the bytes end before the body begins',
  'envelope/digest-mismatch': 'the bytes are not those that were written',
  'envelope/unsigned': 'nobody signed, and a signature is asked for',
  'envelope/untrusted-key': 'the key that signed is none of those that are trusted',
  'envelope/bad-signature': 'the key in the envelope did not sign these bytes',
  'envelope/malformed-gzip': 'the body is not gzip, or not in its one canonical form',
  'envelope/too-large': 'the body says that it expands to more than is accepted',
  'envelope/no-bundle-inside': 'what is in the envelope does not begin as a bundle does',
} as const;

export type EnvelopeCode = keyof typeof ENVELOPE_CODES;
