/**
 * Keeps credentials out of faults and logs: `nats://user:secret@host` and `nats://token@host` lose what is before the `@`.
 * Every text that may quote an address goes through here on its way to people.
 */
import { placeOf } from '../http/exchange.ts';

/** Addresses in the text lose their user and password, and nothing else. */
export function redacted(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/?#]*@/gi, '$1***@');
}

/** Without what may be a secret in it: of an address, its scheme and host. */
export function shownTarget(target: string): string {
  return target.replace(/\bhttps?:\/\/\S+/g, (url) => placeOf(url));
}
