/** Facts as they are given to a session, and what is wrong with those that cannot be taken. */
import { type Asserted, factFields } from '#engine';
import type { Program } from '#lang';

/** Fields of a declared type are checked and converted: `"20 C"`, `"10 USD"`. */
export interface GivenFact {
  readonly type: string;
  readonly key: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** What was given as a fact is none, or does not fit its declaration. */
export class InvalidFact extends TypeError {
  override readonly name = 'InvalidFact';
}

/** Throws `InvalidFact`. */
export function assertedFrom(program: Program, { type, key, fields = {} }: GivenFact): Asserted {
  if (typeof type !== 'string' || type === '') throw new InvalidFact('a fact has no type');
  if (typeof key !== 'string' || key === '') throw new InvalidFact(`a fact \`${type}\` has no key`);
  const normalised = factFields(program, type, fields);
  if (normalised.kind === 'valid') return { type, key, fields: normalised.fields };
  throw new InvalidFact(`fact \`${type}\` \`${key}\`: ${normalised.reason}`);
}

/** Each type and key once. */
export function distinct(facts: readonly Asserted[]): readonly Asserted[] {
  const seen = new Set<string>();
  for (const { type, key } of facts) {
    const name = `${type}\0${key}`;
    if (seen.has(name)) throw new InvalidFact(`the fact \`${type}\` \`${key}\` is given twice`);
    seen.add(name);
  }
  return facts;
}
