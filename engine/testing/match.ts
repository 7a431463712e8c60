/**
 * Matchers: whether fields are what a case expects. A field that is missing matches nothing. Values that have no order are
 * neither more nor less: that is an error of the case, because `no` would turn it into a silent pass.
 */
import type { Matcher, MatchOperator } from '#lang/testing/ast.js';
import { compareValues, equalValues, isList, isRecord, type Value } from '../value.ts';
import { valueOf } from './literal.ts';

/** What a name stands for in the thing that is matched; `undefined` where it has no such field. */
export type Reader = (field: string) => Value | undefined;

export type Verdict = 'matched' | 'missed' | 'unordered';

const TOLERANCE = 1e-9;

const ORDERS: Readonly<Record<Exclude<MatchOperator, '==' | '!='>, (order: number) => boolean>> = {
  '>=': (order) => order >= 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '<': (order) => order < 0,
};

export function matchAll(matchers: readonly Matcher[], read: Reader): Verdict {
  const verdicts = matchers.map((matcher) => match(matcher, read));
  return verdicts.find((verdict) => verdict !== 'matched') ?? 'matched';
}

export function match(matcher: Matcher, read: Reader): Verdict {
  const found = read(matcher.field.text);
  if (found === undefined) return 'missed';
  if (matcher.kind === 'between') {
    const above = ordered('>=', found, valueOf(matcher.low));
    return above === 'matched' ? ordered('<=', found, valueOf(matcher.high)) : above;
  }
  const { operator } = matcher;
  const expected = valueOf(matcher.value);
  if (operator === '==' || operator === '!=')
    return isClose(found, expected) === (operator === '==') ? 'matched' : 'missed';
  return ordered(operator, found, expected);
}

/** Reads dotted fields of a record. */
export function readerOf(record: Value): Reader {
  return (field) => field.split('.').reduce<Value | undefined>(memberOf, record);
}

function memberOf(owner: Value | undefined, name: string): Value | undefined {
  if (owner === undefined || !isRecord(owner) || !Object.hasOwn(owner, name)) return undefined;
  return owner[name];
}

function ordered(operator: keyof typeof ORDERS, found: Value, expected: Value): Verdict {
  const order = compareValues(found, expected);
  if (order === undefined) return 'unordered';
  return ORDERS[operator](order) ? 'matched' : 'missed';
}

/** Numbers by a relative tolerance, because a quantity in base units carries the error of its conversion. */
function isClose(left: Value, right: Value): boolean {
  if (typeof left === 'number' && typeof right === 'number')
    return Math.abs(left - right) <= TOLERANCE * Math.max(1, Math.abs(left), Math.abs(right));
  if (isList(left) && isList(right))
    return left.length === right.length && left.every((each, index) => isClose(each, right[index] ?? null));
  if (isRecord(left) && isRecord(right)) {
    const names = Object.keys(left);
    if (names.length !== Object.keys(right).length) return false;
    return names.every(
      (name) => Object.hasOwn(right, name) && isClose(left[name] ?? null, right[name] ?? null),
    );
  }
  return equalValues(left, right);
}
