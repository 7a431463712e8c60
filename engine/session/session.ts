/**
 * An expert session: working memory and the rules that reason over it until nothing changes. `apply` decides one
 * command at one instant and returns the step; given the same commands and instants, two sessions of one program are equal
 * to the byte. The session performs nothing and reads no clock.
 */
import type {
  CompiledArbiter,
  CompiledExpertRule,
  CompiledRetention,
  Program,
} from '#lang/bytecode/program.js';
import { assert } from '../assert.ts';
import { Fact } from '../fact.ts';
import { SegmentCache } from '../govern/segment-cache.ts';
import { ENGINE_LIMITS, type EngineLimits } from '../limits.ts';
import { WorkingMemory } from '../memory/working-memory.ts';
import { type Trap, trapMessage } from '../traps.ts';
import type { ValueRecord } from '../value.ts';
import type { View } from '../vm/machine.ts';
import type { Command } from './command.ts';
import { DirtyTypes, EXTERNAL } from './dirty.ts';
import { type Due, dueBy, nextDue } from './due.ts';
import { takeEmissions } from './emission.ts';
import type { Evaluator } from './evaluate.ts';
import { prepare } from '../prepared.ts';
import { expiredFacts } from './retention.ts';
import { isWokenBy, runRound } from './round.ts';
import { freshRuleState, type RuleState } from './rule-state.ts';
import type { Activation, Outcome, Step, StopReason } from './step.ts';

/** What an arbiter adds to a session; a session without one has no retention and no poll. */
export type SessionPolicy = Pick<CompiledArbiter, 'retention' | 'pollMs'>;

export interface SessionOptions {
  /** Top-level names that conditions can read beside `facts`. */
  readonly envelope?: ValueRecord;
  readonly policy?: SessionPolicy;
  readonly limits?: EngineLimits;
}

const NO_POLICY: SessionPolicy = { retention: [], pollMs: 0 };

export class Session {
  readonly program: Program;
  readonly memory = new WorkingMemory();
  readonly rules: readonly CompiledExpertRule[];
  readonly states: ReadonlyMap<string, RuleState>;
  readonly dirty = new DirtyTypes();
  readonly limits: EngineLimits;
  /** Rounds since the session began. */
  rounds = 0;
  /** Instant of the last step; −1 before the first. */
  now = -1;
  readonly #policy: SessionPolicy;
  #envelope: ValueRecord;
  #isEnvelopeRead = true;
  readonly #evaluator: Omit<Evaluator, 'traps'>;
  #traps: Trap[] = [];

  constructor(program: Program, options: SessionOptions = {}) {
    this.program = program;
    this.limits = options.limits ?? ENGINE_LIMITS;
    this.#policy = options.policy ?? NO_POLICY;
    this.#envelope = options.envelope ?? Object.create(null);
    const { rules, machine, segments, factNormalisers, outcomeNormalisers } = prepare(program);
    this.rules = rules;
    this.states = new Map(this.rules.map((rule) => [rule.name, freshRuleState()]));
    this.#evaluator = {
      program,
      machine,
      segments: new SegmentCache(program, segments, { showsLeaves: false }),
      limits: this.limits,
      factNormalisers,
      outcomeNormalisers,
      isMet: (name) => this.states.get(name)?.result ?? false,
    };
  }

  /** Decides one command at `now` (ms). Time never runs backwards within a session: the caller clamps. */
  apply(command: Command, now: number): Step {
    return this.applyAll([command], now);
  }

  /** As `apply`, for commands that come together: nothing is decided between them. */
  applyAll(commands: readonly Command[], now: number): Step {
    assert(now >= this.now, 'the instants of a session never run backwards');
    const clockMoved = now !== this.now;
    this.now = now;
    this.#traps = [];
    for (const command of commands) this.#change(command);
    for (const retention of this.#policy.retention) this.#expire(retention);
    const run = this.#runToQuiescence(clockMoved);
    const outcomes = this.rules.flatMap((rule) => this.#emissionsOf(rule));
    const due = this.nextDue();
    assert(due === null || due > now, 'the next due instant lies in the future');
    return { now, ...run, outcomes, changes: this.memory.takeChanges(), traps: this.#traps, nextDue: due };
  }

  /** Replaces what conditions read beside facts; the next step decides every rule again. */
  setEnvelope(envelope: ValueRecord): void {
    this.#envelope = envelope;
    this.#isEnvelopeRead = false;
  }

  /** When the session must be woken although nothing arrives, in ms; `null` for never. */
  nextDue(): number | null {
    return nextDue(this, this.#policy);
  }

  /** The next tick up to `until`; see `dueBy`. */
  dueBy(until: number, polls: 'every' | 'last'): Due | null {
    return dueBy(this, this.#policy, until, polls);
  }

  #change(command: Command): void {
    if (command.kind === 'tick') return;
    const { type, key } = command;
    if (command.kind === 'retract') {
      if (this.memory.retractExternal(command)) this.dirty.mark(type, EXTERNAL);
    } else if (this.memory.count >= this.limits.factsMax && this.memory.find(command) === undefined) {
      const message = trapMessage('session/too-many-facts', { max: this.limits.factsMax });
      this.#traps.push({ code: 'session/too-many-facts', message, rule: '', span: null });
    } else {
      const fact = new Fact({ type, key }, command.fields, { at: this.now, round: this.rounds });
      if (this.memory.assertExternal(fact)) this.dirty.mark(type, EXTERNAL);
    }
  }

  #expire(retention: CompiledRetention): void {
    for (const fact of expiredFacts(this.memory, retention, this.now)) {
      if (this.memory.retractExternal(fact)) this.dirty.mark(fact.type, EXTERNAL);
    }
  }

  #runToQuiescence(clockMoved: boolean): Pick<Step, 'stop' | 'rounds' | 'mutations' | 'activations'> {
    const activations: Activation[] = [];
    const evaluator: Evaluator = { ...this.#evaluator, traps: this.#traps };
    evaluator.machine.provide(this.#view(), this.limits.fuelMax);
    let mutations = 0;
    for (let round = 1; ; round++) {
      this.rounds += 1;
      evaluator.machine.show(this.#view());
      evaluator.segments.clear();
      const everything = this.rounds === 1 || !this.#isEnvelopeRead;
      this.#isEnvelopeRead = true;
      const result = runRound(this, evaluator, { everything, clockMoved: clockMoved && round === 1 });
      activations.push(...result.activations);
      mutations += result.mutations;
      const stop = this.#stopReason(evaluator, round, mutations);
      if (stop !== undefined) return { stop, rounds: round, mutations, activations };
    }
  }

  #stopReason(evaluator: Evaluator, round: number, mutations: number): StopReason | undefined {
    if (evaluator.machine.fuel < 0) return 'out_of_fuel';
    if (mutations >= this.limits.mutationsMax) return 'max_mutations';
    if (!this.rules.some((rule) => isWokenBy(rule, this.dirty))) {
      this.dirty.take();
      return 'quiescent';
    }
    return round >= this.limits.roundsMax ? 'max_rounds' : undefined;
  }

  #emissionsOf(rule: CompiledExpertRule): readonly Outcome[] {
    const state = this.states.get(rule.name);
    if (rule.effect !== 'emit' || state === undefined) return [];
    return takeEmissions(rule, state, this.now);
  }

  #view(): View {
    const { memory, rounds } = this;
    const nowSeconds = Math.floor(this.now / 1000);
    return { context: this.#envelope, nowSeconds, round: rounds, facts: (type) => memory.facts(type) };
  }
}
