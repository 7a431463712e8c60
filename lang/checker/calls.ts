/** Types of calls and aggregates: which there are, how many arguments they take, and what they give back. */
import type { Aggregate, Call } from '../ast/nodes.ts';
import { NUMBER, TIMESTAMP, type Type, UNKNOWN } from '../types.ts';
import type { Checking } from './checking.ts';
import { goTogether, isOpen, isTemperature } from './dimensions.ts';
import {
  argumentCount,
  argumentType,
  calledAggregate,
  temperatureSum,
  typeMismatch,
  unknownAggregate,
  unknownFunction,
} from './errors.ts';
import { alike, type Operand } from './operators.ts';

interface Signature {
  readonly arity: number;
  /** Kinds of arguments beside numbers. */
  readonly alsoTakes: readonly Type['kind'][];
}

const FUNCTIONS: ReadonlyMap<string, Signature> = new Map<string, Signature>([
  ['now', { arity: 0, alsoTakes: [] }],
  ['abs', { arity: 1, alsoTakes: ['decimal'] }],
  ['round', { arity: 1, alsoTakes: ['decimal'] }],
  ['floor', { arity: 1, alsoTakes: ['decimal'] }],
  ['ceil', { arity: 1, alsoTakes: ['decimal'] }],
  ['min', { arity: 2, alsoTakes: ['timestamp', 'decimal'] }],
  ['max', { arity: 2, alsoTakes: ['timestamp', 'decimal'] }],
]);

/** What the values of an aggregate may be beside numbers; `count` takes anything. */
const AGGREGATES: ReadonlyMap<string, readonly Type['kind'][] | 'anything'> = new Map<
  string,
  readonly Type['kind'][] | 'anything'
>([
  ['sum', ['decimal']],
  ['avg', ['decimal']],
  ['count', 'anything'],
  ['min', ['timestamp', 'decimal']],
  ['max', ['timestamp', 'decimal']],
]);

export function callType({ callee, span }: Call, args: readonly Operand[], checking: Checking): Type {
  const { diagnostics } = checking;
  const signature = FUNCTIONS.get(callee.text);
  if (signature === undefined) {
    if (AGGREGATES.has(callee.text)) calledAggregate(callee, diagnostics);
    else unknownFunction(callee, FUNCTIONS.keys(), diagnostics);
    return UNKNOWN;
  }
  if (args.length !== signature.arity) {
    argumentCount(callee, { expected: signature.arity, found: args.length }, diagnostics);
    return UNKNOWN;
  }
  const wrong = args.filter(({ type }) => !isTaken(type, signature.alsoTakes));
  for (const { expression, type } of wrong)
    argumentType(callee, { type, span: expression.span }, diagnostics);
  if (wrong.length > 0) return UNKNOWN;
  const [first, second] = alike(args, checking);
  if (first === undefined) return TIMESTAMP;
  if (second === undefined) return isOpen(first) ? UNKNOWN : first;
  if (isOpen(first) || isOpen(second)) return UNKNOWN;
  if (goTogether(first, second)) return first;
  typeMismatch({ operator: callee.text, left: first, right: second, span }, diagnostics);
  return UNKNOWN;
}

/** `value` is what is folded: the value expression, or the elements. */
export function aggregateType(aggregate: Aggregate, value: Type, checking: Checking): Type {
  const { diagnostics } = checking;
  const name = aggregate.function;
  const alsoTakes = AGGREGATES.get(name.text);
  if (alsoTakes === undefined) {
    unknownAggregate(name, AGGREGATES.keys(), diagnostics);
    return UNKNOWN;
  }
  if (alsoTakes === 'anything') return NUMBER;
  const { span } = aggregate.value ?? aggregate.collection;
  if (!isTaken(value, alsoTakes)) {
    argumentType(name, { type: value, span }, diagnostics);
    return UNKNOWN;
  }
  if (name.text !== 'sum' || !isTemperature(value)) return isOpen(value) ? UNKNOWN : value;
  temperatureSum(span, diagnostics);
  return UNKNOWN;
}

function isTaken(type: Type, alsoTakes: readonly Type['kind'][]): boolean {
  return isOpen(type) || type.kind === 'number' || alsoTakes.includes(type.kind);
}
