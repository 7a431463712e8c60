/** Terms to tests: which expressions are comparisons of a path with a constant, and how connectives lead from one to the next. */
import { BETWEEN_FLAGS, OP } from '#lang/bytecode/opcodes.js';
import type { CodeRange, Program } from '#lang/bytecode/program.js';
import { Decimal } from '../decimal.ts';
import { isList, type Value } from '../value.ts';
import type { Machine } from './machine.ts';
import { CONSTANT_LOADS, SILENT } from './silent.ts';
import { readBody, type Term } from './terms.ts';
import { type Exits, FAILED, HELD, TEST, type Tests } from './tests.ts';

/** A test of one path that has no effects and cannot fail. */
export interface PathTest {
  readonly what: number;
  readonly slot: number;
  readonly constant: Value;
}

/** What a condition asks, and what joins it. No `not` stands right within another. */
export type Question =
  | { readonly kind: 'both' | 'either'; readonly left: Question; readonly right: Question }
  | { readonly kind: 'not'; readonly of: Question }
  | { readonly kind: 'test'; readonly test: PathTest }
  | { readonly kind: 'code'; readonly term: Term };

/** The comparison that stands on either side of its constant. */
const MIRRORED: ReadonlyMap<number, number> = new Map([
  [TEST.Equal, TEST.Equal],
  [TEST.Greater, TEST.Less],
  [TEST.GreaterOrEqual, TEST.LessOrEqual],
  [TEST.Less, TEST.Greater],
  [TEST.LessOrEqual, TEST.GreaterOrEqual],
]);

const COMPARISONS: ReadonlyMap<number, number> = new Map([
  [OP.Equal, TEST.Equal],
  [OP.Greater, TEST.Greater],
  [OP.GreaterOrEqual, TEST.GreaterOrEqual],
  [OP.Less, TEST.Less],
  [OP.LessOrEqual, TEST.LessOrEqual],
  [OP.In, TEST.In],
]);

/** Those that are the opposite of a test for every value, null included. */
const OPPOSITES: ReadonlyMap<number, number> = new Map([
  [OP.NotEqual, OP.Equal],
  [OP.NotIn, OP.In],
  [OP.IsNotNull, OP.IsNull],
]);

const CONNECTIVES: ReadonlySet<number> = new Set([OP.AndThen, OP.OrElse, OP.Not, OP.Truth]);

/** What depends on the context alone. */
const SHAREABLE: ReadonlySet<number> = new Set([
  ...CONSTANT_LOADS,
  ...SILENT,
  OP.LoadPath,
  OP.MatchesPattern,
]);

export class Planner {
  readonly #program: Program;
  readonly #machine: Machine;
  readonly #tests: Tests;
  /** Of code that reads the context alone, by its words. */
  readonly #shared = new Map<string, number>();

  constructor(machine: Machine, tests: Tests) {
    this.#program = machine.program;
    this.#machine = machine;
    this.#tests = tests;
  }

  /** Entry of the tests of a unit. */
  plan(range: CodeRange): number {
    const exits = { whenTrue: HELD, whenFalse: FAILED };
    const body = readBody(this.#program.code, range);
    if (body === null) return this.#code(range.start, range.start + range.length - 1, exits);
    const entry = this.#write(this.question(body.root), exits);
    if (body.start === range.start) return entry;
    return this.#tests.add(TEST.Effect, range.start, body.start, { whenTrue: entry, whenFalse: FAILED });
  }

  question(term: Term): Question {
    const { code, operands } = term;
    const [left, right] = operands;
    if (left !== undefined && right !== undefined && (code === OP.AndThen || code === OP.OrElse)) {
      const kind = code === OP.AndThen ? 'both' : 'either';
      return { kind, left: this.question(left), right: this.question(right) };
    }
    if (left !== undefined && code === OP.Truth) return this.question(left);
    if (left !== undefined && code === OP.Not) return opposite(this.question(left));
    const contrary = OPPOSITES.get(code);
    const denied = contrary === undefined ? null : this.pathTest({ ...term, code: contrary });
    if (denied !== null) return opposite({ kind: 'test', test: denied });
    const test = this.pathTest(term);
    return test === null ? (this.#between(term) ?? { kind: 'code', term }) : { kind: 'test', test };
  }

  #write(question: Question, exits: Exits): number {
    const { whenTrue, whenFalse } = exits;
    switch (question.kind) {
      case 'both':
        return this.#write(question.left, { whenTrue: this.#write(question.right, exits), whenFalse });
      case 'either':
        return this.#write(question.left, { whenTrue, whenFalse: this.#write(question.right, exits) });
      case 'not':
        return this.#write(question.of, { whenTrue: whenFalse, whenFalse: whenTrue });
      case 'test':
        return this.#test(question.test, exits);
      case 'code':
        return this.#isShareable(question.term)
          ? this.#sharedCode(question.term, exits)
          : this.#code(question.term.start, question.term.end, exits);
    }
  }

  #test({ what, slot, constant }: PathTest, exits: Exits): number {
    const second =
      what === TEST.In && isList(constant) ? this.#tests.list(constant) : this.#tests.constant(constant);
    return this.#tests.add(what, slot, second, exits);
  }

  /** A range as two comparisons: neither holds for what has no order. */
  #between({ code, flags, operands, ...rest }: Term): Question | null {
    const [value, low, high] = operands;
    if (code !== OP.Between || value === undefined || low === undefined || high === undefined) return null;
    const brackets = BETWEEN_FLAGS[flags] ?? '[]';
    const isAbove = brackets.startsWith('(') ? OP.Greater : OP.GreaterOrEqual;
    const isBelow = brackets.endsWith(')') ? OP.Less : OP.LessOrEqual;
    const above = this.pathTest({ ...rest, flags: 0, code: isAbove, operands: [value, low] });
    const below = this.pathTest({ ...rest, flags: 0, code: isBelow, operands: [value, high] });
    if (above === null || below === null) return null;
    return { kind: 'both', left: { kind: 'test', test: above }, right: { kind: 'test', test: below } };
  }

  #code(start: number, end: number, exits: Exits): number {
    return this.#tests.add(TEST.Code, start, end, exits);
  }

  /** The same words in another place are the same question, and have one answer. */
  #sharedCode({ start, end }: Term, exits: Exits): number {
    const words = this.#program.code.slice(start, end).join();
    const known = this.#shared.get(words) ?? this.#tests.share(start, end);
    this.#shared.set(words, known);
    return this.#tests.add(TEST.Shared, known, 0, exits);
  }

  /** Whether a term can neither fail nor store anything, whatever the context is. */
  isPure(term: Term): boolean {
    const { code, operands } = term;
    if (CONNECTIVES.has(code)) return operands.every((operand) => this.isPure(operand));
    return this.#between(term) !== null || this.pathTest(term) !== null || this.#isShareable(term);
  }

  /** Reads nothing but the context, and leaves no note behind. */
  #isShareable({ code, argument, operands }: Term): boolean {
    if (
      code === OP.MatchesPattern &&
      !this.#machine.patterns.isPattern(this.#program.strings[argument] ?? '')
    )
      return false;
    return SHAREABLE.has(code) && operands.every((operand) => this.#isShareable(operand));
  }

  /** `null` for what runs as code. */
  pathTest(term: Term): PathTest | null {
    const [left, right] = term.operands;
    if (term.code === OP.LoadPath && isPath(term))
      return { what: TEST.Holds, slot: term.argument, constant: null };
    if (term.code === OP.IsNull && left !== undefined && isPath(left))
      return { what: TEST.IsNull, slot: left.argument, constant: null };
    const what = COMPARISONS.get(term.code);
    if (what === undefined || left === undefined || right === undefined) return null;
    if (isPath(left)) return this.#against(what, left, this.#constantOf(right));
    const mirrored = MIRRORED.get(what);
    return mirrored !== undefined && isPath(right)
      ? this.#against(mirrored, right, this.#constantOf(left))
      : null;
  }

  /** Amounts may not go together, which is a fault and no test. */
  #against(what: number, { argument: slot }: Term, constant: Value | undefined): PathTest | null {
    if (constant === undefined || constant instanceof Decimal) return null;
    const isTestable = what === TEST.In ? isList(constant) && !constant.some(isObject) : !isObject(constant);
    return isTestable ? { what, slot, constant } : null;
  }

  #constantOf({ code, argument }: Term): Value | undefined {
    switch (code) {
      case OP.LoadString:
        return this.#program.strings[argument];
      case OP.LoadNumber:
        return this.#program.numbers[argument];
      case OP.LoadBoolean:
        return argument === 1;
      case OP.LoadNull:
        return null;
      case OP.LoadConstant:
        return this.#machine.constants[argument];
      default:
        return undefined;
    }
  }
}

function opposite(question: Question): Question {
  return question.kind === 'not' ? question.of : { kind: 'not', of: question };
}

/** Nothing is stored before it is read. */
function isPath({ code, start, at, end }: Term): boolean {
  return code === OP.LoadPath && end === at + 1 && start >= at - 1;
}

function isObject(value: Value): boolean {
  return typeof value === 'object' && value !== null;
}
