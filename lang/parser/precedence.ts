/**
 * Precedence climbing: operands and operators → one tree, left-associative, in one pass. Comparisons do not chain
 * (`a < b < c` is a diagnostic), and prefix forms (`not`, quantifiers) stand only where a condition may begin, so
 * what follows one of them can only be `and` or `or`.
 */
import { alt_sc, apply, kright, seq } from 'typescript-parsec';
import type { Expression } from '../ast/nodes.ts';
import type { SourceToken } from '../lexer/token.ts';
import type { Span } from '../span.ts';
import {
  expected,
  Failure,
  type Grammar,
  type MaybeToken,
  only,
  optional,
  type Output,
  success,
  symbol,
  tokenOf,
  word,
} from './combinators.ts';
import { afterOperator, findOperator, type Operator, PRECEDENCE } from './operators.ts';

/** Where an operand begins: what may stand there depends on how tightly the operator before it binds. */
export interface Operands {
  /** `not …` and quantifiers. */
  readonly condition: Grammar<Expression>;
  /** Everything that has a value. */
  readonly value: Grammar<Expression>;
  readonly isCondition: (token: SourceToken) => boolean;
}

interface Left {
  readonly first: SourceToken;
  readonly expression: Expression;
  readonly next: SourceToken;
  /** Operators that bind tighter than this may not follow. */
  readonly ceiling: number;
}

type Step = { readonly left: Left } | { readonly failed: Output<Expression> };

/** Expressions whose operators all bind at least as tightly as `minimum`. */
export function operators(operands: Operands, minimum: number): Grammar<Expression> {
  return { parse: (token) => climb(operands, minimum, token) };
}

function climb(operands: Operands, minimum: number, token: MaybeToken): Output<Expression> {
  let step = first(operands, minimum, tokenOf(token));
  while ('left' in step) {
    const { left } = step;
    const operator = findOperator(left.next);
    if (operator === undefined || operator.precedence < minimum)
      return success(left.first, left.next, left.expression);
    if (operator.precedence > left.ceiling) return refuse(left);
    step = extend(operands, left, operator);
  }
  return step.failed;
}

function first(operands: Operands, minimum: number, token: SourceToken): Step {
  const isCondition = minimum <= PRECEDENCE.comparison && operands.isCondition(token);
  const output = (isCondition ? operands.condition : operands.value).parse(token);
  if (!output.successful) return { failed: output };
  const { nextToken, result } = only(output.candidates);
  const ceiling = isCondition ? PRECEDENCE.and : PRECEDENCE.multiplicative;
  return { left: { first: token, expression: result, next: tokenOf(nextToken), ceiling } };
}

function extend(operands: Operands, left: Left, operator: Operator): Step {
  const output = tail(operands, left, operator).parse(afterOperator(operator, left.next));
  if (!output.successful) return { failed: output };
  const { nextToken, result } = only(output.candidates);
  const ceiling = operator.precedence === PRECEDENCE.comparison ? PRECEDENCE.and : operator.precedence;
  return { left: { first: left.first, expression: result, next: tokenOf(nextToken), ceiling } };
}

/** What follows an operator, as the node of the whole. */
function tail(operands: Operands, left: Left, operator: Operator): Grammar<Expression> {
  if (operator.form === 'is') return nullTest(left);
  if (operator.form === 'between') return between(left, operators(operands, PRECEDENCE.additive));
  const right = operators(operands, operator.precedence + 1);
  return spanning(left, right, (expression, span) => {
    return { kind: 'binary', operator: operator.operator, left: left.expression, right: expression, span };
  });
}

function nullTest(left: Left): Grammar<Expression> {
  const test = expected(seq(optional(word('not')), word('null')), '`null` or `not null`');
  return spanning(left, test, ([not], span) => {
    return { kind: 'null-test', negated: not !== undefined, operand: left.expression, span };
  });
}

function between(left: Left, bound: Grammar<Expression>): Grammar<Expression> {
  const opening = expected(alt_sc(symbol('['), symbol('(')), '`[` or `(`');
  const closing = expected(alt_sc(symbol(']'), symbol(')')), '`]` or `)`');
  return spanning(
    left,
    seq(opening, bound, kright(symbol(','), bound), closing),
    ([open, low, high, close], span) => {
      const lowOpen = open.text === '(';
      const highOpen = close.text === ')';
      return { kind: 'between', value: left.expression, low, high, lowOpen, highOpen, span };
    },
  );
}

/** A node that begins with the left operand, parentheses included. */
function spanning<T>(
  left: Left,
  parser: Grammar<T>,
  build: (parts: T, span: Span) => Expression,
): Grammar<Expression> {
  const { span } = left.first;
  return apply(parser, (parts, [, next]) => build(parts, { ...span, end: tokenOf(next).previousEnd }));
}

/** A `-` may still begin the condition after a `let`; no other operator begins anything. */
function refuse({ first, expression, next }: Left): Output<Expression> {
  if (next.text === '-') return success(first, next, expression);
  const finding = { span: next.span, values: { operator: next.text } };
  return { successful: false, error: new Failure(next, { code: 'parse/chained-comparison', finding }) };
}
