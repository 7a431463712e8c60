/**
 * Operators of the JSON form beside those of the language. Where the format has two spellings the first is written and both are
 * read. Maps, not objects: an operator called `constructor` must be unknown.
 */
import type { ArithmeticOperator, BinaryOperator, Between } from '../ast/nodes.ts';

type Spellings = readonly [written: string, ...read: string[]];

const COMPARISONS: readonly (readonly [operator: BinaryOperator, spellings: Spellings])[] = [
  ['==', ['==']],
  ['!=', ['!=']],
  ['>', ['>']],
  ['>=', ['>=']],
  ['<', ['<']],
  ['<=', ['<=']],
  ['in', ['LIST_IN']],
  ['not in', ['!LIST_IN']],
  ['contains', ['LIST_CONTAINS']],
  ['not contains', ['!LIST_CONTAINS']],
  ['retains', ['LIST_RETAIN']],
  ['not retains', ['!LIST_RETAIN']],
  ['vague_contains', ['LIST_VAGUE_CONTAINS']],
  ['subset_of', ['SUB_LIST_IN', 'SUBSET_OF']],
  ['superset_of', ['SUB_LIST_CONTAINS', 'SUPERSET_OF']],
  ['starts_with', ['STRING_START_WITH']],
  ['ends_with', ['STRING_END_WITH']],
  ['matches', ['CONTAIN_REGEXP']],
];

const ARITHMETIC: readonly ArithmeticOperator[] = ['+', '-', '*', '/', '%'];

export type Bounds = Pick<Between, 'lowOpen' | 'highOpen'>;

const RANGES: readonly (readonly [spelling: string, bounds: Bounds])[] = [
  ['BETWEEN_ALL_CLOSE', { lowOpen: false, highOpen: false }],
  ['BETWEEN_ALL_OPEN', { lowOpen: true, highOpen: true }],
  ['BETWEEN_LEFT_CLOSE_RIGHT_OPEN', { lowOpen: false, highOpen: true }],
  ['BETWEEN_LEFT_OPEN_RIGHT_CLOSE', { lowOpen: true, highOpen: false }],
];

export type Comparison =
  | { readonly form: 'binary'; readonly operator: BinaryOperator }
  | { readonly form: 'between'; readonly bounds: Bounds }
  | { readonly form: 'null-test'; readonly negated: boolean };

const BY_SPELLING: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ...COMPARISONS.flatMap(([operator, spellings]) =>
    spellings.map((spelling): [string, Comparison] => [spelling, { form: 'binary', operator }]),
  ),
  ...RANGES.map(([spelling, bounds]): [string, Comparison] => [spelling, { form: 'between', bounds }]),
  ['IS_NULL', { form: 'null-test', negated: false }],
  ['!IS_NULL', { form: 'null-test', negated: true }],
]);

const WRITTEN: ReadonlyMap<BinaryOperator, string> = new Map(
  COMPARISONS.map(([operator, [written]]) => [operator, written]),
);

const ARITHMETIC_BY_SPELLING: ReadonlyMap<string, ArithmeticOperator> = new Map(
  ARITHMETIC.map((operator) => [operator, operator]),
);

export function findComparison(spelling: string): Comparison | undefined {
  return BY_SPELLING.get(spelling);
}

export function findArithmetic(spelling: string): ArithmeticOperator | undefined {
  return ARITHMETIC_BY_SPELLING.get(spelling);
}

/** `undefined` for `and`, `or` and arithmetic, which have nodes of their own. */
export function comparisonSpelling(operator: BinaryOperator): string | undefined {
  return WRITTEN.get(operator);
}

export function rangeSpelling({ lowOpen, highOpen }: Bounds): string {
  if (lowOpen) return highOpen ? 'BETWEEN_ALL_OPEN' : 'BETWEEN_LEFT_OPEN_RIGHT_CLOSE';
  return highOpen ? 'BETWEEN_LEFT_CLOSE_RIGHT_OPEN' : 'BETWEEN_ALL_CLOSE';
}

/** All spellings that are read, for messages and tests. */
export function comparisonSpellings(): readonly string[] {
  return [...BY_SPELLING.keys()];
}
