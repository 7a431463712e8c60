/**
 * What is known about the conditions of a set of rules before the machine is asked. A set that is asked often gets generated code
 * for those that it can answer; nothing is known of the others, nor of any when the context is not what the code is made for.
 */
import type { ValueRecord } from '../value.ts';
import type { Paths } from '../vm/condition-text.ts';
import { ANSWER, type Ask, type Asked, generate } from '../vm/generated.ts';

export class Answers {
  /** By position in the set; valid until `ask` is called again. */
  readonly byPosition: Uint8Array;
  readonly #chunks: Ask[] = [];
  /** What the chunks answer. */
  readonly #positions: number[] = [];
  #isUnsure = false;

  constructor(count: number) {
    this.byPosition = new Uint8Array(count);
  }

  /** What always holds, or is not asked before it does. */
  hold(position: number): void {
    this.byPosition[position] = ANSWER.held;
  }

  /** Code answers these from here on, if the host allows it. */
  generate(asked: readonly Asked[], paths: Paths): void {
    if (asked.length === 0) return;
    const onStrange = (): void => {
      this.#isUnsure = true;
    };
    const chunk = generate(asked, paths, onStrange);
    if (chunk === null) return;
    this.#chunks.push(chunk);
    this.#positions.push(...asked.map(({ position }) => position));
  }

  ask(context: ValueRecord): void {
    const chunks = this.#chunks;
    this.#isUnsure = false;
    for (let at = 0; at < chunks.length; at++)
      if (chunks[at]?.(context, this.byPosition) === false) this.#isUnsure = true;
    if (this.#isUnsure) for (const position of this.#positions) this.byPosition[position] = ANSWER.none;
  }
}
