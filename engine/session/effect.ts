/** What a rule would do for an instance whose condition holds: its params, as the match that stands for them, or why they cannot be. */
import type { CompiledExpertRule } from '#lang/bytecode/program.js';
import { bareRecord } from '../bare.ts';
import { evaluateParams } from '../decide/unit.ts';
import { Fact, type FactIdentity } from '../fact.ts';
import type { Schema } from '../fact-schema.ts';
import type { EngineLimits } from '../limits.ts';
import type { TrapCode } from '../traps.ts';
import { textOf, type Value, type ValueRecord } from '../value.ts';
import type { Machine } from '../vm/machine.ts';
import type { Match } from './rule-state.ts';

/** What effects are checked against, by type. */
export interface EffectSchemas {
  readonly facts: ReadonlyMap<string, Schema>;
  /** For some fields of a fact. */
  readonly overlays: ReadonlyMap<string, Schema>;
  readonly outcomes: ReadonlyMap<string, Schema>;
}

export interface EffectRules {
  readonly machine: Machine;
  readonly limits: EngineLimits;
  readonly schemas: EffectSchemas;
}

export interface Refusal {
  readonly code: TrapCode;
  readonly values: Readonly<Record<string, string | number>>;
}

/** Where and when a rule has matched. */
export interface Occasion {
  readonly instance: string;
  readonly facts: readonly Fact[];
  /** In ms. */
  readonly now: number;
  readonly round: number;
}

/** The effect of one rule. */
export class Effects {
  readonly #rule: CompiledExpertRule;
  readonly #rules: EffectRules;
  readonly #schema: Schema | undefined;

  constructor(rule: CompiledExpertRule, rules: EffectRules) {
    const { facts, overlays, outcomes } = rules.schemas;
    const byType = { assert: facts, modify: overlays, emit: outcomes, retract: null }[rule.effect];
    this.#rule = rule;
    this.#rules = rules;
    this.#schema = byType?.get(rule.then.name);
  }

  /** Call directly after the condition; a fault of the machine is the caller's to see. */
  build(occasion: Occasion): Match | Refusal {
    const { effect, then } = this.#rule;
    const params = evaluateParams(this.#rules.machine, then);
    if (effect === 'emit') return this.#emission(params, occasion);
    const key = textOf(params['key'] ?? null);
    const refusal = this.#refusalOf(key);
    if (refusal !== null) return refusal;
    if (effect === 'assert') return this.#assertion(key, params, occasion);
    const identity = { type: then.name, key };
    if (effect === 'retract') return this.#match(occasion, record({ key }), identity);
    return this.#overlay(identity, occasion);
  }

  #match({ instance, facts }: Occasion, params: ValueRecord, identity: FactIdentity | null): Match {
    const { name: rule, priority } = this.#rule;
    return { rule, priority, instance, params, identity, facts };
  }

  /** Emissions are checked, and stay as they are. */
  #emission(params: ValueRecord, occasion: Occasion): Match | Refusal {
    const type = this.#rule.then.name;
    const schema = this.#schema;
    if (schema === undefined || schema.accepts(params)) return this.#match(occasion, params, null);
    const normalised = schema.normalise(params);
    if (normalised.kind === 'valid') return this.#match(occasion, params, null);
    return { code: 'session/invalid-outcome', values: { type, reason: normalised.reason } };
  }

  #assertion(key: string, params: ValueRecord, occasion: Occasion): Match | Refusal {
    const fields = withoutKey(params);
    const type = this.#rule.then.name;
    const normalised = this.#normalised(fields);
    if (typeof normalised === 'string') return invalidFact(type, normalised);
    const { now: at, round } = occasion;
    return this.#match(occasion, normalised, new Fact({ type, key }, normalised, { at, round }));
  }

  #overlay(identity: FactIdentity, occasion: Occasion): Match | Refusal {
    const fields = bareRecord<Value>();
    for (const { name, code } of this.#rule.set) fields[name] = this.#rules.machine.run(code);
    const normalised = this.#normalised(fields);
    if (typeof normalised === 'string') return invalidFact(identity.type, normalised);
    return this.#match(occasion, record({ key: identity.key, set: normalised }), identity);
  }

  /** Or the reason why the fields are none of the type. */
  #normalised(fields: ValueRecord): ValueRecord | string {
    const schema = this.#schema;
    if (schema === undefined || schema.accepts(fields)) return fields;
    const normalised = schema.normalise(fields);
    return normalised.kind === 'valid' ? normalised.fields : normalised.reason;
  }

  #refusalOf(key: string): Refusal | null {
    const type = this.#rule.then.name;
    const max = this.#rules.limits.keyBytesMax;
    if (key === '') return { code: 'session/missing-key', values: { type } };
    const isLong = key.length > max || (key.length * 3 > max && Buffer.byteLength(key) > max);
    return isLong ? { code: 'session/key-too-long', values: { type, max } } : null;
  }
}

function invalidFact(type: string, reason: string): Refusal {
  return { code: 'session/invalid-fact', values: { type, reason } };
}

function withoutKey(params: ValueRecord): ValueRecord {
  const fields = bareRecord<Value>();
  for (const name in params) if (name !== 'key') fields[name] = params[name] ?? null;
  return fields;
}

function record(members: Readonly<Record<string, Value>>): ValueRecord {
  return Object.assign(bareRecord<Value>(), members);
}
