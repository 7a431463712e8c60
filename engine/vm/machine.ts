/**
 * The machine state that instructions work on, and the loop that runs them. One machine serves many evaluations
 * one after another; it owns no facts and no clock, only views that its caller sets before running. Code is verified before it
 * gets here, so there are no bounds checks: a unit that would overflow the stack does not decode.
 */
import { LOCALS_MAX, OP, STACK_MAX } from '#lang/bytecode/opcodes.js';
import type { CodeRange, Program } from '#lang/bytecode/program.js';
import { isBare } from '../bare.ts';
import { Fact } from '../fact.ts';
import type { Secret } from '../secret.ts';
import { isRecord, type Value, type ValueRecord } from '../value.ts';
import { Conditions } from './conditions.ts';
import { rowsOf, valueOf } from './constants.ts';
import { EXECUTE } from './execute.ts';
import { Patterns } from './patterns.ts';

/** What the running code can see; set by the caller. */
export interface View {
  readonly context: ValueRecord;
  /** Facts of a type in key order: those that a loop has to look at, by the word that loads them. */
  facts(type: string, at: number): readonly Fact[];
  /** What a loop comes to, where that is known without running it. */
  fold?(at: number): Folded | undefined;
  /** What the loop over the facts that were given last may pass over for each of them. */
  readonly skip?: { readonly to: number; readonly isDecided: boolean } | null;
  readonly nowSeconds: number;
  readonly round: number;
  /** What a reference stands for; `null` where it is not resolved. Absent: none is. */
  secret?(reference: string): Secret | null;
}

export interface Folded {
  readonly value: Value;
  /** Behind the loop. */
  readonly end: number;
}

/** A loop over a collection that the running code has open. */
export interface Iterator {
  kind: number;
  variable: number;
  elements: readonly Value[];
  /** What the variable held before, to be put back. */
  outer: Value;
  next: number;
  result: Value;
  count: number;
  skip: NonNullable<View['skip']> | null;
}

/** Why a unit failed, as the values of its trap. */
export interface Fault {
  readonly code: 'vm/out-of-fuel' | 'vm/unit-mismatch';
  readonly values: Readonly<Record<string, string | number>>;
}

const NO_FAULT: Fault = { code: 'vm/out-of-fuel', values: {} };
const NOTHING_VISIBLE: View = { context: Object.create(null), facts: () => [], nowSeconds: 0, round: 0 };

const NO_NAMES: readonly string[] = [];
/** A path that nothing has asked for yet. */
const UNREAD = undefined;
/** Fewer are cleared faster one by one. */
const FILL_MIN = 32;

export class Machine {
  readonly program: Program;
  readonly stack: Value[] = Array.from({ length: STACK_MAX }, () => null);
  readonly locals: Value[] = Array.from({ length: LOCALS_MAX }, () => null);
  /** Those in use stand first; the others are used again. */
  readonly #iterators: Iterator[] = [];
  #open = 0;
  /** Of the facts that were loaded last, for the loop that opens over them. */
  skip: Iterator['skip'] = null;
  /** Index of the next free stack cell. */
  top = 0;
  pc = 0;
  fuel = 0;
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
  readonly conditions: Conditions;
  /** Values of the context by path, each read once. */
  readonly #slots: (Value | typeof UNREAD)[];
  /** The first name of each path, and those behind it. */
  readonly #firsts: readonly string[];
  readonly #rests: readonly (readonly string[])[];
  #view: View = NOTHING_VISIBLE;
  #isBare = false;
  #fuelMax = 0;

  constructor(program: Program) {
    this.program = program;
    this.patterns = new Patterns();
    this.constants = program.constants.map(valueOf);
    this.views = program.views.map((view) => rowsOf(program, view));
    this.#slots = program.paths.map(() => UNREAD);
    this.#firsts = program.paths.map(([first = '']) => first);
    this.#rests = program.paths.map(([, ...rest]) => rest);
    this.conditions = new Conditions(this);
  }

  get view(): View {
    return this.#view;
  }

  /** Before an evaluation, or a run of them over the same view. */
  provide(view: View, fuel: number): void {
    this.show(view);
    this.faultAt = -1;
    this.fuel = fuel;
    this.#fuelMax = fuel;
  }

  /** Another view within the same run. */
  show(view: View): void {
    this.#view = view;
    this.#isBare = isBare(view.context);
    if (this.#slots.length > FILL_MIN) this.#slots.fill(UNREAD);
    else for (let slot = 0; slot < this.#slots.length; slot++) this.#slots[slot] = UNREAD;
    this.conditions.forget();
  }

  /** The context at a path of the program; null where it does not lead. */
  slot(index: number): Value {
    const known = this.#slots[index];
    return known === UNREAD ? this.#read(index) : known;
  }

  #read(index: number): Value {
    const { context } = this.#view;
    const first = this.#firsts[index] ?? '';
    let value: Value = this.#isBare || Object.hasOwn(context, first) ? (context[first] ?? null) : null;
    for (const name of this.#rests[index] ?? NO_NAMES)
      value = isBare(value) ? (value[name] ?? null) : this.readField(value, name);
    this.#slots[index] = value;
    return value;
  }

  /** Null where the field is absent or the value is not a record. */
  readField(value: Value, name: string): Value {
    if (value instanceof Fact) return value.read(name, this.#view.nowSeconds);
    if (isBare(value)) return value[name] ?? null;
    if (!isRecord(value)) return null;
    return Object.hasOwn(value, name) ? (value[name] ?? null) : null;
  }

  /** An evaluation of its own in the same run: with all the fuel, and no notes. */
  renew(): void {
    this.fuel = this.#fuelMax;
    this.faultAt = -1;
    this.badPatterns = 0;
    this.missingSecrets = 0;
    this.zeroDivisions = 0;
  }

  /** Whether what has run since has failed, or left a note. */
  get isNoted(): boolean {
    return this.faultAt >= 0 || this.zeroDivisions + this.badPatterns + this.missingSecrets > 0;
  }

  /** Starts a unit: its locals are null until code stores into them. */
  begin(locals: number): void {
    for (let slot = 0; slot < locals; slot++) this.locals[slot] = null;
    this.faultAt = -1;
    this.badPatterns = 0;
    this.missingSecrets = 0;
    this.zeroDivisions = 0;
  }

  /** Runs a unit. One that fails returns null, and `faultAt` names the instruction. */
  run({ start, length }: CodeRange): Value {
    const word = this.program.code[start] ?? 0;
    const argument = word >>> 16;
    if (length === 2) {
      if ((word & 0xff) === OP.LoadNumber) return this.program.numbers[argument] ?? null;
      if ((word & 0xff) === OP.LoadString) return this.program.strings[argument] ?? null;
      if ((word & 0xff) === OP.LoadPath) return this.slot(argument);
    }
    const next = this.program.code[start + 1] ?? 0;
    if (length === 3 && (word & 0xff) === OP.LoadLocal && (next & 0xff) === OP.LoadField)
      return this.readField(this.locals[argument] ?? null, this.program.strings[next >>> 16] ?? '');
    return this.evaluate(start, start + length - 1);
  }

  /** Runs the words of a term, for the value that they leave. */
  evaluate(start: number, end: number): Value {
    this.execute(start, end);
    return this.faultAt >= 0 ? null : this.pop();
  }

  /** Runs words from an empty stack. */
  execute(start: number, end: number): void {
    const { code } = this.program;
    this.pc = start;
    this.top = 0;
    this.#open = 0;
    this.skip = null;
    while (this.pc < end && this.faultAt < 0) {
      let word = code[this.pc] ?? 0;
      let high = 0;
      if ((word & 0xff) === OP.Wide) {
        high = word & 0xffff0000;
        this.pc += 1;
        word = code[this.pc] ?? 0;
      }
      const argument = (high | (word >>> 16)) >>> 0;
      EXECUTE[word & 0xff]?.(this, argument, (word >>> 8) & 0xff);
      this.pc += 1;
    }
  }

  push(value: Value): void {
    this.stack[this.top++] = value;
  }

  pop(): Value {
    return this.stack[--this.top] ?? null;
  }

  get iterator(): Iterator {
    const innermost = this.#iterators[this.#open - 1];
    if (innermost === undefined) throw new RangeError('no open iterator: the code was not verified');
    return innermost;
  }

  openIterator(kind: number, variable: number, elements: readonly Value[]): Iterator {
    let iterator = this.#iterators[this.#open];
    if (iterator === undefined) {
      iterator = { kind, variable, elements, outer: null, next: 0, result: null, count: 0, skip: null };
      this.#iterators.push(iterator);
    }
    this.#open += 1;
    iterator.kind = kind;
    iterator.variable = variable;
    iterator.elements = elements;
    iterator.outer = this.locals[variable] ?? null;
    iterator.next = 0;
    iterator.count = 0;
    iterator.skip = this.skip;
    this.skip = null;
    return iterator;
  }

  closeIterator(): void {
    this.#open -= 1;
  }

  burn(amount: number): void {
    this.fuel -= amount;
    if (this.fuel < 0) this.fail('vm/out-of-fuel', { max: this.#fuelMax });
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
