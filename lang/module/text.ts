/**
 * Bytes to sources. What is no text is one clear finding and an empty source, not a hundred findings about characters; a byte
 * order mark is dropped by the lexer, line breaks may be of either kind.
 */
import type { Diagnostics } from '../diagnostic.ts';
import type { Source } from '../source.ts';

/** Of one file. Larger ones are data, not rules. */
export const SOURCE_BYTES_MAX = 16 * 1024 * 1024;

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const LOSSY = new TextDecoder('utf-8', { ignoreBOM: true });

/** The source of a file; what is wrong with its bytes is reported. */
export function sourceFrom(name: string, bytes: Uint8Array, diagnostics: Diagnostics): Source {
  if (bytes.length > SOURCE_BYTES_MAX) return refused(name, 'source/too-large', diagnostics);
  if (bytes.includes(0)) return refused(name, 'source/not-text', diagnostics);
  const text = decode(bytes);
  if (text !== null) return { name, text };
  const source = { name, text: LOSSY.decode(bytes) };
  const start = validPrefix(bytes).length;
  diagnostics.report('source/invalid-encoding', { span: { source, start, end: start + 1 } });
  return source;
}

function refused(
  name: string,
  code: 'source/too-large' | 'source/not-text',
  diagnostics: Diagnostics,
): Source {
  const source = { name, text: '' };
  diagnostics.report(code, {
    span: { source, start: 0, end: 0 },
    values: { limit: SOURCE_BYTES_MAX / 1024 / 1024 },
  });
  return source;
}

function decode(bytes: Uint8Array): string | null {
  try {
    return STRICT.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** The text before the first byte that belongs to no character, found by halving. */
function validPrefix(bytes: Uint8Array): string {
  let valid = 0;
  let invalid = bytes.length;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (canGoOn(bytes.subarray(0, middle))) valid = middle;
    else invalid = middle;
  }
  return LOSSY.decode(bytes.subarray(0, valid)).replace(/\ufffd$/, '');
}

/** Valid, or cut in the middle of its last character: a decoder that expects more takes both. */
function canGoOn(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
