/**
 * An expert session: working memory and the rules that reason over it until nothing changes. `apply` decides one
 * command at one instant and returns the step; given the same commands and instants, two sessions of one program are equal
 * to the byte. The session performs nothing and reads no clock.
 */
import type { CompiledRetention, Program } from '#lang/bytecode/program.js';
import { assert } from '../assert.ts';
import { Fact } from '../fact.ts';
import { type Overrides, overrideOf } from '../govern/overrides.ts';
import { SegmentCache } from '../govern/segment-cache.ts';
import { ENGINE_LIMITS, type EngineLimits } from '../limits.ts';
import type { Reads } from '../match/loop-plans.ts';
import { type Lens, Network, NO_LENS } from '../match/network.ts';
import type { Effect } from '../memory/type-memory.ts';
import { WorkingMemory } from '../memory/working-memory.ts';
import { prepare } from '../prepared.ts';
import { type Trap, trapMessage } from '../traps.ts';
import type { ValueRecord } from '../value.ts';
import type { Machine } from '../vm/machine.ts';
import { AgeWatch } from './ages.ts';
import { append } from '../append.ts';
import type { Command } from './command.ts';
import { DirtyTypes, EXTERNAL } from './dirty.ts';
import { dueBy, nextDue } from './due.ts';
import type { EffectRules } from './effect.ts';
import { takeEmissions } from './emission.ts';
import type { SessionRule } from './evaluate.ts';
import { govern } from './gating.ts';
import { Matcher } from './matcher.ts';
import type { RulePlan, SessionPlan } from './plan.ts';
import { NO_POLICY, type SessionPolicy } from './policy.ts';
import { expiredFacts } from './retention.ts';
import { runRound } from './round.ts';
import { freshRuleState, type RuleState } from './rule-state.ts';
import { NO_OVERRIDE, SessionRules } from './session-rules.ts';
import type { Activation, Outcome, Step, StopReason } from './step.ts';
import type { Due } from './ticks.ts';

export interface SessionOptions {
  /** Top-level names that conditions can read beside `facts`. */
  readonly envelope?: ValueRecord;
  /** Default: no retention, no ticks. */
  readonly policy?: SessionPolicy;
  readonly limits?: EngineLimits;
  readonly overrides?: Overrides;
  /** The name under which rollouts without a namespace count. Default: that of the program. */
  readonly bundleName?: string;
}

/** How far a session has come. */
export type Progress = Pick<Session, 'rounds' | 'now' | 'isQuiet' | 'isEnvelopeRead'>;

const NO_OUTCOMES: readonly Outcome[] = [];
const CONTEXT: Reads = { context: true, clock: false, round: false };
const CLOCK: Reads = { context: false, clock: true, round: false };
const ROUND: Reads = { context: false, clock: false, round: true };

export class Session {
  readonly program: Program;
  readonly bundleName: string;
  readonly plan: SessionPlan;
  readonly memory: WorkingMemory;
  readonly ruleSet: SessionRules;
  readonly dirty = new DirtyTypes();
  readonly limits: EngineLimits;
  readonly network: Network;
  readonly evaluator: { readonly machine: Machine; readonly segments: SegmentCache };
  /** Of the step that is being decided. */
  traps: Trap[] = [];
  /** Rounds since the session began. */
  rounds = 0;
  /** Instant of the last step; −1 before the first. */
  now = -1;
  /** Whether the last round had no mutations. */
  isQuiet = false;
  /** Whether rules have run since the envelope was set. */
  isEnvelopeRead = true;
  readonly ages: readonly AgeWatch[];
  readonly policy: SessionPolicy;

  constructor(program: Program, options: SessionOptions = {}) {
    const { session: plan, machine, schemas } = prepare(program);
    this.program = program;
    this.bundleName = options.bundleName ?? program.name;
    this.plan = plan;
    this.limits = options.limits ?? ENGINE_LIMITS;
    this.policy = options.policy ?? NO_POLICY;
    this.memory = new WorkingMemory(plan.lenses);
    this.network = new Network(machine, (type, lens) => this.memory.table(type, lens));
    this.network.context = options.envelope ?? Object.create(null);
    this.evaluator = { machine, segments: this.freshSegments() };
    for (const segment of plan.segments) this.network.bind(segment, NO_LENS);
    const effects = { machine, limits: this.limits, schemas };
    this.ruleSet = new SessionRules(plan, (rule) => this.#ruleOf(rule, effects, options.overrides));
    this.ages = plan.rules.flatMap((rule) => this.#agesOf(rule));
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
    this.traps = [];
    for (const command of commands) this.#change(command);
    for (const retention of this.policy.retention) this.#expire(retention);
    const run = this.#runToQuiescence(clockMoved);
    const outcomes = this.#emissions();
    const due = this.nextDue();
    assert(due === null || due > now, 'the next due instant lies in the future');
    const { stop, rounds, mutations, activations } = run;
    const { traps } = this;
    const changes = this.memory.takeChanges();
    return { now, stop, rounds, mutations, activations, outcomes, changes, traps, nextDue: due };
  }

  /** Replaces what conditions read beside facts; the next step decides every rule again. */
  setEnvelope(envelope: ValueRecord): void {
    this.network.context = envelope;
    this.isEnvelopeRead = false;
    this.#invalidate(CONTEXT);
  }

  get envelope(): ValueRecord {
    return this.network.context;
  }

  /** Replaces the overrides; the next step decides those rules again whose own have changed. */
  setOverrides(overrides: Overrides): void {
    this.ruleSet.override(overrides);
  }

  /** When the session must be woken although nothing arrives, in ms; `null` for never. */
  nextDue(): number | null {
    return nextDue(this, this.policy);
  }

  /** The next tick up to `until`; see `dueBy`. */
  dueBy(until: number, ticks: 'every' | 'last'): Due | null {
    return dueBy(this, this.policy, until, ticks);
  }

  /** In running order. */
  get rules(): readonly SessionRule[] {
    return this.ruleSet.all;
  }

  get states(): ReadonlyMap<string, RuleState> {
    return this.ruleSet.states;
  }

  isMet(rule: string): boolean {
    return this.states.get(rule)?.result ?? false;
  }

  /** Wakes those who see it; whether everybody does. */
  note(type: string, cause: string, effect: Effect): boolean {
    if (effect !== 'none') this.dirty.mark(type, cause);
    return effect === 'changed';
  }

  /** Between runs: code runs as it would for a rule, and changes nothing. */
  beginAsking(lens: Lens): void {
    this.network.machine.provide(this.network, this.limits.fuelMax);
    this.evaluator.segments.clear();
    this.network.refresh();
    this.network.lookAs(lens);
  }

  /** Goes on where a checkpoint was written. */
  resume({ rounds, now, isQuiet, isEnvelopeRead }: Progress): void {
    this.rounds = rounds;
    this.now = now;
    this.isQuiet = isQuiet;
    this.isEnvelopeRead = isEnvelopeRead;
    this.#showTime();
  }

  /** For a rule that sees facts otherwise than the others. */
  freshSegments(): SegmentCache {
    return new SegmentCache(this.program, prepare(this.program).segments, { showsLeaves: false });
  }

  #ruleOf(plan: RulePlan, effects: EffectRules, overrides: Overrides | undefined): SessionRule {
    const { rule, lens, narrowed } = plan;
    const table = rule.perFact ? this.memory.table(narrowed, lens.type === narrowed ? lens.rule : '') : null;
    const state = freshRuleState(plan.clauses);
    return {
      plan,
      state,
      matcher: new Matcher({ plan, instances: state.instances, table }, this.network, effects),
      governed: govern(rule, overrideOf(overrides?.rules, rule.name) ?? NO_OVERRIDE),
      isInStep: false,
    };
  }

  #agesOf({ ages, lens }: RulePlan): readonly AgeWatch[] {
    const tableOf = (type: string) => this.memory.table(type, lens.type === type ? lens.rule : '');
    return [...ages].map(([type, turns]) => new AgeWatch(tableOf(type), turns));
  }

  #change(command: Command): void {
    if (command.kind === 'tick') return;
    const { type, key } = command;
    if (command.kind === 'retract') {
      this.note(type, EXTERNAL, this.memory.retractExternal(command));
    } else if (this.memory.count >= this.limits.factsMax && this.memory.find(command) === undefined) {
      const message = trapMessage('session/too-many-facts', { max: this.limits.factsMax });
      this.traps.push({ code: 'session/too-many-facts', message, rule: '', span: null });
    } else {
      const fact = new Fact({ type, key }, command.fields, { at: this.now, round: this.rounds });
      this.note(type, EXTERNAL, this.memory.assertExternal(fact));
    }
  }

  #expire(retention: CompiledRetention): void {
    for (const fact of expiredFacts(this.memory, retention, this.now)) {
      this.note(fact.type, EXTERNAL, this.memory.retractExternal(fact));
    }
  }

  #runToQuiescence(clockMoved: boolean): Pick<Step, 'stop' | 'rounds' | 'mutations' | 'activations'> {
    const activations: Activation[] = [];
    this.#beginRun();
    let mutations = 0;
    for (let round = 1; ; round++) {
      this.#beginRound();
      const everything = this.rounds === 1 || !this.isEnvelopeRead;
      const isQuiet = this.isQuiet && this.rounds > 1;
      this.isEnvelopeRead = true;
      const causes = { everything, clockMoved: clockMoved && round === 1, isQuiet };
      const mutated = runRound(this, causes, activations);
      this.ruleSet.lieDown();
      mutations += mutated;
      this.isQuiet = mutated === 0;
      const stop = this.#stopReason(round, mutations);
      if (stop !== undefined) return { stop, rounds: round, mutations, activations };
    }
  }

  #beginRun(): void {
    if (Math.floor(this.now / 1000) !== this.network.nowSeconds) this.#invalidate(CLOCK);
    this.#showTime();
    this.network.machine.provide(this.network, this.limits.fuelMax);
  }

  #showTime(): void {
    this.network.now = this.now;
    this.network.nowSeconds = Math.floor(this.now / 1000);
    this.network.round = this.rounds;
  }

  #beginRound(): void {
    this.rounds += 1;
    this.network.round = this.rounds;
    this.#invalidate(ROUND);
    this.evaluator.segments.clear();
  }

  #invalidate(changed: Reads): void {
    this.network.invalidate(changed);
    this.ruleSet.invalidate(changed);
  }

  #stopReason(round: number, mutations: number): StopReason | undefined {
    if (!this.ruleSet.haveMoreToDo(this.dirty)) {
      this.dirty.clear();
      return 'quiescent';
    }
    if (mutations >= this.limits.mutationsMax) return 'max_mutations';
    return round >= this.limits.roundsMax ? 'max_rounds' : undefined;
  }

  #emissions(): readonly Outcome[] {
    let outcomes: Outcome[] | null = null;
    for (const { plan, state } of this.rules) {
      if (state.unsettled.size === 0) continue;
      for (const outcome of takeEmissions(plan.rule, state, this.now)) outcomes = append(outcomes, outcome);
    }
    return outcomes ?? NO_OUTCOMES;
  }
}
