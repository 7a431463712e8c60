/**
 * Terms that can neither fail nor leave a note, whatever they are asked about. Only behind such terms may a fact be left out: a loop that
 * would have failed on it has to fail.
 */
import { OP } from '#lang/bytecode/opcodes.js';
import { CONSTANT_LOADS, SILENT } from '../vm/silent.ts';
import type { Term } from '../vm/terms.ts';

const QUIET: ReadonlySet<number> = new Set([
  ...CONSTANT_LOADS,
  ...SILENT,
  OP.LoadPath,
  OP.LoadNow,
  OP.LoadRound,
  OP.LoadLocal,
  OP.LoadField,
  OP.Truth,
  OP.Not,
  OP.AndThen,
  OP.OrElse,
]);

/** They fail on amounts of two units only, so a plain constant on one side makes them quiet. */
const ORDERS: ReadonlySet<number> = new Set([OP.Greater, OP.GreaterOrEqual, OP.Less, OP.LessOrEqual]);
const PLAIN: ReadonlySet<number> = new Set([OP.LoadNumber, OP.LoadString]);

export function isQuiet({ code, start, at, operands }: Term): boolean {
  const isKnown =
    QUIET.has(code) || (ORDERS.has(code) && operands.some((operand) => PLAIN.has(operand.code)));
  return isKnown && (operands.length > 0 || isLeaf({ start, at })) && operands.every(isQuiet);
}

/** Nothing is stored before it; one word more is the upper half of its argument. */
export function isLeaf({ start, at }: Pick<Term, 'start' | 'at'>): boolean {
  return at - start <= 1;
}
