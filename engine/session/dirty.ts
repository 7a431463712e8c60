/**
 * Fact types that changed since rules last saw them, and who changed them. A rule runs when a type it reads is
 * dirty; a `no_loop` rule does not when it alone is the cause.
 */
import { compareText } from '../value.ts';

/** The cause of changes that come from outside the rules. No rule can have this name. */
export const EXTERNAL = '';

export class DirtyTypes {
  #causes = new Map<string, Set<string>>();

  mark(type: string, cause: string): void {
    const causes = this.#causes.get(type);
    if (causes === undefined) this.#causes.set(type, new Set([cause]));
    else causes.add(cause);
  }

  /** Takes what is dirty; marks from here on belong to the next round. */
  take(): DirtyTypes {
    const taken = new DirtyTypes();
    taken.#causes = this.#causes;
    this.#causes = new Map();
    return taken;
  }

  get types(): Iterable<string> {
    return this.#causes.keys();
  }

  /** Whether `cause` alone dirtied every dirty type among `types`. */
  isOnlyCause(cause: string, types: readonly string[]): boolean {
    return types.every((type) => {
      const causes = this.#causes.get(type);
      return causes === undefined || (causes.size === 1 && causes.has(cause));
    });
  }

  /** Type and causes, sorted: part of a checkpoint. */
  entries(): readonly (readonly [type: string, causes: readonly string[]])[] {
    return [...this.#causes]
      .map(([type, causes]) => [type, [...causes].sort(compareText)] as const)
      .sort(([a], [b]) => compareText(a, b));
  }
}
