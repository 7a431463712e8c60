/**
 * Local slots of one unit, one per name: nested loops may reuse a name, and a true quantifier leaves its witness under it for
 * the params, so slots belong to names and not to scopes.
 */
export class Locals {
  readonly #slots = new Map<string, number>();

  get count(): number {
    return this.#slots.size;
  }

  slotOf(name: string): number {
    const known = this.#slots.get(name);
    if (known !== undefined) return known;
    this.#slots.set(name, this.#slots.size);
    return this.#slots.size - 1;
  }
}
