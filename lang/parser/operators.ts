/**
 * The operators that stand between operands, and how tightly they bind. Words are operators only here: before a `:`
 * they are names of params (`{ a: x in: y }`), and `not` counts only when it negates a membership test.
 */
import type { BinaryOperator } from '../ast/nodes.ts';
import type { SourceToken } from '../lexer/token.ts';

export const PRECEDENCE = { or: 1, and: 2, not: 3, comparison: 4, additive: 5, multiplicative: 6 } as const;

/** `words` is how many tokens the operator is written with. */
export type Operator =
  | {
      readonly form: 'binary';
      readonly operator: BinaryOperator;
      readonly precedence: number;
      readonly words: 1 | 2;
    }
  | { readonly form: 'between'; readonly precedence: number; readonly words: 1 }
  | { readonly form: 'is'; readonly precedence: number; readonly words: 1 };

const LEVELS: readonly (readonly [precedence: number, operators: readonly BinaryOperator[]])[] = [
  [PRECEDENCE.or, ['or']],
  [PRECEDENCE.and, ['and']],
  [PRECEDENCE.comparison, ['==', '!=', '>', '>=', '<', '<=']],
  [PRECEDENCE.comparison, ['in', 'contains', 'retains', 'subset_of', 'superset_of', 'vague_contains']],
  [PRECEDENCE.comparison, ['starts_with', 'ends_with', 'matches']],
  [PRECEDENCE.additive, ['+', '-']],
  [PRECEDENCE.multiplicative, ['*', '/', '%']],
];

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ...LEVELS.flatMap(([precedence, operators]) =>
    operators.map((operator): [string, Operator] => [
      operator,
      { form: 'binary', precedence, operator, words: 1 },
    ]),
  ),
  ['between', { form: 'between', precedence: PRECEDENCE.comparison, words: 1 }],
  ['is', { form: 'is', precedence: PRECEDENCE.comparison, words: 1 }],
]);

const NEGATED: ReadonlyMap<string, Operator> = new Map([
  ['in', negated('not in')],
  ['contains', negated('not contains')],
  ['retains', negated('not retains')],
]);

/** The operator that begins at a token, if one does. */
export function findOperator(token: SourceToken): Operator | undefined {
  if (token.kind === 'symbol') return OPERATORS.get(token.text);
  if (token.kind !== 'name') return undefined;
  const operator = token.text === 'not' ? NEGATED.get(token.next.text) : OPERATORS.get(token.text);
  return operator === undefined || afterOperator(operator, token).text === ':' ? undefined : operator;
}

/** The token behind an operator that begins at a token. */
export function afterOperator({ words }: Operator, token: SourceToken): SourceToken {
  return words === 2 ? token.next.next : token.next;
}

function negated(operator: BinaryOperator): Operator {
  return { form: 'binary', precedence: PRECEDENCE.comparison, operator, words: 2 };
}

/** How tightly an operator binds. */
export function precedenceOf(operator: BinaryOperator): number {
  return OPERATORS.get(operator)?.precedence ?? PRECEDENCE.comparison;
}

/** Whether a word, or a word behind `not`, would be taken for an operator after an operand. */
export function isOperatorText(text: string, isNegated: boolean): boolean {
  return isNegated ? NEGATED.has(text) : OPERATORS.has(text);
}
