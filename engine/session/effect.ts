/** What a rule would do for an instance whose condition holds: its params, as the match that stands for them, or why they cannot be. */
import type { CompiledExpertRule } from '#lang/bytecode/program.js';
import { bareRecord } from '../bare.ts';
import { evaluateParams } from '../decide/unit.ts';
import { Fact, type FactIdentity } from '../fact.ts';
import type { Schema } from '../fact-schema.ts';
import type { Made } from '../match/rule-code.ts';
import type { EngineLimits } from '../limits.ts';
import type { TrapCode } from '../traps.ts';
import { textOf, type Value, type ValueRecord } from '../value.ts';
import type { Machine } from '../vm/machine.ts';
import { outcomeId } from './emission.ts';
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

interface Effect {
  readonly params: ValueRecord;
  readonly identity: FactIdentity | null;
}

type Built = Effect | Refusal;

/** When a rule matches. */
export interface Moment {
  /** In ms. */
  readonly now: number;
  readonly round: number;
}

/** The effect of one rule. */
export class Effects {
  readonly #rule: CompiledExpertRule;
  readonly #rules: EffectRules;
  readonly #moment: Moment;
  readonly #schema: Schema | undefined;

  constructor(rule: CompiledExpertRule, rules: EffectRules, moment: Moment) {
    this.#rule = rule;
    this.#rules = rules;
    this.#moment = moment;
    this.#schema = schemasFor(rule, rules.schemas)?.get(rule.then.name);
  }

  /**
   * Call directly after the condition; a fault of the machine is the caller's to see. `facts` are those that it rests on, `made` is
   * completed if need be.
   */
  build(instance: string, facts: readonly Fact[], made: Made): Match | Refusal {
    const { name: rule, priority, effect } = this.#rule;
    const fields = made.fields ?? this.#make(made);
    const built = effect === 'emit' ? this.#emission(fields) : this.#about(made.key, fields);
    if ('code' in built) return built;
    const { params, identity } = built;
    const fact = identity instanceof Fact ? identity : null;
    const outcome = effect === 'emit' ? outcomeId(this.#rule, params) : '';
    return { rule, priority, instance, outcome, params, identity, fact, facts };
  }

  /** The fields of a fact without its key, or the params of an outcome. */
  #make(made: Made): ValueRecord {
    const { effect, then } = this.#rule;
    const { machine } = this.#rules;
    if (effect === 'emit') return evaluateParams(machine, then);
    if (then.lets !== null) machine.run(then.lets);
    const fields = bareRecord<Value>();
    made.key = null;
    for (const { name, code } of then.params) {
      const value = machine.run(code);
      if (name === 'key') made.key = value;
      else fields[name] = value;
    }
    return fields;
  }

  #about(of: Value, fields: ValueRecord): Built {
    const { effect, then } = this.#rule;
    // Before the key is looked at: what fails in it is the trap.
    const overlay = effect === 'modify' ? this.#overlayFields() : null;
    const key = textOf(of);
    const refusal = this.#refusalOf(key);
    if (refusal !== null) return refusal;
    if (effect === 'assert') return this.#assertion({ type: then.name, key }, fields);
    if (overlay !== null) return this.#overlay({ type: then.name, key }, overlay);
    return { params: record({ key }), identity: { type: then.name, key } };
  }

  /** Emissions are checked, and stay as they are. */
  #emission(params: ValueRecord): Built {
    const { then } = this.#rule;
    const schema = this.#schema;
    if (schema === undefined || schema.accepts(params)) return { params, identity: null };
    const normalised = schema.normalise(params);
    if (normalised.kind === 'valid') return { params, identity: null };
    return { code: 'session/invalid-outcome', values: { type: then.name, reason: normalised.reason } };
  }

  #assertion(identity: FactIdentity, fields: ValueRecord): Built {
    const params = this.#normalised(fields);
    if (typeof params === 'string') return invalidFact(identity.type, params);
    const { now: at, round } = this.#moment;
    return { params, identity: new Fact(identity, params, { at, round }) };
  }

  #overlayFields(): ValueRecord {
    const fields = bareRecord<Value>();
    for (const { name, code } of this.#rule.set) fields[name] = this.#rules.machine.run(code);
    return fields;
  }

  #overlay(identity: FactIdentity, fields: ValueRecord): Built {
    const normalised = this.#normalised(fields);
    if (typeof normalised === 'string') return invalidFact(identity.type, normalised);
    return { params: record({ key: identity.key, set: normalised }), identity };
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

function schemasFor(
  { effect }: CompiledExpertRule,
  { facts, overlays, outcomes }: EffectSchemas,
): ReadonlyMap<string, Schema> | null {
  if (effect === 'retract') return null;
  if (effect === 'emit') return outcomes;
  return effect === 'assert' ? facts : overlays;
}

function invalidFact(type: string, reason: string): Refusal {
  return { code: 'session/invalid-fact', values: { type, reason } };
}

function record(members: Readonly<Record<string, Value>>): ValueRecord {
  return Object.assign(bareRecord<Value>(), members);
}
