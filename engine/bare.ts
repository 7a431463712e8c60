/**
 * Empty records that inherit nothing, so that `__proto__` and `constructor` are names like any other. An object that
 * `Object.create(null)` makes is as bare, but V8 keeps it as a hash table: one of these is written and read several times faster.
 */
import type { Value, ValueRecord } from './value.ts';

class Bare {
  [name: string]: unknown;
}

/**
 * What every such record answers `true` to, for generated code: V8 reads it together with the field that is read next, and asks for
 * `instanceof` each time. No name is a symbol, so no field of data hides it.
 */
export const BARE: unique symbol = Symbol('bare');
Reflect.set(Bare.prototype, BARE, true);
Reflect.deleteProperty(Bare.prototype, 'constructor');
Object.setPrototypeOf(Bare.prototype, null);
Object.freeze(Bare.prototype);

/** A record to be filled by whoever asks for it. */
export function bareRecord<Member>(): Record<string, Member>;
export function bareRecord(): Record<string, unknown> {
  return new Bare();
}

/** Whether every name that such a record answers to is its own. */
export function isBare(value: Value): value is ValueRecord {
  return value instanceof Bare;
}
