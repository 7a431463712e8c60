/**
 * A session without any shortcut, made from the checked tree: in every round every rule is evaluated from nothing over the whole
 * memory, and then the described reasons to run decide which of them take the result. What a session of the engine does has to equal
 * this, step by step.
 */
import {
  ENGINE_LIMITS,
  type EngineLimits,
  type Override,
  type Overrides,
  type Trap,
  type ValueRecord,
} from '#engine';
import type { Command } from '#engine/session/command.js';
import { NO_POLICY, type SessionPolicy } from '#engine/session/policy.js';
import type { StopReason } from '#engine/session/step.js';
import type { ModelProgram } from '../request.ts';
import { isRecord, type ModelRecord, modelValueOf, record } from '../value.ts';
import { nextDue } from './due.ts';
import { type ModelOutcome, takeEmissions } from './emission.ts';
import type { ModelFact } from './facts.ts';
import { type ModelChange, ModelMemory, NOBODY } from './memory.ts';
import { type ModelActivation, runRound } from './round.ts';
import { runningOrder } from './rules.ts';
import { freshState, type ModelRuleState } from './state.ts';
import { goesOn, isConcerned } from './waking.ts';
import type { World } from './world.ts';

export interface ModelSessionOptions {
  /** Of the program, for rollouts without a namespace of their own. */
  readonly name: string;
  readonly envelope?: ValueRecord;
  readonly overrides?: Overrides;
  readonly policy?: SessionPolicy;
  readonly limits?: EngineLimits;
}

/** The members of a step of the engine, with the values of the model. */
export interface ModelStep {
  readonly now: number;
  readonly stop: StopReason;
  readonly rounds: number;
  readonly mutations: number;
  readonly activations: readonly ModelActivation[];
  readonly outcomes: readonly ModelOutcome[];
  readonly changes: readonly ModelChange[];
  readonly traps: readonly Trap[];
  readonly nextDue: number | null;
}

export class ModelSession {
  readonly #program: ModelProgram;
  readonly #name: string;
  readonly #policy: SessionPolicy;
  readonly #limits: EngineLimits;
  readonly #memory: ModelMemory;
  readonly #states: readonly ModelRuleState[];
  #envelope: ModelRecord;
  #overrides: Overrides;
  #isEnvelopeNew = false;
  /** Whether the session's last round had mutations. */
  #isUnsettled = true;
  #rounds = 0;
  #now = -1;

  constructor(program: ModelProgram, options: ModelSessionOptions) {
    this.#program = program;
    this.#name = options.name;
    this.#policy = options.policy ?? NO_POLICY;
    this.#limits = options.limits ?? ENGINE_LIMITS;
    this.#envelope = envelopeOf(options.envelope);
    this.#overrides = options.overrides ?? {};
    const rules = runningOrder(program);
    this.#states = rules.map(freshState);
    this.#memory = new ModelMemory((name, factType) =>
      rules.some((rule) => rule.name === name && rule.reads.factTypes.includes(factType)),
    );
  }

  apply(command: Command, now: number): ModelStep {
    return this.applyAll([command], now);
  }

  /** Nothing is decided between commands that come together. */
  applyAll(commands: readonly Command[], now: number): ModelStep {
    const clockMoved = now !== this.#now;
    this.#now = now;
    const traps = commands.flatMap((command) => this.#change(command) ?? []);
    this.#expire();
    const run = this.#run(clockMoved);
    const outcomes = this.#states.flatMap((state) => takeEmissions(state, now));
    return {
      now,
      ...run,
      outcomes,
      changes: this.#memory.takeChanges(),
      traps: [...traps, ...run.traps],
      nextDue: nextDue({ states: this.#states, memory: this.#memory, policy: this.#policy }, now),
    };
  }

  /** The next step decides every rule again. */
  setEnvelope(envelope: ValueRecord): void {
    this.#envelope = envelopeOf(envelope);
    this.#isEnvelopeNew = true;
  }

  /** The next step decides the rules again that have another override. */
  setOverrides(overrides: Overrides): void {
    for (const state of this.#states) {
      const { name } = state.rule;
      state.overrideChanged ||= !isSameOverride(this.#overrides.rules?.[name], overrides.rules?.[name]);
    }
    this.#overrides = overrides;
  }

  /** Everything that is visible, by type and key. */
  visible(): readonly ModelFact[] {
    return this.#memory.visible();
  }

  #change(command: Command): Trap | null {
    if (command.kind === 'tick') return null;
    const { type, key } = command;
    if (command.kind === 'retract') {
      this.#memory.retractExternal({ type, key });
      return null;
    }
    const { factsMax } = this.#limits;
    if (this.#memory.see(command, NOBODY) === null && this.#memory.visible().length >= factsMax) {
      const message = `working memory is full at ${factsMax} facts`;
      return { code: 'session/too-many-facts', message, rule: '', span: null };
    }
    const fields = envelopeOf(command.fields);
    this.#memory.assertExternal({ type, key, fields, assertedAt: this.#now, assertedRound: this.#rounds });
    return null;
  }

  #expire(): void {
    for (const { factType, forMs, last } of this.#policy.retention) {
      const facts = this.#memory.external.filter(({ type }) => type === factType);
      const surplus = last === 0 ? 0 : Math.max(0, facts.length - last);
      const isPast = ({ assertedAt }: ModelFact): boolean => forMs > 0 && assertedAt + forMs <= this.#now;
      for (const [index, fact] of facts.entries())
        if (index < surplus || isPast(fact)) this.#memory.retractExternal(fact);
    }
  }

  #run(clockMoved: boolean): Pick<ModelStep, 'stop' | 'rounds' | 'mutations' | 'activations' | 'traps'> {
    const activations: ModelActivation[] = [];
    const traps: Trap[] = [];
    let mutations = 0;
    for (const { seen, supported } of this.#states) {
      seen.clear();
      for (const id of supported.keys()) seen.add(id);
    }
    for (let round = 1; ; round++) {
      this.#rounds += 1;
      const everything = this.#rounds === 1 || this.#isEnvelopeNew;
      this.#isEnvelopeNew = false;
      const { dirty } = this.#memory;
      this.#memory.dirty = [];
      const result = runRound(this.#states, this.#world(), {
        causes: { everything, clockMoved: clockMoved && round === 1, dirty },
        isUnsettled: this.#isUnsettled,
        now: this.#now,
      });
      this.#isUnsettled = result.mutations > 0;
      activations.push(...result.activations);
      traps.push(...result.traps);
      mutations += result.mutations;
      const stop = this.#stopReason(round, mutations);
      if (stop !== null) return { stop, rounds: round, mutations, activations, traps };
    }
  }

  #stopReason(round: number, mutations: number): StopReason | null {
    const { dirty } = this.#memory;
    if (!this.#states.some((state) => goesOn(state) || isConcerned(state, dirty))) {
      this.#memory.dirty = [];
      return 'quiescent';
    }
    if (mutations >= this.#limits.mutationsMax) return 'max_mutations';
    return round >= this.#limits.roundsMax ? 'max_rounds' : null;
  }

  #world(): World {
    return {
      program: this.#program,
      memory: this.#memory,
      envelope: this.#envelope,
      overrides: this.#overrides,
      bundleName: this.#name,
      keyBytesMax: this.#limits.keyBytesMax,
      nowSeconds: Math.floor(this.#now / 1000),
      round: this.#rounds,
      segments: new Map(),
      isMet: (name) => this.#states.some(({ rule, matches }) => rule.name === name && matches.length > 0),
    };
  }
}

function envelopeOf(given: ValueRecord | undefined): ModelRecord {
  const converted = modelValueOf(given ?? {});
  return isRecord(converted) ? converted : record([]);
}

function isSameOverride(before: Override | undefined, after: Override | undefined): boolean {
  return before?.killSwitch === after?.killSwitch && before?.rollout === after?.rollout;
}
