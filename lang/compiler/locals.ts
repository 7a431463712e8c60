/**
 * Local slots of one unit, one per name: nested loops may reuse a name, and a true quantifier leaves its witness under it for
 * the params, so slots belong to names and not to scopes. What a const binds is its own: inside of one, names have other slots.
 */
export class Locals {
  readonly #slots: Map<string, number>;
  /** A blank for each const around: no name of the language begins with one. */
  readonly #prefix: string;

  constructor(slots = new Map<string, number>(), prefix = '') {
    this.#slots = slots;
    this.#prefix = prefix;
  }

  /** For a const that is put in here. */
  inside(): Locals {
    return new Locals(this.#slots, `${this.#prefix} `);
  }

  get count(): number {
    return this.#slots.size;
  }

  slotOf(name: string): number {
    const own = `${this.#prefix}${name}`;
    const known = this.#slots.get(own);
    if (known !== undefined) return known;
    this.#slots.set(own, this.#slots.size);
    return this.#slots.size - 1;
  }
}
