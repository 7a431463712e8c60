/**
 * The text of generated conditions: fixed phrases and numbers that are counted here, nothing else. Names and constants of a program
 * are handed over as a list and are `k0`, `k1` and so on in the text, so no name and no constant can be read as code. Every test
 * says what the table of tests (`tests.ts`) says, for every value.
 */
import { isList, type Value } from '../value.ts';
import type { PathTest, Question } from './planner.ts';
import { TEST } from './tests.ts';

export type Paths = readonly (readonly string[])[];

const OPERATORS: ReadonlyMap<number, string> = new Map([
  [TEST.Greater, '>'],
  [TEST.GreaterOrEqual, '>='],
  [TEST.Less, '<'],
  [TEST.LessOrEqual, '<='],
]);

/** Of conditions that are asked of one context together: what they read is read once, and stands before them. */
export class ConditionText {
  readonly constants: unknown[] = [];
  /** Statements that read each path into a variable of its own. */
  readonly reads: string[] = [];
  readonly #paths: Paths;
  readonly #slots = new Set<number>();

  constructor(paths: Paths) {
    this.#paths = paths;
  }

  expression(question: Question): string {
    switch (question.kind) {
      case 'both':
        return `${this.expression(question.left)} && ${this.expression(question.right)}`;
      case 'either':
        return `(${this.expression(question.left)} || ${this.expression(question.right)})`;
      case 'not':
        return `!(${this.expression(question.of)})`;
      case 'test':
        return `(${this.#test(question.test)})`;
      case 'code':
        throw new RangeError('only tests of paths have a text');
    }
  }

  /** What is no number is left to those who know all kinds. */
  #test({ what, slot, constant }: PathTest): string {
    const value = this.#path(slot);
    if (what === TEST.Holds) return `${value} === true`;
    if (what === TEST.IsNull) return `${value} === null`;
    if (what === TEST.In) return `isIn(${value}, ${this.#list(constant)})`;
    const name = this.#constant(constant);
    const operator = OPERATORS.get(what);
    if (operator === undefined)
      return `${value} === ${name} || typeof ${value} === "object" && equal(${value}, ${name})`;
    const unlike = `order(${value}, ${name}) ${operator} 0`;
    return typeof constant === 'number'
      ? `typeof ${value} === "number" ? ${value} ${operator} ${name} : ${unlike}`
      : unlike;
  }

  /** The variable that holds what is at a path. */
  #path(slot: number): string {
    const name = `p${slot}`;
    if (this.#slots.has(slot)) return name;
    this.#slots.add(slot);
    const [first = '', ...rest] = this.#paths[slot] ?? [];
    const steps = rest.map((field) => `v = ${this.#field(field)};`);
    const start = `v = x[${this.#constant(first)}];`;
    this.reads.push(`${start} ${steps.join(' ')} const ${name} = v === undefined ? null : v;`);
    return name;
  }

  #field(name: string): string {
    return `v !== undefined && v !== null && v[bare] === true ? v[${this.#constant(name)}] : strange(v)`;
  }

  #list(constant: Value): string {
    const elements = isList(constant) ? constant : [];
    return this.#constant({ elements, set: new Set(elements) });
  }

  #constant(value: unknown): string {
    return `k${this.constants.push(value) - 1}`;
  }
}
