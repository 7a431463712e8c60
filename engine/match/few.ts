/** A set that mostly holds one item or a handful, and then takes as little as it can. */
export class Few<Item extends object | string> {
  #one: Item | null = null;
  #several: Item[] | null = null;
  #many: Set<Item> | null = null;

  get size(): number {
    if (this.#many !== null) return this.#many.size;
    return this.#several?.length ?? (this.#one === null ? 0 : 1);
  }

  /** If there is one only. */
  get only(): Item | null {
    return this.#one;
  }

  has(item: Item): boolean {
    if (this.#many !== null) return this.#many.has(item);
    return this.#several?.includes(item) ?? this.#one === item;
  }

  add(item: Item): void {
    if (this.#many !== null) this.#many.add(item);
    else if (this.#several !== null) this.#addToSeveral(this.#several, item);
    else if (this.#one === null) this.#one = item;
    else if (this.#one !== item) {
      this.#several = [this.#one, item];
      this.#one = null;
    }
  }

  delete(item: Item): void {
    if (this.#many !== null) this.#many.delete(item);
    else if (this.#several !== null) {
      const at = this.#several.indexOf(item);
      if (at >= 0) this.#several.splice(at, 1);
    } else if (this.#one === item) this.#one = null;
  }

  clear(): void {
    this.#one = null;
    this.#several = null;
    this.#many = null;
  }

  /** In order of addition. */
  forEach(visit: (item: Item) => void): void {
    if (this.#many !== null) this.#many.forEach(visit);
    else if (this.#several !== null) for (const item of this.#several) visit(item);
    else if (this.#one !== null) visit(this.#one);
  }

  #addToSeveral(several: Item[], item: Item): void {
    if (several.includes(item)) return;
    several.push(item);
    if (several.length <= SEVERAL_MAX) return;
    this.#many = new Set(several);
    this.#several = null;
  }
}

/** More are found faster in a set. */
const SEVERAL_MAX = 8;
