/**
 * The machine state that instructions work on, and the loop that runs them. One machine serves many evaluations
 * one after another; it owns no facts and no clock, only views that its caller sets before running. Code is verified before it
 * gets here, so there are no bounds checks: a unit that would overflow the stack does not decode.
 */
import { LOCALS_MAX, OPCODES, STACK_MAX } from '#lang/bytecode/opcodes.js';
import type { CodeRange, Program } from '#lang/bytecode/program.js';
import type { Fact } from '../fact.ts';
import type { Secret } from '../secret.ts';
import type { Value, ValueRecord } from '../value.ts';
import { rowsOf, valueOf } from './constants.ts';
import { EXECUTE } from './execute.ts';
import { Patterns } from './patterns.ts';

/** What the running code can see; set by the caller. */
export interface View {
  readonly context: ValueRecord;
  /** Facts of a type in key order. */
  facts(type: string): readonly Fact[];
  readonly nowSeconds: number;
  readonly round: number;
  /** What a reference stands for; `null` where it is not resolved. Absent: none is. */
  secret?(reference: string): Secret | null;
}

/** A loop over a collection that the running code has open. */
export interface Iterator {
  readonly kind: number;
  readonly variable: number;
  readonly elements: readonly Value[];
  /** What the variable held before, to be put back. */
  readonly outer: Value;
  next: number;
  result: Value;
  count: number;
}

/** Why a unit failed, as the values of its trap. */
export interface Fault {
  readonly code: 'vm/out-of-fuel' | 'vm/unit-mismatch';
  readonly values: Readonly<Record<string, string | number>>;
}

const NO_FAULT: Fault = { code: 'vm/out-of-fuel', values: {} };
const NOTHING_VISIBLE: View = { context: Object.create(null), facts: () => [], nowSeconds: 0, round: 0 };
const WIDE = OPCODES.findIndex((opcode) => opcode.name === 'Wide');

export class Machine {
  readonly program: Program;
  readonly stack: Value[] = Array.from({ length: STACK_MAX }, () => null);
  readonly locals: Value[] = Array.from({ length: LOCALS_MAX }, () => null);
  readonly iterators: Iterator[] = [];
  view: View = NOTHING_VISIBLE;
  /** Index of the next free stack cell. */
  top = 0;
  pc = 0;
  fuel = 0;
  /** Set by `Return`, and by a fault. */
  halted = false;
  /** Instruction at which the unit failed, −1 while it has not. */
  faultAt = -1;
  fault: Fault = NO_FAULT;
  /** Divisions by zero since `begin`. */
  zeroDivisions = 0;

  /** Patterns that did not compile since `begin`. */
  badPatterns = 0;
  /** References that were not resolved since `begin`. */
  missingSecrets = 0;
  readonly patterns: Patterns;
  readonly constants: readonly Value[];
  readonly views: readonly (readonly ValueRecord[])[];
  #fuelMax = 0;

  constructor(program: Program) {
    this.program = program;
    this.patterns = new Patterns();
    this.constants = program.constants.map(valueOf);
    this.views = program.views.map((view) => rowsOf(program, view));
  }

  /** Before an evaluation, or a run of them over the same view. */
  provide(view: View, fuel: number): void {
    this.view = view;
    this.fuel = fuel;
    this.#fuelMax = fuel;
  }

  /** Starts a unit: its locals are null until code stores into them. */
  begin(locals: number): void {
    this.locals.fill(null, 0, locals);
    this.faultAt = -1;
    this.badPatterns = 0;
    this.missingSecrets = 0;
    this.zeroDivisions = 0;
  }

  /** Runs a range to its `Return`. A unit that fails returns null, and `faultAt` names the instruction. */
  run(range: CodeRange): Value {
    const { code } = this.program;
    this.pc = range.start;
    this.top = 0;
    this.iterators.length = 0;
    this.halted = false;
    while (!this.halted) {
      const at = this.pc;
      if (this.fuel-- <= 0) this.fail('vm/out-of-fuel', { max: this.#fuelMax });
      if (this.faultAt >= 0) return null;
      let word = code[at] ?? 0;
      let high = 0;
      if ((word & 0xff) === WIDE) {
        high = word & 0xffff0000;
        this.pc += 1;
        word = code[this.pc] ?? 0;
      }
      const argument = (high | (word >>> 16)) >>> 0;
      const execute = EXECUTE[word & 0xff];
      if (execute === undefined) return null;
      execute(this, argument, (word >>> 8) & 0xff);
      this.pc += 1;
    }
    return this.faultAt >= 0 ? null : this.pop();
  }

  push(value: Value): void {
    this.stack[this.top++] = value;
  }

  pop(): Value {
    return this.stack[--this.top] ?? null;
  }

  get iterator(): Iterator {
    const innermost = this.iterators[this.iterators.length - 1];
    if (innermost === undefined) throw new RangeError('no open iterator: the code was not verified');
    return innermost;
  }

  /** Ends the unit at the instruction that is running: nothing of it counts. */
  fail(code: Fault['code'], values: Fault['values']): void {
    if (this.faultAt >= 0) return;
    this.faultAt = this.pc;
    this.fault = { code, values };
  }

  /** A unit of its own has failed, and its caller says so: the next one starts afresh. */
  forgiveFault(): void {
    this.faultAt = -1;
  }
}
