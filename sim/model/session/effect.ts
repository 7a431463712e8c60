/** What a rule does with a match: the params of its effect, and the fact that it is about; or why it cannot. */
import type { TrapCode } from '#engine/traps.js';
import { type ModelRecord, type ModelValue, Money, isList, isRecord, record, textOf } from '../value.ts';
import type { Identity } from './facts.ts';
import type { ModelExpertRule } from './rules.ts';
import { fit } from './schema.ts';

export interface Effect {
  /** As an activation reports them. */
  readonly params: ModelRecord;
  /** `null` for an emission. */
  readonly identity: Identity | null;
  /** What is asserted or overlaid; nothing for the others. */
  readonly fields: ModelRecord;
  /** Two effects of a rule that say the same have the same. */
  readonly id: string;
}

export interface EffectTrap {
  readonly code: TrapCode;
  readonly message: string;
}

export type Effected =
  | { readonly kind: 'effect'; readonly effect: Effect }
  | { readonly kind: 'trap'; readonly trap: EffectTrap };

const NOTHING = record([]);

/** `params` and `set` as they were evaluated. */
export function effectOf(
  rule: ModelExpertRule,
  { params, set }: { readonly params: ModelRecord; readonly set: ModelRecord },
  keyBytesMax: number,
): Effected {
  const { target: type } = rule;
  if (rule.declaration.then.effect === 'emit') return emission(rule, params);
  const key = textOf(params['key'] ?? null);
  if (key === '') return trapped('session/missing-key', `a fact \`${type}\` has no key`);
  if (Buffer.byteLength(key) > keyBytesMax)
    return trapped(
      'session/key-too-long',
      `the key of a fact \`${type}\` is longer than ${keyBytesMax} bytes`,
    );
  return onFact(rule, { type, key }, { params, set });
}

function onFact(
  { declaration, target: type, schema }: ModelExpertRule,
  identity: Identity,
  { params, set }: { readonly params: ModelRecord; readonly set: ModelRecord },
): Effected {
  const { effect } = declaration.then;
  const keyOnly = record([['key', identity.key]]);
  if (effect === 'retract') return effected({ params: keyOnly, identity, fields: NOTHING });
  const given = effect === 'modify' ? set : withoutKey(params);
  const fitted = schema === null ? null : fit(given, schema, effect === 'modify' ? 'part' : 'whole');
  if (fitted?.kind === 'invalid')
    return trapped('session/invalid-fact', `fact \`${type}\`: ${fitted.reason}`);
  const fields = fitted?.fields ?? given;
  if (effect === 'assert') return effected({ params: fields, identity, fields });
  return effected({ params: record([...Object.entries(keyOnly), ['set', fields]]), identity, fields });
}

function emission({ target: type, schema }: ModelExpertRule, params: ModelRecord): Effected {
  const fitted = schema === null ? null : fit(params, schema, 'whole');
  if (fitted?.kind === 'invalid')
    return trapped('session/invalid-outcome', `outcome \`${type}\`: ${fitted.reason}`);
  return effected({ params, identity: null, fields: NOTHING });
}

function effected(effect: Omit<Effect, 'id'>): Effected {
  const id = contentText([effect.identity?.key ?? null, effect.params]);
  return { kind: 'effect', effect: { ...effect, id } };
}

function trapped(code: TrapCode, message: string): Effected {
  return { kind: 'trap', trap: { code, message } };
}

function withoutKey(params: ModelRecord): ModelRecord {
  return record(Object.entries(params).filter(([name]) => name !== 'key'));
}

/** The same for the same content: members in order, and amounts told from texts. */
export function contentText(value: ModelValue): string {
  if (value instanceof Money) return `$${JSON.stringify(value)}`;
  if (isList(value)) return `[${value.map(contentText).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${contentText(member)}`).join(',')}}`;
}
