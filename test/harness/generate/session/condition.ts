/**
 * Conditions over facts, by type: few fact types with the same few fields of few values, so that joins, collisions and cycles
 * happen. What a quantifier has bound is used by what stands behind it, as rules do.
 */
import type { Prng } from '#sim/prng.js';

/** `present` leaves out what differs on purpose between the engine as it was and what is described. */
export type Extent = 'present' | 'whole';

export interface Writing {
  readonly prng: Prng;
  readonly extent: Extent;
  /** Fact types of the program. */
  readonly types: readonly string[];
  /** Variables that may be bound where the text goes. */
  readonly bound: string[];
  /** The fact types of variables. */
  readonly typeOf: Map<string, string>;
  /** How many there have been. */
  count: number;
}

/** Amounts of two currencies trap; a rule that has trapped was evaluated in every round, and with `per_fact` as a whole. */
export function stranger(extent: Extent): string {
  return extent === 'whole' ? '2 EUR' : '3 USD';
}

export function maybe(prng: Prng, probability: number, make: () => string): string {
  return prng.chance(probability) ? make() : '';
}

export function boolean(writing: Writing, fuel: number): string {
  const { prng, bound } = writing;
  const shapes: (() => string)[] = [() => compare(writing, fuel), () => compare(writing, fuel)];
  if (bound.length > 0) shapes.push(() => ofFact(writing, prng.pick(bound)));
  if (fuel > 0)
    shapes.push(
      () => quantifier(writing, fuel - 1),
      () => quantifier(writing, fuel - 1),
      () => join(writing, fuel - 1),
      () => `${boolean(writing, fuel - 1)} and ${boolean(writing, fuel - 1)}`,
      () => `(${boolean(writing, fuel - 1)} or ${boolean(writing, fuel - 1)})`,
      () => `not (${boolean(writing, fuel - 1)})`,
      () => counted(writing, fuel - 1),
    );
  return prng.pick(shapes)();
}

/** `any f in facts.T { … }`: what a rule mostly begins with. */
export function quantifier(
  writing: Writing,
  fuel: number,
  word = writing.prng.pick(['any', 'any', 'any', 'all', 'none']),
): string {
  const { prng, types, bound } = writing;
  const outer = [...bound];
  const variable = fresh(writing);
  const inside = { ...writing, bound: [...bound, variable] };
  const body = conjunction(inside, variable, outer, fuel);
  writing.count = inside.count;
  const leaks = inside.bound.filter((name) => !bound.includes(name));
  bound.push(...leaks);
  const type = prng.pick(types);
  writing.typeOf.set(variable, type);
  return `(${word} ${variable} in facts.${type} { ${body} })`;
}

/** Mostly a variable of its own, now and then one that is bound already. */
function fresh(writing: Writing): string {
  const { prng, bound } = writing;
  if (bound.length > 0 && prng.chance(0.06)) return prng.pick(bound);
  writing.count += 1;
  return `f${writing.count}`;
}

/** Conjuncts about one fact; one that makes it fit another stands anywhere among them. */
function conjunction(writing: Writing, variable: string, outer: readonly string[], fuel: number): string {
  const { prng } = writing;
  const parts = Array.from({ length: prng.integer(0, 2) }, () => ofFact(writing, variable));
  if (outer.length > 0 && prng.chance(0.8))
    parts.splice(prng.integer(0, parts.length), 0, equation(writing, variable, prng.pick(outer)));
  if (fuel > 0 && prng.chance(0.5))
    parts.splice(prng.integer(0, parts.length), 0, boolean(writing, fuel - 1));
  return parts.length === 0 ? 'true' : parts.join(prng.chance(0.9) ? ' and ' : ' or ');
}

function equation({ prng }: Writing, first: string, second: string): string {
  const field = prng.pick(['s', 's', 'n', 'key', 'm']);
  const [left, right] = prng.chance(0.5) ? [first, second] : [second, first];
  return `${left}.${field} ${prng.pick(['==', '==', '==', '!='])} ${right}.${field}`;
}

/** One conjunct about one fact. */
function ofFact(writing: Writing, variable: string): string {
  const { prng, extent } = writing;
  const shapes: (() => string)[] = [
    () => `${variable}.n ${order(prng)} ${prng.integer(0, 3)}`,
    () => `${variable}.n ${prng.pick(['>=', '<', '!='])} ${prng.integer(1, 2)}`,
    () => `${variable}.s == ${prng.pick(['"a"', '"b"', 'mode'])}`,
    () => `${variable}.key ${prng.pick(['==', '!=', '!='])} "${prng.pick(KEYS)}"`,
    () => `${variable}.m is ${prng.pick(['null', 'not null'])}`,
    () => `${variable}.n / ${number(writing, 0)} ${order(prng)} 1`,
    () => `${variable}.n < limit`,
  ];
  if (prng.chance(0.35)) shapes.push(() => `${variable}.m ${order(prng)} ${amount(writing)}`);
  if (prng.chance(0.25))
    shapes.push(
      () => `${variable}.m ${order(prng)} ${amount(writing)}`,
      () => `${variable}.__round ${order(prng)} ${prng.integer(0, 3)}`,
      () => `${variable}.__asserted_at ${order(prng)} now()`,
      () => `${variable}.n == current_round`,
    );
  if (extent === 'whole' && prng.chance(0.3)) shapes.push(() => aged(prng, variable));
  return prng.pick(shapes)();
}

function aged(prng: Prng, variable: string): string {
  const age = `${variable}.__age_seconds`;
  const seconds = prng.pick(['5', '1 s', '1.5 s', '10 s', '1 min']);
  const shapes = [
    `${age} ${prng.pick(['>=', '>', '<', '<='])} ${seconds}`,
    `${seconds} ${prng.pick(['>=', '>', '<', '<='])} ${age}`,
    `${age} ${prng.pick(['==', '!='])} ${seconds}`,
    `${age} between ${prng.pick(['[', '('])}${seconds}, 20 s${prng.pick([']', ')'])}`,
  ];
  return prng.pick(shapes);
}

function compare(writing: Writing, fuel: number): string {
  const { prng } = writing;
  const shapes = [
    () => `${number(writing, fuel)} ${order(prng)} ${number(writing, fuel)}`,
    () => `mode == "${prng.pick(['a', 'b'])}"`,
    () => (prng.chance(0.1) ? `current_round ${order(prng)} 3` : 'limit > 0'),
    () => (prng.chance(0.2) ? 'now() > since' : 'on == true'),
    () => `${aggregate(writing, 'm', 0)} ${order(prng)} ${amount(writing)}`,
  ];
  return prng.pick(shapes)();
}

export function number(writing: Writing, fuel: number): string {
  const { prng, bound } = writing;
  const shapes: (() => string)[] = [() => String(prng.integer(0, 3)), () => 'limit'];
  if (bound.length > 0) {
    const variable = prng.pick(bound);
    shapes.push(
      () => `${variable}.n`,
      () => `${variable}.n`,
    );
  }
  if (fuel > 0)
    shapes.push(
      () => `(${number(writing, 0)} ${prng.pick(['+', '-', '*', '/', '%'])} ${number(writing, 0)})`,
      () => aggregate(writing, 'n', fuel - 1),
      () => count(writing, fuel - 1),
    );
  return prng.pick(shapes)();
}

function amount(writing: Writing): string {
  const { prng, bound, extent } = writing;
  const shapes: (() => string)[] = [() => prng.pick(['1 USD', '2 USD', stranger(extent)])];
  if (bound.length > 0) shapes.push(() => `${prng.pick(bound)}.m`);
  if (prng.chance(0.4)) shapes.push(() => aggregate(writing, 'm', 0));
  return prng.pick(shapes)();
}

function counted(writing: Writing, fuel: number): string {
  const { prng } = writing;
  return `${count(writing, fuel)} ${order(prng)} ${prng.integer(0, 3)}`;
}

export function count(writing: Writing, fuel: number): string {
  const { prng, types } = writing;
  const { variable, where } = filtered(writing, fuel);
  const taken = prng.chance(0.2) ? `${variable}.m for ` : '';
  return `count(${taken}${variable} in facts.${prng.pick(types)}${where})`;
}

function aggregate(writing: Writing, field: 'n' | 'm', fuel: number): string {
  const { prng, types } = writing;
  const { variable, where } = filtered(writing, fuel);
  const name = prng.pick(['sum', 'min', 'max', 'avg']);
  return `${name}(${variable}.${field} for ${variable} in facts.${prng.pick(types)}${where})`;
}

/** The variable of an aggregate does not leave it, and neither does what its filter binds. */
function filtered(writing: Writing, fuel: number): { readonly variable: string; readonly where: string } {
  const { prng, bound } = writing;
  writing.count += 1;
  const variable = `f${writing.count}`;
  if (!prng.chance(0.7)) return { variable, where: '' };
  const inside = { ...writing, bound: [...bound, variable] };
  const body = conjunction(inside, variable, bound, fuel);
  writing.count = inside.count;
  return { variable, where: ` where ${body}` };
}

/** `join` and `bind`, which are short for quantifiers in one another. */
function join(writing: Writing, fuel: number): string {
  const { prng, types, bound } = writing;
  writing.count += 2;
  const [first, second] = [`f${writing.count - 1}`, `f${writing.count}`];
  const [one, two] = [prng.pick(types), prng.pick(types)];
  writing.typeOf.set(first, one).set(second, two);
  const inside = { ...writing, bound: [...bound, first, second] };
  const body = conjunction(inside, second, prng.chance(0.3) ? [first] : [], fuel);
  const isJoin = prng.chance(0.6);
  const on = prng.chance(0.6) ? `.${prng.pick(['s', 'n'])}` : `(${equation(inside, first, second)})`;
  const text = isJoin
    ? `(join ${first}: ${one}, ${second}: ${two} ${maybe(prng, 0.3, () => 'including_self ')}on ${on} { ${body} })`
    : `(any ${first} in facts.${one} { any ${second} in facts.${two} { ${body} } })`;
  writing.count = inside.count;
  bound.push(...inside.bound.filter((name) => !bound.includes(name)));
  return text;
}

/** Stands for a whole condition only. */
export function bindings(writing: Writing, fuel: number): string {
  const { prng, types, bound } = writing;
  const names = Array.from({ length: prng.integer(2, 3) }, () => {
    writing.count += 1;
    return `f${writing.count}`;
  });
  const inside = { ...writing, bound: [...bound, ...names] };
  const body = conjunction(inside, names.at(-1) ?? '', names.slice(0, -1), fuel);
  writing.count = inside.count;
  bound.push(...inside.bound.filter((name) => !bound.includes(name)));
  const over = names.map((name) => `bind ${name} in facts.${prng.pick(types)} `);
  return `${over.join('')}where { ${body} }`;
}

function order(prng: Prng): string {
  return prng.pick(['>', '>=', '<', '<=', '==', '!=']);
}

export const KEYS = ['k1', 'k2', 'k3'] as const;
