/** The conditions of one program as tests, each planned when it is first asked. */
import type { CodeRange } from '#lang/bytecode/program.js';
import type { Machine } from './machine.ts';
import { type PathTest, Planner, type Question } from './planner.ts';
import { readBody, type Term } from './terms.ts';
import { Tests } from './tests.ts';

export class Conditions {
  readonly #tests = new Tests();
  readonly #planner: Planner;
  /** By first word of the condition, one more than the entry of its tests; 0 while there is no plan. */
  readonly #entries: Int32Array;
  /** Like `#entries`, of leaves: the first one begins where its condition does. */
  #terms: Int32Array | null = null;
  readonly #machine: Machine;

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#planner = new Planner(machine, this.#tests);
    this.#entries = new Int32Array(machine.program.code.length);
  }

  holds(range: CodeRange): boolean {
    return this.#tests.run(this.entryOf(range), this.#machine);
  }

  /** For callers that ask often: `holdsAt` saves finding the plan. */
  entryOf(range: CodeRange): number {
    const known = this.#entries[range.start] ?? 0;
    if (known > 0) return known - 1;
    const entry = this.#planner.plan(range);
    this.#entries[range.start] = entry + 1;
    return entry;
  }

  /** Whether one term of a condition holds, by the words that leave its value. */
  termHolds(start: number, end: number): boolean {
    const terms = (this.#terms ??= new Int32Array(this.#machine.program.code.length));
    const known = terms[start] ?? 0;
    const entry = known > 0 ? known - 1 : this.#planner.plan({ start, length: end - start + 1 });
    terms[start] = entry + 1;
    return this.#tests.run(entry, this.#machine);
  }

  holdsAt(entry: number): boolean {
    return this.#tests.run(entry, this.#machine);
  }

  /** Forgets what shared conditions came to: call when the context changes. */
  forget(): void {
    this.#tests.forget();
  }

  /** Whether a term can neither fail nor store anything, whatever the context is. */
  isPure(term: Term): boolean {
    return this.#planner.isPure(term);
  }

  /** `null` for a condition that has no tree, or stores something first. */
  questionOf(range: CodeRange): Question | null {
    const body = readBody(this.#machine.program.code, range);
    return body === null || body.start > range.start ? null : this.#planner.question(body.root);
  }

  pathTest(term: Term): PathTest | null {
    return this.#planner.pathTest(term);
  }
}
