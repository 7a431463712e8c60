/** Constant pools: each distinct string, number and path once, by order of first use. */
export class Pools {
  readonly strings = new Pool<string>((value) => value);
  /** `-0` and `0` are different constants. */
  readonly numbers = new Pool<number>((value) => (Object.is(value, -0) ? '-0' : String(value)));
  readonly paths = new Pool<readonly string[]>((path) => path.join('.'));
}

export class Pool<Constant> {
  readonly #indices = new Map<string, number>();
  readonly #constants: Constant[] = [];
  readonly #identify: (constant: Constant) => string;

  constructor(identify: (constant: Constant) => string) {
    this.#identify = identify;
  }

  get constants(): readonly Constant[] {
    return this.#constants;
  }

  indexOf(constant: Constant): number {
    const identity = this.#identify(constant);
    const known = this.#indices.get(identity);
    if (known !== undefined) return known;
    this.#indices.set(identity, this.#constants.length);
    this.#constants.push(constant);
    return this.#constants.length - 1;
  }
}
