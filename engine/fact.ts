/**
 * Facts: the items of working memory. A fact is immutable; an update is another fact with the same identity
 * (type, key). Its pseudo-fields (`__age_seconds` and the like) are computed when read, because age depends on the
 * instant that is being decided.
 */
import { isBare } from './bare.ts';
import type { Value, ValueRecord } from './value.ts';

export class Fact {
  readonly type: string;
  readonly key: string;
  readonly fields: ValueRecord;
  /** Milliseconds since the epoch. */
  readonly assertedAt: number;
  /** Session-wide number of the round in which it was asserted; 0 before the first. */
  readonly assertedRound: number;

  constructor(
    identity: FactIdentity,
    fields: ValueRecord,
    asserted: { readonly at: number; readonly round: number },
  ) {
    this.type = identity.type;
    this.key = identity.key;
    this.fields = fields;
    this.assertedAt = asserted.at;
    this.assertedRound = asserted.round;
  }

  /** The value rules see under a name; pseudo-fields hide fields of the same name. */
  read(name: string, nowSeconds: number): Value {
    switch (name) {
      case 'key':
        return this.key;
      case 'type':
        return this.type;
      case '__round':
        return this.assertedRound;
      case '__asserted_at':
        return Math.floor(this.assertedAt / 1000);
      case '__age_seconds':
        return Math.max(0, nowSeconds - Math.floor(this.assertedAt / 1000));
      default:
        if (isBare(this.fields)) return this.fields[name] ?? null;
        return Object.hasOwn(this.fields, name) ? (this.fields[name] ?? null) : null;
    }
  }
}

export interface FactIdentity {
  readonly type: string;
  readonly key: string;
}
