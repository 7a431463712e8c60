/** What every exchange over HTTP needs: why there is no answer, for people, and an answer's body within bounds. */
import { reasonOf } from '#streams/faults.js';
import { codeOf, readableReason } from '../system/errno.ts';

/**
 * Why `fetch` of a URL has thrown. It says nothing itself but that it failed, what happened is in its cause; and some of its messages quote
 * the URL, which may hold a secret.
 */
export function fetchReason(
  error: unknown,
  { url, timeoutMs }: { readonly url: string; readonly timeoutMs: number },
): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return codeOf(cause) === '' ? reasonOf(cause).replaceAll(url, placeOf(url)) : readableReason(cause);
}

/** Scheme and host: the rest of a URL may be a secret. */
export function placeOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : 'a URL';
}

export interface Body {
  /** At most as many as were allowed. */
  readonly bytes: Buffer;
  readonly isWhole: boolean;
}

/** Reads no further than it may. */
export async function bodyOf({ body }: Response, bytesMax: number): Promise<Body> {
  const chunks: Uint8Array[] = [];
  let count = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    count += chunk.length;
    if (count > bytesMax) break;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, bytesMax), isWhole: count <= bytesMax };
}
