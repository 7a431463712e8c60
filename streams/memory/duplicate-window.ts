/** Message ids of the recent past, oldest first: what makes publishing with an id idempotent for a while. */
export interface WindowLimits {
  /** How long, and for how many messages, a repeated message id is dropped. */
  readonly duplicateWindowMs: number;
  readonly duplicatesMax: number;
}

export class DuplicateWindow {
  readonly #limits: WindowLimits;
  readonly #seen = new Map<string, number>();

  constructor(limits: WindowLimits) {
    this.#limits = limits;
  }

  /** Remembers the id unless it is known; an empty one never is. */
  isRepeated(id: string, now: number): boolean {
    if (id === '') return false;
    const { duplicateWindowMs, duplicatesMax } = this.#limits;
    for (const [oldest, at] of this.#seen) {
      if (at + duplicateWindowMs > now && this.#seen.size < duplicatesMax) break;
      this.#seen.delete(oldest);
    }
    if (this.#seen.has(id)) return true;
    this.#seen.set(id, now);
    return false;
  }
}
