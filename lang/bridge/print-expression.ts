/**
 * Expressions to text, with the parentheses that precedence needs and those that readers need: beside `and`, `or` always has them.
 * Every form has a level; where one of a lower level stands than its place allows, it gets parentheses.
 */
import type { Aggregate, Binary, Expression, Join, Lookup } from '../ast/nodes.ts';
import { formatInstant } from '../instant.ts';
import { PRECEDENCE } from '../parser/operators.ts';
import { printCall, printNumber, printString } from './print-literal.ts';

/** Literals, paths, calls: they stand anywhere. */
const PRIMARY = 7;
/** Reads as far as it can, so that it needs parentheses in any place but that of a whole expression. */
const OPEN_ENDED = 0;

interface Printed {
  readonly text: string;
  readonly level: number;
}

export function printExpression(node: Expression): string {
  return print(node).text;
}

/** The expression where only forms of at least that level may stand. */
function at(level: number, node: Expression): string {
  const printed = print(node);
  return printed.level < level ? `(${printed.text})` : printed.text;
}

function value(node: Expression): string {
  return at(PRECEDENCE.additive, node);
}

function print(node: Expression): Printed {
  switch (node.kind) {
    case 'unary':
      return node.operator === 'not'
        ? { text: `not ${negated(node.operand)}`, level: PRECEDENCE.not }
        : { text: `-${minus(node.operand)}`, level: PRIMARY };
    case 'binary':
      return binary(node);
    case 'between': {
      const range = `${node.lowOpen ? '(' : '['}${value(node.low)}, ${value(node.high)}${node.highOpen ? ')' : ']'}`;
      return { text: `${value(node.value)} between ${range}`, level: PRECEDENCE.comparison };
    }
    case 'null-test':
      return {
        text: `${value(node.operand)} is ${node.negated ? 'not ' : ''}null`,
        level: PRECEDENCE.comparison,
      };
    case 'quantifier': {
      const over = `${node.quantifier} ${node.variable.text} in ${value(node.collection)}`;
      return { text: `${over} { ${printExpression(node.body)} }`, level: PRECEDENCE.not };
    }
    case 'join':
      return { text: join(node), level: PRECEDENCE.not };
    case 'bind':
      return print(node.expansion);
    case 'lookup':
      return { text: lookup(node), level: OPEN_ENDED };
    case 'number':
    case 'string':
    case 'boolean':
    case 'null':
    case 'timestamp':
    case 'decimal':
    case 'secret':
    case 'list':
    case 'path':
    case 'call':
    case 'aggregate':
      return { text: primary(node), level: PRIMARY };
  }
}

type Primary = Exclude<
  Expression,
  { kind: 'unary' | 'binary' | 'between' | 'null-test' | 'quantifier' | 'join' | 'bind' | 'lookup' }
>;

function primary(node: Primary): string {
  switch (node.kind) {
    case 'number':
      return node.unit === null ? printNumber(node.value) : `${printNumber(node.value)} ${node.unit}`;
    case 'string':
      return printString(node.value);
    case 'boolean':
      return String(node.value);
    case 'null':
      return 'null';
    case 'timestamp':
      return formatInstant(node.seconds);
    case 'decimal':
      return `${node.digits} ${node.unit}`;
    case 'secret':
      return printCall('secret', [printString(node.reference)]);
    case 'list':
      return `[${node.elements.map((element) => at(PRECEDENCE.or, element)).join(', ')}]`;
    case 'path':
      return node.segments.map(({ text }) => text).join('.');
    case 'call':
      return printCall(node.callee.text, node.args.map(value));
    case 'aggregate':
      return aggregate(node);
  }
}

function binary(node: Binary): Printed {
  const { operator, left, right } = node;
  if (operator === 'and' || operator === 'or') {
    const text = `${operand(operator, left)} ${operator} ${printPart(operator, right)}`;
    return { text, level: PRECEDENCE[operator] };
  }
  const level = levelOf(node);
  const isComparison = level === PRECEDENCE.comparison;
  const first = at(isComparison ? PRECEDENCE.additive : level, left);
  const second = at(level + 1, right);
  return { text: `${beforeOperator(node, first)} ${operator} ${second}`, level };
}

function levelOf({ operator }: Binary): number {
  if (operator === '+' || operator === '-') return PRECEDENCE.additive;
  return operator === '*' || operator === '/' || operator === '%'
    ? PRECEDENCE.multiplicative
    : PRECEDENCE.comparison;
}

/** The left side of `and` or `or`: the same operator goes on without parentheses. */
function operand(operator: 'and' | 'or', left: Expression): string {
  return left.kind === 'binary' && left.operator === operator ? binary(left).text : printPart(operator, left);
}

/** One part of `and` or `or`, in parentheses when it is logic itself. */
export function printPart(operator: 'and' | 'or', part: Expression): string {
  const isLogic = part.kind === 'binary' && (part.operator === 'and' || part.operator === 'or');
  return isLogic ? `(${printExpression(part)})` : at(PRECEDENCE[operator] + 1, part);
}

/** `5 in x` reads as inches and `7 % x` as a percentage where a certain word follows; parentheses leave no doubt. */
function beforeOperator({ operator, left, right }: Binary, text: string): string {
  const isUnit = operator === 'in' || operator === '%';
  return isUnit && endsInNumber(left) && right.kind !== 'list' ? `(${text})` : text;
}

function endsInNumber(node: Expression): boolean {
  let last = node;
  while (last.kind === 'binary') last = last.right;
  return last.kind === 'number' && last.unit === null;
}

function negated(node: Expression): string {
  const printed = print(node);
  return printed.level === PRIMARY || printed.level === PRECEDENCE.not ? printed.text : `(${printed.text})`;
}

/** A sign before a literal would become part of it. */
function minus(node: Expression): string {
  return node.kind === 'number' || node.kind === 'decimal' ? `(${primary(node)})` : at(PRIMARY, node);
}

function aggregate({ function: called, value: summed, variable, collection, filter }: Aggregate): string {
  const over = `${variable.text} in ${value(collection)}`;
  const where = filter === null ? '' : ` where ${printExpression(filter)}`;
  return printCall(called.text, [`${summed === null ? '' : `${value(summed)} for `}${over}${where}`]);
}

function join({ bindings, includingSelf, on, field, body }: Join): string {
  const facts = bindings.map(({ variable, fact }) => `${variable.text}: ${fact.text}`).join(', ');
  const same = on === null ? `.${field?.text ?? ''}` : value(on);
  return `join ${facts}${includingSelf ? ' including_self' : ''} on ${same} { ${printExpression(body)} }`;
}

function lookup({ table, where, order, otherwise }: Lookup): string {
  const sorted = order === null ? '' : ` order by ${order.column.text} ${order.descending ? 'desc' : 'asc'}`;
  const params = (otherwise ?? []).map((param) => `${param.name.text}: ${at(PRECEDENCE.or, param.value)}, `);
  const fallback = otherwise === null ? '' : ` else { ${params.join('')}}`;
  return `lookup ${table.text} where ${printExpression(where)}${sorted}${fallback}`;
}
