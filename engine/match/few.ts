/** A set that mostly holds one item or none, and then costs nothing beside it. */
export class Few<Item extends object | string> {
  #one: Item | null = null;
  #all: Set<Item> | null = null;

  get size(): number {
    return this.#all?.size ?? (this.#one === null ? 0 : 1);
  }

  has(item: Item): boolean {
    return this.#all?.has(item) ?? this.#one === item;
  }

  add(item: Item): void {
    if (this.#all !== null) this.#all.add(item);
    else if (this.#one === null) this.#one = item;
    else if (this.#one !== item) {
      this.#all = new Set([this.#one, item]);
      this.#one = null;
    }
  }

  delete(item: Item): void {
    if (this.#all !== null) this.#all.delete(item);
    else if (this.#one === item) this.#one = null;
  }

  clear(): void {
    this.#one = null;
    this.#all = null;
  }

  /** In order of addition. */
  forEach(visit: (item: Item) => void): void {
    if (this.#one !== null) visit(this.#one);
    else this.#all?.forEach(visit);
  }
}
