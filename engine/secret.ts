/**
 * Secrets: text that decisions may compare and pass on, and that nothing prints. Whatever makes text, JSON, canonical bytes or a
 * description of one gets `[REDACTED]`; only `reveal` gives the value, where it is used. A rule can ask whether it equals
 * something and nothing else, because starts, parts and order would give it away piece by piece.
 */
import { createHash, timingSafeEqual } from 'node:crypto';

export const REDACTED = '[REDACTED]';

/** Where secrets come from. Asked once for each reference of a decision; `undefined` is a secret that is not there, and null to rules. */
export interface SecretResolver {
  resolve(reference: string): string | undefined;
}

export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The value. Call it where it leaves for its purpose, and nowhere before. */
  reveal(): string {
    return this.#text;
  }

  /** In time that does not depend on how much of the two is equal. */
  equals(other: Secret | string): boolean {
    const theirs = other instanceof Secret ? other.reveal() : other;
    return timingSafeEqual(digest(this.#text), digest(theirs));
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return REDACTED;
  }
}

function digest(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}
