/**
 * Expressions by type: what comes out has the type that was asked for, so that whole programs pass the checker. Locals in
 * scope are used where they fit.
 */
import type { Prng } from '#sim/prng.js';
import { type Kind, oneOf, PATHS, WORDS } from './shape.ts';

export interface Names {
  /** Consts and locals by kind. */
  readonly known: Readonly<Partial<Record<Kind, readonly string[]>>>;
  /** How many variables have been bound around. */
  readonly depth: number;
}

type Make = (prng: Prng, names: Names, fuel: number) => string;

export function expression(kind: Kind, prng: Prng, names: Names, fuel: number): string {
  if (fuel <= 0 || prng.integer(0, 3) === 0) return leaf(kind, prng, names);
  return oneOf(prng, MAKERS[kind])(prng, names, fuel - 1);
}

function leaf(kind: Kind, prng: Prng, { known }: Names): string {
  const named = known[kind] ?? [];
  const choices = [() => oneOf(prng, PATHS[kind]), () => literal(kind, prng)];
  if (named.length > 0) choices.push(() => oneOf(prng, named));
  return oneOf(prng, choices)();
}

function literal(kind: Kind, prng: Prng): string {
  switch (kind) {
    case 'number':
      return oneOf(prng, ['0', '1', '-1', '2.5', '007', '1e3', '-0', '17', '1E-2', '9007199254740993']);
    case 'length':
      return oneOf(prng, ['0 m', '1 km', '250 cm', '3 ft', '-1 mm']);
    case 'string':
      return JSON.stringify(oneOf(prng, WORDS));
    case 'boolean':
      return oneOf(prng, ['true', 'false']);
    case 'amount':
      return oneOf(prng, ['0 USD', '100.25 USD', '-1.50 USD', '0.1 USD']);
    case 'instant':
      return oneOf(prng, ['2026-01-01T00:00:00Z', '2024-02-29T12:30:00+02:00', 'now()']);
    case 'numbers':
      return `[${Array.from({ length: prng.integer(0, 3) }, () => literal('number', prng)).join(', ')}]`;
    case 'amounts':
      return `[${Array.from({ length: prng.integer(0, 3) }, () => literal('amount', prng)).join(', ')}]`;
    case 'texts':
      return `[${Array.from({ length: prng.integer(0, 3) }, () => literal('string', prng)).join(', ')}]`;
  }
}

const of =
  (kind: Kind): Make =>
  (prng, names, fuel) =>
    expression(kind, prng, names, fuel);

/** `(left operator right)`: always in parentheses, so that no operand changes its meaning. */
const infix =
  (left: Make, operators: readonly string[], right: Make): Make =>
  (prng, names, fuel) =>
    `(${left(prng, names, fuel)} ${oneOf(prng, operators)} ${right(prng, names, fuel)})`;

const call =
  (callees: readonly string[], ...args: readonly Make[]): Make =>
  (prng, names, fuel) =>
    `${oneOf(prng, callees)}(${args.map((argument) => argument(prng, names, fuel)).join(', ')})`;

/** What is made with a variable bound to the elements of a list. */
function bound(kind: Kind, names: Names): { readonly variable: string; readonly inside: Names } {
  const variable = `v${names.depth}`;
  const known = { ...names.known, [kind]: [...(names.known[kind] ?? []), variable] };
  return { variable, inside: { known, depth: names.depth + 1 } };
}

const quantifier: Make = (prng, names, fuel) => {
  const [list, element] = oneOf(prng, [['numbers', 'number'] as const, ['texts', 'string'] as const]);
  const { variable, inside } = bound(element, names);
  const over = expression(list, prng, names, fuel);
  const body = expression('boolean', prng, inside, fuel);
  return `(${oneOf(prng, ['any', 'all', 'none'])} ${variable} in ${over} { ${body} })`;
};

const aggregate: Make = (prng, names, fuel) => {
  const { variable, inside } = bound('number', names);
  const over = expression('numbers', prng, names, fuel);
  const name = oneOf(prng, ['sum', 'avg', 'min', 'max', 'count']);
  const folded = prng.integer(0, 1) === 0 ? '' : `${expression('number', prng, inside, fuel)} for `;
  const filter = prng.integer(0, 2) === 0 ? ` where ${expression('boolean', prng, inside, fuel)}` : '';
  return `${name}(${folded}${variable} in ${over}${filter})`;
};

const amountAggregate: Make = (prng, names, fuel) => {
  const { variable, inside } = bound('amount', names);
  const over = expression('amounts', prng, names, fuel);
  const folded = prng.integer(0, 1) === 0 ? '' : `${expression('amount', prng, inside, fuel)} for `;
  const filter = prng.integer(0, 2) === 0 ? ` where ${expression('boolean', prng, inside, fuel)}` : '';
  return `${oneOf(prng, ['sum', 'avg', 'min', 'max'])}(${folded}${variable} in ${over}${filter})`;
};

const between: Make = (prng, names, fuel) => {
  const kind = oneOf(prng, ['number', 'string', 'length', 'instant'] as const);
  const [value, low, high] = [0, 1, 2].map(() => expression(kind, prng, names, fuel));
  return `(${value} between ${oneOf(prng, ['[', '('])}${low}, ${high}${oneOf(prng, [']', ')'])})`;
};

const order: Make = (prng, names, fuel) => {
  const kind = oneOf(prng, ['number', 'length', 'string', 'amount', 'instant'] as const);
  return infix(of(kind), ['>', '>=', '<', '<='], of(kind))(prng, names, fuel);
};

const equality: Make = (prng, names, fuel) => {
  const kind = oneOf(prng, [
    'number',
    'length',
    'string',
    'boolean',
    'amount',
    'numbers',
    'amounts',
  ] as const);
  return infix(of(kind), ['==', '!='], of(kind))(prng, names, fuel);
};

const nullTest: Make = (prng, names, fuel) => {
  const kind = oneOf(prng, ['number', 'string', 'amount', 'texts'] as const);
  return `(${expression(kind, prng, names, fuel)} is ${oneOf(prng, ['null', 'not null'])})`;
};

export const lookup: (prng: Prng, names: Names, fuel: number) => string = (prng, names, fuel) =>
  `(lookup ladder where from <= ${expression('number', prng, names, fuel)} order by from ${oneOf(prng, ['asc', 'desc'])} ` +
  'else { from: 0, rate: 1 })';

const PATTERNS = ['"^a"', '"[0-9]+$"', '"(?i)GOLD"', '"."', 'user.name'];

const MAKERS: Readonly<Record<Kind, readonly Make[]>> = {
  number: [
    infix(of('number'), ['+', '-', '*', '/', '%'], of('number')),
    call(['abs', 'round', 'floor', 'ceil'], of('number')),
    call(['min', 'max'], of('number'), of('number')),
    (prng, names, fuel) => `-(${expression('number', prng, names, fuel)})`,
    aggregate,
  ],
  length: [
    infix(of('length'), ['+', '-'], of('length')),
    infix(of('length'), ['*', '/', '%'], of('number')),
    call(['abs', 'floor'], of('length')),
  ],
  string: [
    infix(of('string'), ['+'], of('string')),
    infix(of('string'), ['+'], of('number')),
    infix(of('amount'), ['+'], of('string')),
    infix(of('boolean'), ['+'], of('string')),
  ],
  boolean: [
    infix(of('boolean'), ['and', 'or'], of('boolean')),
    (prng, names, fuel) => `(not ${expression('boolean', prng, names, fuel)})`,
    order,
    equality,
    between,
    nullTest,
    quantifier,
    infix(of('number'), ['in', 'not in'], of('numbers')),
    infix(of('texts'), ['contains', 'not contains', 'vague_contains'], of('string')),
    infix(of('amount'), ['in', 'not in'], of('amounts')),
    infix(of('numbers'), ['retains', 'not retains', 'subset_of', 'superset_of'], of('numbers')),
    infix(of('string'), ['starts_with', 'ends_with', 'contains'], of('string')),
    (prng, names, fuel) => `(${expression('string', prng, names, fuel)} matches ${oneOf(prng, PATTERNS)})`,
  ],
  amount: [
    infix(of('amount'), ['+', '-'], of('amount')),
    infix(of('amount'), ['*', '/', '%'], of('number')),
    infix(of('number'), ['*'], of('amount')),
    call(['abs', 'round', 'floor', 'ceil'], of('amount')),
    call(['min', 'max'], of('amount'), of('amount')),
    amountAggregate,
  ],
  instant: [
    (prng, names, fuel) => `(${expression('instant', prng, names, fuel)} ${oneOf(prng, ['+', '-'])} 5m)`,
  ],
  numbers: [
    (prng, names, fuel) =>
      `[${Array.from({ length: prng.integer(0, 3) }, () => expression('number', prng, names, fuel)).join(', ')}]`,
  ],
  amounts: [
    (prng, names, fuel) =>
      `[${Array.from({ length: prng.integer(0, 2) }, () => expression('amount', prng, names, fuel)).join(', ')}]`,
  ],
  texts: [
    (prng, names, fuel) =>
      `[${Array.from({ length: prng.integer(0, 2) }, () => expression('string', prng, names, fuel)).join(', ')}]`,
  ],
};
