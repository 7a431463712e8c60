/**
 * Handler kind `webhook`: the params of an outcome as the JSON body of a POST, with CloudEvents headers and the id of the outcome as
 * `Idempotency-Key`, by which a receiver knows a repetition.
 */
import { outcomeHeaders } from '#actors/delivery/publish.js';
import type { Sink } from '#actors/ports.js';
import { canonicalBytes } from '#engine/audit/canonical.js';
import { Fault } from '#streams/faults.js';
import { demandSuccess, post, POST_LIMITS, type PostLimits } from '../http/post.ts';

export interface WebhookOptions {
  /** What to say who we are to a target, as an `Authorization: Bearer` header; null for none. */
  readonly token: (target: string) => string | null;
  readonly limits?: PostLimits;
}

export function webhookSink({ token, limits = POST_LIMITS }: WebhookOptions): Sink {
  return {
    async deliver(outcome) {
      const { id, params, target } = outcome;
      const url = webAddress(target);
      const bearer = token(target);
      const headers = {
        ...Object.fromEntries(outcomeHeaders(outcome)),
        'idempotency-key': id,
        'user-agent': 'arbiter',
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      };
      demandSuccess(url, await post({ url, headers, body: canonicalBytes(params) }, limits));
    },
  };
}

/** A fault that stays one for what is no address: the program says it. */
export function webAddress(target: string): string {
  const url = URL.canParse(target) ? new URL(target) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return refuse('it is no http:// or https:// address');
  if (url.username !== '' || url.password !== '')
    return refuse('a user name or password does not belong into a program; give a token to the host');
  return url.href;
}

function refuse(reason: string): never {
  throw new Fault('sink/failed', { values: { target: 'webhook', reason } });
}
