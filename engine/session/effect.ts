/** What a rule would do for an instance whose condition holds: its params, as the match that stands for them, or why they cannot be. */
import type { CompiledExpertRule } from '#lang/bytecode/program.js';
import { bareRecord } from '../bare.ts';
import { evaluateParams } from '../decide/unit.ts';
import type { FactIdentity } from '../fact.ts';
import type { Normaliser } from '../fact-schema.ts';
import type { EngineLimits } from '../limits.ts';
import type { TrapCode } from '../traps.ts';
import { textOf, type Value, type ValueRecord } from '../value.ts';
import type { Machine } from '../vm/machine.ts';

/** What effects are checked against, by type. */
export interface EffectSchemas {
  readonly factNormalisers: ReadonlyMap<string, Normaliser>;
  /** For some fields of a fact. */
  readonly overlayNormalisers: ReadonlyMap<string, Normaliser>;
  readonly outcomeNormalisers: ReadonlyMap<string, Normaliser>;
}

export interface EffectRules {
  readonly machine: Machine;
  readonly limits: EngineLimits;
  readonly schemas: EffectSchemas;
}

export interface Effect {
  readonly identity: FactIdentity | null;
  readonly params: ValueRecord;
}

export interface Refusal {
  readonly code: TrapCode;
  readonly values: Readonly<Record<string, string | number>>;
}

type Built = Effect | Refusal;

/** Call directly after the condition; a fault of the machine is the caller's to see. */
export function effectOf(rules: EffectRules, rule: CompiledExpertRule): Built {
  const params = evaluateParams(rules.machine, rule.then);
  if (rule.effect === 'emit') return emission(rules, rule.then.name, params);
  const identity = identityOf(rules, rule.then.name, params);
  if ('code' in identity || rules.machine.faultAt >= 0) return identity as Refusal;
  if (rule.effect === 'retract') return { identity, params: record({ key: identity.key }) };
  return rule.effect === 'assert' ? assertion(rules, identity, params) : overlay(rules, identity, rule);
}

function emission({ schemas }: EffectRules, type: string, params: ValueRecord): Built {
  const normalised = schemas.outcomeNormalisers.get(type)?.(params);
  if (normalised?.kind === 'invalid')
    return { code: 'session/invalid-outcome', values: { type, reason: normalised.reason } };
  return { identity: null, params };
}

function identityOf({ limits }: EffectRules, type: string, params: ValueRecord): FactIdentity | Refusal {
  const key = textOf(params['key'] ?? null);
  const max = limits.keyBytesMax;
  if (key === '') return { code: 'session/missing-key', values: { type } };
  if (key.length > max || (key.length * 3 > max && Buffer.byteLength(key) > max))
    return { code: 'session/key-too-long', values: { type, max } };
  return { type, key };
}

function assertion({ schemas }: EffectRules, identity: FactIdentity, params: ValueRecord): Built {
  const normalised = schemas.factNormalisers.get(identity.type)?.(params);
  if (normalised?.kind === 'invalid') return invalidFact(identity, normalised.reason);
  return { identity, params: normalised?.fields ?? withoutKey(params) };
}

function overlay({ machine, schemas }: EffectRules, identity: FactIdentity, rule: CompiledExpertRule): Built {
  const fields = bareRecord<Value>();
  for (const { name, code } of rule.set) fields[name] = machine.run(code);
  const normalised = schemas.overlayNormalisers.get(identity.type)?.(fields);
  if (normalised?.kind === 'invalid') return invalidFact(identity, normalised.reason);
  return { identity, params: record({ key: identity.key, set: normalised?.fields ?? fields }) };
}

function invalidFact({ type }: FactIdentity, reason: string): Refusal {
  return { code: 'session/invalid-fact', values: { type, reason } };
}

function withoutKey(params: ValueRecord): ValueRecord {
  const fields = bareRecord<Value>();
  for (const name of Object.keys(params)) if (name !== 'key') fields[name] = params[name] ?? null;
  return fields;
}

function record(members: Readonly<Record<string, Value>>): ValueRecord {
  return Object.assign(bareRecord<Value>(), members);
}
