/** Constant pools: each distinct string, number, path, constant and table view once, by order of first use. */
import type { Constant, TableView } from '../bytecode/program.ts';

export class Pools {
  readonly strings = new Pool<string>((value) => value);
  /** `-0` and `0` are different constants. */
  readonly numbers = new Pool<number>(numeral);
  readonly paths = new Pool<readonly string[]>((path) => path.join('.'));
  readonly constants = new Pool<Constant>(identityOf);
  readonly views = new Pool<TableView>(({ table, column, descending }) => `${table} ${column} ${descending}`);
}

export class Pool<Value> {
  readonly #indices = new Map<string, number>();
  readonly #values: Value[] = [];
  readonly #identify: (value: Value) => string;

  constructor(identify: (value: Value) => string) {
    this.#identify = identify;
  }

  get values(): readonly Value[] {
    return this.#values;
  }

  indexOf(value: Value): number {
    const identity = this.#identify(value);
    const known = this.#indices.get(identity);
    if (known !== undefined) return known;
    this.#indices.set(identity, this.#values.length);
    this.#values.push(value);
    return this.#values.length - 1;
  }
}

function identityOf(constant: Constant): string {
  switch (constant.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(constant.value);
    case 'number':
      return numeral(constant.value);
    case 'string':
      return JSON.stringify(constant.value);
    case 'decimal':
      return `${constant.digits} ${constant.unit}`;
    case 'list':
      return `[${constant.elements.map(identityOf).join()}]`;
  }
}

function numeral(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
