/**
 * Names of rules. The JSON form allows any text, the language names; renaming is the same for the same document, gives every rule
 * another name, and never takes a name that some rule has as it is.
 */
import { below, type Decoding, isName, shown } from './decoding.ts';

export interface Named {
  readonly name: string;
  readonly path: string;
}

/** One name for each, in order; what was renamed is noted. */
export function ruleNames(rules: readonly Named[], decoding: Decoding): readonly string[] {
  const free = new FreeNames(rules.map(({ name }) => name).filter(isName));
  return rules.map(({ name, path }) => {
    const given = free.take(name);
    if (given !== name) decoding.note(below(path, 'name'), `${shown(name)} was renamed to \`${given}\``);
    return given;
  });
}

class FreeNames {
  /** Names that some rule has as they are. */
  readonly #kept: ReadonlySet<string>;
  readonly #taken = new Set<string>();
  /** The last number given behind a name, so that a thousand equal names cost no more than a thousand others. */
  readonly #counts = new Map<string, number>();

  constructor(kept: readonly string[]) {
    this.#kept = new Set(kept);
  }

  take(name: string): string {
    const given = isName(name) && !this.#taken.has(name) ? name : this.#numbered(identifier(name));
    this.#taken.add(given);
    return given;
  }

  #numbered(name: string): string {
    if (!this.#isUsed(name)) return name;
    let count = (this.#counts.get(name) ?? 1) + 1;
    while (this.#isUsed(`${name}_${count}`)) count++;
    this.#counts.set(name, count);
    return `${name}_${count}`;
  }

  #isUsed(name: string): boolean {
    return this.#kept.has(name) || this.#taken.has(name);
  }
}

function identifier(name: string): string {
  const words = name.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^_+|_+$/g, '');
  if (words === '') return 'Rule';
  return /^\d/.test(words) ? `_${words}` : words;
}
