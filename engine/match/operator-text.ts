/** The text of operators between two operands that have names: what is plain in place, everything else by those who know all kinds. */
import { OP } from '#lang/bytecode/opcodes.js';
import type { Term } from '../vm/terms.ts';
import { isLeaf } from './quiet.ts';

const ORDERS: ReadonlyMap<number, string> = new Map([
  [OP.Greater, '>'],
  [OP.GreaterOrEqual, '>='],
  [OP.Less, '<'],
  [OP.LessOrEqual, '<='],
]);

/** What leaves nothing but true or false. */
const TRUTHS: ReadonlySet<number> = new Set([
  ...ORDERS.keys(),
  OP.Equal,
  OP.NotEqual,
  OP.IsNull,
  OP.IsNotNull,
  OP.Truth,
  OP.Not,
]);

/** Of two numbers; `add` knows texts as well. */
const ARITHMETIC: ReadonlyMap<number, string> = new Map([
  [OP.Subtract, '-'],
  [OP.Multiply, '*'],
]);

export function isOrder(code: number): boolean {
  return ORDERS.has(code);
}

export function orderText(code: number, a: string, b: string): string {
  const order = ORDERS.get(code) ?? '';
  return `(typeof ${a} === "number" && typeof ${b} === "number" ? ${a} ${order} ${b} : compare(${a}, ${b}) ${order} 0)`;
}

export function isArithmetic(code: number): boolean {
  return code === OP.Add || ARITHMETIC.has(code);
}

export function arithmeticText(code: number, a: string, b: string): string {
  const operator = ARITHMETIC.get(code);
  if (operator === undefined) return `add(${a}, ${b})`;
  return `(typeof ${a} === "number" && typeof ${b} === "number" ? finite(${a} ${operator} ${b}) : strange(null))`;
}

/** Whether a term leaves nothing but true or false. */
export function isTruth({ code, operands }: Term): boolean {
  const [, right] = operands;
  if (code === OP.AndThen || code === OP.OrElse) return right !== undefined && isTruth(right);
  return TRUTHS.has(code);
}

/** Whether a term holds neither loops nor stores. */
export function isStraight(term: Term): boolean {
  if (term.code === OP.IterClose) return false;
  return term.operands.length === 0 ? isLeaf(term) : term.operands.every(isStraight);
}
