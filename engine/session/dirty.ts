/**
 * Fact types that changed since rules last saw them, and who changed them. A rule runs when a type it reads is
 * dirty; a `no_loop` rule does not when it alone is the cause. Lists, because a step dirties a handful of types.
 */
import { Few } from '../match/few.ts';
import { compareText } from '../value.ts';

/** The cause of changes that come from outside the rules. No rule can have this name. */
export const EXTERNAL = '';

const NO_TYPES: readonly string[] = [];

export class DirtyTypes {
  #types: string[] | null = null;
  /** Of each type. */
  #causes: Few<string>[] | null = null;
  /** Of the type that was marked last: mostly it is the next one as well. */
  #last = 0;

  mark(type: string, cause: string): void {
    if (this.#types === null || this.#causes === null) {
      this.#types = [type];
      this.#causes = [new Few()];
      this.#last = 0;
    } else if (this.#types[this.#last] !== type) {
      this.#last = this.#types.indexOf(type);
      if (this.#last < 0) {
        this.#last = this.#types.push(type) - 1;
        this.#causes.push(new Few());
      }
    }
    this.#causes[this.#last]?.add(cause);
  }

  /** Takes what is dirty; marks from here on belong to the next round. */
  take(): DirtyTypes {
    const taken = new DirtyTypes();
    taken.#types = this.#types;
    taken.#causes = this.#causes;
    this.clear();
    return taken;
  }

  clear(): void {
    this.#types = null;
    this.#causes = null;
  }

  get types(): readonly string[] {
    return this.#types ?? NO_TYPES;
  }

  /** Whether `cause` alone dirtied every dirty type among `types`. */
  isOnlyCause(cause: string, types: readonly string[]): boolean {
    return types.every((type) => {
      const causes = this.#causes?.[this.types.indexOf(type)];
      return causes === undefined || (causes.size === 1 && causes.has(cause));
    });
  }

  /** Type and causes, sorted: part of a checkpoint. */
  entries(): readonly (readonly [type: string, causes: readonly string[]])[] {
    return this.types
      .map((type, at) => [type, sorted(this.#causes?.[at])] as const)
      .toSorted(([a], [b]) => compareText(a, b));
  }
}

function sorted(causes: Few<string> | undefined): readonly string[] {
  const list: string[] = [];
  causes?.forEach((cause) => list.push(cause));
  return list.sort(compareText);
}
