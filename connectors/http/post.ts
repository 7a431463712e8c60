/**
 * One HTTP POST for a delivery, with bounds: a time for the whole exchange, no redirects (what is sent belongs to one host), and no more
 * of the answer than a reason needs.
 */
import { Fault } from '#streams/faults.js';
import { bodyOf, fetchReason, placeOf } from './exchange.ts';

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface Answer {
  readonly status: number;
  /** Its beginning. */
  readonly text: string;
}

export interface PostLimits {
  readonly timeoutMs: number;
  readonly answerBytesMax: number;
}

export const POST_LIMITS: PostLimits = { timeoutMs: 30_000, answerBytesMax: 65_536 };

/** Of a refusal that does not change by trying again: the outcome itself is what the host does not take. */
const FINAL: ReadonlySet<number> = new Set([400, 413, 415, 422]);
const EXCERPT_MAX = 200;

/** Rejects with `sink/failed` when there is no answer. Neither a reason nor a fault holds anything of the URL but its host. */
export async function post({ url, headers, body }: Post, limits: PostLimits = POST_LIMITS): Promise<Answer> {
  try {
    const signal = AbortSignal.timeout(limits.timeoutMs);
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    return { status: response.status, text: await beginningOf(response, limits) };
  } catch (error) {
    const reason = fetchReason(error, { url, timeoutMs: limits.timeoutMs });
    throw new Fault('sink/failed', { values: { target: placeOf(url), reason }, retryable: true });
  }
}

/** Throws `sink/failed` for an answer that is no success. */
export function demandSuccess(url: string, { status, text }: Answer): void {
  if (status >= 200 && status < 300) return;
  const excerpt = text.trim().slice(0, EXCERPT_MAX);
  const reason = `it answered ${status}${excerpt === '' ? '' : `: ${excerpt}`}`;
  throw new Fault('sink/failed', { values: { target: placeOf(url), reason }, retryable: !FINAL.has(status) });
}

async function beginningOf(response: Response, { answerBytesMax }: PostLimits): Promise<string> {
  return (await bodyOf(response, answerBytesMax)).bytes.toString('utf8');
}
