/** Lists and text: whether something is in something. A wrong kind is false, and its negation true. */
import { equalValues, isList, type Value } from '../value.ts';
import type { Machine } from './machine.ts';

type Test = (left: Value, right: Value) => boolean;

const isIn: Test = (value, list) => isList(list) && list.some((element) => equalValues(element, value));

const contains: Test = (whole, part) =>
  typeof whole === 'string' ? typeof part === 'string' && whole.includes(part) : isIn(part, whole);

const retains: Test = (left, right) =>
  isList(left) && isList(right) && left.some((element) => isIn(element, right));

const isSubset: Test = (left, right) =>
  isList(left) && isList(right) && left.every((element) => isIn(element, right));

const vaguelyContains: Test = (list, text) =>
  isList(list) &&
  typeof text === 'string' &&
  text !== '' &&
  list.some((element) => typeof element === 'string' && element.includes(text));

const startsWith: Test = (text, prefix) =>
  typeof text === 'string' && typeof prefix === 'string' && text.startsWith(prefix);

const endsWith: Test = (text, suffix) =>
  typeof text === 'string' && typeof suffix === 'string' && text.endsWith(suffix);

/** A pattern that does not compile is found in nothing, and counted, so that the trace can say so. */
function matches(machine: Machine): void {
  const pattern = machine.pop();
  const text = machine.pop();
  machine.push(typeof pattern === 'string' && typeof text === 'string' && find(text, pattern, machine));
}

function matchesPattern(machine: Machine, index: number): void {
  const text = machine.pop();
  const pattern = machine.program.strings[index] ?? '';
  machine.push(typeof text === 'string' && find(text, pattern, machine));
}

function find(text: string, pattern: string, machine: Machine): boolean {
  const found = machine.patterns.find(pattern, text);
  if (found === undefined) machine.badPatterns += 1;
  return found ?? false;
}

const not =
  (test: Test): Test =>
  (left, right) =>
    !test(left, right);

const swap =
  (test: Test): Test =>
  (left, right) =>
    test(right, left);

function binary(test: Test) {
  return (machine: Machine): void => {
    const right = machine.pop();
    machine.push(test(machine.pop(), right));
  };
}

export const MEMBERSHIP = {
  In: binary(isIn),
  NotIn: binary(not(isIn)),
  Contains: binary(contains),
  NotContains: binary(not(contains)),
  Retains: binary(retains),
  NotRetains: binary(not(retains)),
  SubsetOf: binary(isSubset),
  SupersetOf: binary(swap(isSubset)),
  VagueContains: binary(vaguelyContains),
  StartsWith: binary(startsWith),
  EndsWith: binary(endsWith),
  Matches: matches,
  MatchesPattern: matchesPattern,
};
