/**
 * Expressions. Parentheses stand where precedence needs them and where `guards.ts` asks for them, nowhere else. `and` and
 * `or` put each operand on its own line once one does not fit or the author broke them.
 */
import type { Between, Binary, Call, Expression, Unary } from '../ast/nodes.ts';
import { PRECEDENCE, precedenceOf } from '../parser/operators.ts';
import { concat, concatAll, type Doc, group, indent, line, softline } from './document.ts';
import { enclosed } from './enclosed.ts';
import { guardIteration, guardOperand } from './guards.ts';
import { HANGING, LEVEL, levelOf, type Place, sidesOf } from './levels.ts';
import { isDate, isNumber, numberText, secretText } from './literal.ts';
import type { Original } from './original.ts';
import { type Part, printParts, withComments } from './parts.ts';
import { aggregate, bind, joinOf, lookup, quantifier } from './relational.ts';

export function printExpression(original: Original, expression: Expression, place: Place): Doc {
  const isEnclosed = levelOf(expression) < place.minimum || original.guarded.has(expression);
  const comments = original.takeInline(firstOf(expression).span.start).map(({ text }) => `${text} `);
  const doc = node(original, expression, place.isHanging && !isEnclosed);
  if (!isEnclosed) return comments.length === 0 ? doc : concatAll([...comments, doc]);
  const enclosing = group(concat('(', indent(concat(softline, doc)), softline, ')'));
  return concatAll([...comments, enclosing]);
}

/** What the text begins with, whatever parentheses are around it: comments before it go before those. */
function firstOf(expression: Expression): Expression {
  let first = expression;
  for (;;) {
    if (first.kind === 'binary') first = first.left;
    else if (first.kind === 'between') first = first.value;
    else if (first.kind === 'null-test') first = first.operand;
    else return first;
  }
}

function node(original: Original, expression: Expression, isHanging: boolean): Doc {
  switch (expression.kind) {
    case 'number':
    case 'decimal':
      return numberText(original, expression);
    case 'string':
    case 'timestamp':
      return original.text(expression.span);
    case 'boolean':
      return String(expression.value);
    case 'null':
      return 'null';
    case 'secret':
      return secretText(original, expression);
    case 'path':
      return expression.segments.map(({ text }) => text).join('.');
    case 'list':
      return enclosed(original, {
        style: 'list',
        marks: expression.span,
        parts: elements(original, expression.elements),
      });
    case 'call':
      return call(original, expression);
    case 'unary':
      return unary(original, expression);
    case 'binary':
      return binary(original, expression, isHanging);
    case 'between':
      return between(original, expression);
    case 'null-test': {
      const tested = printExpression(original, expression.operand, BOUND);
      return concat(tested, expression.negated ? ' is not null' : ' is null');
    }
    case 'quantifier':
      return quantifier(original, expression, printExpression);
    case 'aggregate':
      guardIteration(original, expression.value);
      return aggregate(original, expression, printExpression);
    case 'join':
      return joinOf(original, expression, printExpression);
    case 'bind':
      return bind(original, expression, printExpression);
    case 'lookup':
      return lookup(original, expression, printExpression);
  }
}

function elements(original: Original, expressions: readonly Expression[]): readonly Part[] {
  return expressions.map((each) => ({
    ...each.span,
    print: () => printExpression(original, each, HANGING),
  }));
}

function call(original: Original, { callee, args, span }: Call): Doc {
  guardIteration(original, args[0]);
  const marks = { start: original.find('(', callee.span.end), end: span.end };
  return concat(
    callee.text,
    enclosed(original, { style: 'arguments', marks, parts: elements(original, args) }),
  );
}

/** `-(5)` is no literal and `--x` no one reads. */
function unary(original: Original, { operator, operand }: Unary): Doc {
  if (operator === 'not')
    return concat('not ', printExpression(original, operand, { minimum: LEVEL.condition, isHanging: true }));
  const minimum = isNumber(operand) || operand.kind === 'unary' ? LEVEL.enclosed : LEVEL.value;
  return concat('-', printExpression(original, operand, { minimum, isHanging: true }));
}

const BOUND: Place = { minimum: PRECEDENCE.additive, isHanging: true };

function between(original: Original, { value, low, high, lowOpen, highOpen }: Between): Doc {
  const bounded = printExpression(original, value, BOUND);
  const lower = printExpression(original, low, BOUND);
  const upper = printExpression(original, high, BOUND);
  return concat(bounded, ` between ${lowOpen ? '(' : '['}`, lower, ', ', upper, highOpen ? ')' : ']');
}

function binary(original: Original, expression: Binary, isHanging: boolean): Doc {
  const { operator, span } = expression;
  if (isDate(original, expression)) return original.text(span);
  if (operator === 'and' || operator === 'or') return logical(original, expression, isHanging);
  const precedence = precedenceOf(operator);
  if (precedence === PRECEDENCE.comparison) return comparison(original, expression);
  const operands = spine(original, expression, (left) => precedenceOf(left.operator) === precedence);
  const sides = sidesOf(operator);
  const docs = operands.map((each, index) => {
    const place = { minimum: index === 0 ? sides.left : sides.right, isHanging: true };
    const doc = printExpression(original, each.operand, place);
    return index === 0 ? doc : concat(line, each.operator, ' ', doc);
  });
  const [first = '', ...tail] = docs;
  return group(concat(first, indent(concatAll(tail))));
}

function comparison(original: Original, expression: Binary): Doc {
  guardOperand(original, expression);
  const sides = sidesOf(expression.operator);
  const left = printExpression(original, expression.left, { minimum: sides.left, isHanging: true });
  const right = printExpression(original, expression.right, { minimum: sides.right, isHanging: true });
  return concat(left, ` ${expression.operator} `, right);
}

interface Operand {
  /** The one before it. */
  readonly operator: string;
  readonly operand: Expression;
}

/** The operands of a chain of operators that bind alike, from the left. */
function spine(original: Original, last: Binary, isChained: (left: Binary) => boolean): readonly Operand[] {
  const chained: Operand[] = [];
  let at: Expression = last;
  while (at.kind === 'binary' && !isDate(original, at) && (at === last || isChained(at))) {
    guardOperand(original, at);
    chained.push({ operator: at.operator, operand: at.right });
    at = at.left;
  }
  chained.push({ operator: '', operand: at });
  return chained.reverse();
}

/** Operands of `and` or `or`, with their comments. Those before the first belong to what the chain stands in. */
function logical(original: Original, expression: Binary, isHanging: boolean): Doc {
  const operands = spine(original, expression, (left) => left.operator === expression.operator);
  const { left, right } = sidesOf(expression.operator);
  const parts = operands.map(({ operator, operand }, index): Part => {
    const isFirst = index === 0;
    const print = (): Doc =>
      printExpression(original, operand, { minimum: isFirst ? left : right, isHanging: true });
    return { ...operand.span, print, isTransparent: isFirst, prefix: isFirst ? '' : `${operator} ` };
  });
  const [first = '', ...others] = printParts(original, expression.span, parts).parts.map(withComments);
  const tail = concatAll(others.flatMap((doc) => [line, doc]));
  return group(concat(first, isHanging ? indent(tail) : tail), isBrokenBetween(original, operands));
}

function isBrokenBetween(original: Original, operands: readonly Operand[]): boolean {
  return operands.some(({ operand }, index) => {
    const before = operands[index - 1]?.operand.span.end ?? operand.span.start;
    return original.hasLineBreak({ start: before, end: operand.span.start });
  });
}
