/**
 * A condition taken apart for those who read it: leaves under `and`, `or` and `not`, as they stand in the source. A const is one
 * leaf, whatever it is made of, because that is what the reader sees.
 */
import { OP } from '#lang/bytecode/opcodes.js';
import type { CodeRange, CompiledSpan, Program } from '#lang/bytecode/program.js';
import type { Value } from '../value.ts';
import type { Machine } from '../vm/machine.ts';
import { readBody, type Term } from '../vm/terms.ts';
import { textOfSpan } from './excerpt.ts';
import type { Leaf } from './leaves.ts';

export type Part =
  | { readonly kind: 'and' | 'or'; readonly left: Part; readonly right: Part }
  | { readonly kind: 'not'; readonly operand: Part }
  /** Nothing but lets: nothing is asked. */
  | { readonly kind: 'unconditional' }
  | LeafPart;

export interface LeafPart {
  readonly kind: 'leaf';
  /** Among the leaves of the condition. */
  readonly index: number;
  readonly text: string;
  readonly span: CompiledSpan;
  /** Words that leave its value. */
  readonly start: number;
  readonly end: number;
  readonly reads: readonly Read[];
}

/** A value that a leaf depends on and that is not its own. */
export interface Read {
  readonly name: string;
  /** Of the path in the program, or what computes it. */
  readonly of: number | ((machine: Machine) => Value);
}

export interface Parts {
  /** Where the lets end. */
  readonly start: number;
  readonly root: Part;
  readonly leaves: readonly LeafPart[];
  /** What the leaves are while nothing was asked. */
  readonly unreached: readonly Leaf[];
}

const NOTHING: Leaf['seen'] = Object.freeze({});

const KNOWN = new WeakMap<CodeRange, Parts>();

export function partsOf(program: Program, range: CodeRange): Parts {
  const known = KNOWN.get(range);
  if (known !== undefined) return known;
  const parts = new Reader(program).read(range);
  KNOWN.set(range, parts);
  return parts;
}

class Reader {
  readonly #program: Program;
  readonly #leaves: LeafPart[] = [];

  constructor(program: Program) {
    this.#program = program;
  }

  /** Code without a tree is one leaf. */
  read(range: CodeRange): Parts {
    const body = readBody(this.#program.code, range);
    const end = range.start + range.length - 1;
    const root =
      body === null ? this.#leaf({ start: range.start, end, at: end, reads: [] }) : this.#part(body.root);
    const leaves = this.#leaves;
    const unreached = leaves.map(({ text, span }) => ({ check: text, result: null, seen: NOTHING, span }));
    return { start: body?.start ?? range.start, root, leaves, unreached };
  }

  #part(term: Term): Part {
    const [left, right] = term.operands;
    const { start, end } = this.#spanOf(term);
    if (term.code === OP.LoadBoolean && start === end) return { kind: 'unconditional' };
    if (left === undefined || this.#isConst(term, left)) return this.#leafOf(term);
    if (term.code === OP.Not) return { kind: 'not', operand: this.#part(left) };
    if (term.code === OP.Truth) return this.#part(left);
    if (right === undefined || (term.code !== OP.AndThen && term.code !== OP.OrElse))
      return this.#leafOf(term);
    const kind = term.code === OP.AndThen ? 'and' : 'or';
    return { kind, left: this.#part(left), right: this.#part(right) };
  }

  /** All code of a const has the span of the place where it is put in. */
  #isConst(term: Term, operand: Term): boolean {
    const outer = this.#spanOf(term);
    const inner = this.#spanOf(operand);
    return outer.start === inner.start && outer.end === inner.end;
  }

  #leafOf(term: Term): LeafPart {
    return this.#leaf({
      ...term,
      reads: [...new Map(this.#reads(term).map((read) => [read.name, read])).values()],
    });
  }

  #leaf({ start, end, at, reads }: Pick<Term, 'start' | 'end' | 'at'> & Pick<LeafPart, 'reads'>): LeafPart {
    const span = this.#spanOf({ at });
    const text = textOfSpan(this.#program, span);
    const leaf: LeafPart = { kind: 'leaf', index: this.#leaves.length, text, span, start, end, reads };
    this.#leaves.push(leaf);
    return leaf;
  }

  /** What a lookup goes through and what it falls back to are its own. */
  #reads(term: Term): readonly Read[] {
    const { code, argument, operands } = term;
    if (code === OP.LoadPath)
      return [{ name: (this.#program.paths[argument] ?? []).join('.'), of: argument }];
    if (code === OP.LoadNow) return [{ name: 'now()', of: ({ view }) => view.nowSeconds }];
    if (code === OP.Coalesce) return [];
    const local = this.#local(term);
    if (local === null) return operands.flatMap((operand) => this.#readsWithin(term, operand));
    return [{ name: textOfSpan(this.#program, this.#spanOf(term)), of: local }];
  }

  /** What a const binds is its own. */
  #readsWithin(term: Term, operand: Term): readonly Read[] {
    return this.#isConst(term, operand) && this.#local(operand) !== null ? [] : this.#reads(operand);
  }

  /** A let, a witness, or a field of one. */
  #local({ code, argument, operands, start, at }: Term): ((machine: Machine) => Value) | null {
    const [base] = operands;
    if (code === OP.LoadLocal && start === at) return ({ locals }) => locals[argument] ?? null;
    const inner = code === OP.LoadField && base !== undefined ? this.#local(base) : null;
    if (inner === null) return null;
    const name = this.#program.strings[argument] ?? '';
    return (machine) => machine.readField(inner(machine), name);
  }

  #spanOf({ at }: Pick<Term, 'at'>): CompiledSpan {
    const { spans } = this.#program;
    return { start: spans[2 * at] ?? 0, end: spans[2 * at + 1] ?? 0 };
  }
}
