/** Facts as they are given to a session, and what is wrong with those that cannot be taken. */
import { type Asserted, type FactIdentity, factFields, type Session } from '#engine';

/**
 * Fields of a declared type are checked and converted: an amount is `"10 USD"`, a quantity `{ value: 20, unit: "C" }` or a number in
 * base units.
 */
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
export function identityFrom(fact: Pick<GivenFact, 'type' | 'key'>): FactIdentity {
  if (typeof fact !== 'object' || fact === null) throw new InvalidFact(`\`${String(fact)}\` is no fact`);
  const { type, key } = fact;
  if (typeof type !== 'string' || type === '') throw new InvalidFact('a fact has no type');
  if (typeof key !== 'string' || key === '') throw new InvalidFact(`a fact \`${type}\` has no key`);
  return { type, key };
}

/** Throws `InvalidFact`. */
export function assertedFrom({ program, limits }: Session, fact: GivenFact): Asserted {
  const { type, key } = identityFrom(fact);
  const { fields = {} } = fact;
  if (Buffer.byteLength(key) > limits.keyBytesMax)
    throw new InvalidFact(`the key of a fact \`${type}\` is longer than ${limits.keyBytesMax} bytes`);
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    throw new InvalidFact(`the fields of fact \`${type}\` \`${key}\` are no object`);
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
