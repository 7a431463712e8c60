/**
 * Evaluates one expert rule against the memory as it stands: gates, condition, rollout, waiting clauses, its group. What comes of it
 * is how its matches differ from those that are applied.
 */
import { outcomeText } from '../govern/excerpt.ts';
import { passesGates } from '../govern/gates.ts';
import type { Effective, Override } from '../govern/overrides.ts';
import { passesRollout } from '../govern/rollout.ts';
import { Arbitrace, type ArbitraceStep } from '../govern/trace.ts';
import { NO_LENS } from '../match/network.ts';
import { compareText, equalValues } from '../value.ts';
import { faultOf } from './fault.ts';
import type { Matcher } from './matcher.ts';
import type { RulePlan } from './plan.ts';
import type { Match, RuleState } from './rule-state.ts';
import type { Session } from './session.ts';
import { applyTemporal, clauseOf } from './temporal.ts';

/** A rule in a session. */
export interface SessionRule {
  readonly plan: RulePlan;
  readonly state: RuleState;
  readonly matcher: Matcher;
  override: Override;
  /** Governance with the override. */
  gated: Effective;
  /** Whether the instances that are not stale are as they were applied. */
  isInStep: boolean;
}

/** How a rule's matches differ from those before. */
export interface Delta {
  readonly gained: readonly Match[];
  readonly lost: readonly Match[];
  traceOf(match: Match): readonly ArbitraceStep[];
}

const NO_KEYS: readonly string[] = [];

/** `contested`: instances for which an earlier rule of the group has turned. */
export function evaluateRule(session: Session, own: SessionRule, contested: readonly string[]): Delta {
  const { plan, matcher } = own;
  const trace = new RuleTrace(session, plan.rule);
  session.network.lookAs(plan.lens);
  const isOpen = passesAllGates(session, own, trace.gates);
  const stale = isOpen ? matcher.refresh() : NO_KEYS;
  reportTraps(session, own, isOpen, stale);
  const isIn = isOpen && (!matcher.hasMatches || passesShare(session, own, trace.behind));
  trace.isAsked = isOpen;
  const delta = plan.rule.perFact
    ? perFact(session, own, { isIn, stale, contested })
    : whole(session, own, isIn, trace);
  own.isInStep = isIn;
  session.network.lookAs(NO_LENS);
  return { ...delta, traceOf: (match) => trace.of(match) };
}

type Change = Omit<Delta, 'traceOf'>;

/** The one match of a rule without `per_fact`. */
function whole(session: Session, own: SessionRule, isIn: boolean, trace: RuleTrace): Change {
  const { plan, state, matcher } = own;
  const raw = isIn ? matcher.matchOf('') : null;
  trace.isTrue = matcher.matchOf('') !== null;
  const { match, disposition } = applyTemporal(plan.rule, state, raw, session.now);
  const clause = clauseOf(plan.rule);
  if (clause !== '') trace.wait(clause, disposition, raw !== null);
  state.result = match !== null;
  return changeOf(session, own, [''], () => match);
}

function perFact(
  session: Session,
  own: SessionRule,
  { isIn, stale, contested }: { isIn: boolean; stale: readonly string[]; contested: readonly string[] },
): Change {
  const { state, matcher } = own;
  state.result = isIn && matcher.hasMatches;
  if (!isIn) return changeOf(session, own, [...state.matches.keys()], () => null);
  const keys = own.isInStep ? [...stale, ...contested] : [...state.matches.keys(), ...matcher.keys];
  return changeOf(session, own, keys, (key) => matcher.matchOf(key));
}

/** Brings what is applied up to date, for the instances that may differ. */
function changeOf(
  session: Session,
  { plan, state }: SessionRule,
  keys: readonly string[],
  matchOf: (key: string) => Match | null,
): Change {
  const gained: Match[] = [];
  const lost: Match[] = [];
  for (const key of inOrder(keys)) {
    const before = state.matches.get(key);
    const claim = matchOf(key);
    const after = claim === null || isTaken(session, plan, key) ? undefined : claim;
    if (before !== undefined && after !== undefined && isSame(before, after)) continue;
    if (after === undefined) state.matches.delete(key);
    else state.matches.set(key, after);
    if (after !== undefined) gained.push(after);
    if (before !== undefined) lost.push(before);
  }
  return { gained, lost };
}

/** By an earlier rule of the group; one that shows single facts and one that does not have nothing to contend for. */
function isTaken(session: Session, { rivals, narrowed }: RulePlan, key: string): boolean {
  for (const position of rivals) {
    const rival = session.rules[position];
    if (rival?.plan.narrowed === narrowed && rival.state.matches.has(key)) return true;
  }
  return false;
}

function inOrder(keys: readonly string[]): readonly string[] {
  return keys.length < 2 ? keys : [...new Set(keys)].sort(compareText);
}

export function isSame(a: Match, b: Match): boolean {
  return a === b || (a.identity?.key === b.identity?.key && equalValues(a.params, b.params));
}

function passesAllGates(session: Session, own: SessionRule, trace: Arbitrace): boolean {
  const { plan, gated, state } = own;
  const { machine, segments } = session.evaluator;
  session.network.begin(null);
  const seen = plan.lens === NO_LENS ? segments : session.freshSegments();
  const world = { machine, segments: seen, isMet: (name: string) => session.isMet(name) };
  const passes = passesGates({ ...gated, when: plan.rule.when }, trace, world);
  const trap = machine.faultAt < 0 ? null : faultOf(machine, plan.rule.name);
  if (trap !== null && trap.message !== state.gateTrap) session.traps.push(trap);
  state.gateTrap = trap?.message ?? '';
  return passes && trap === null;
}

function passesShare(session: Session, { plan, gated }: SessionRule, trace: Arbitrace): boolean {
  const { rollout } = gated.governance;
  if (rollout === null) return true;
  const { context } = session.network;
  const { name: bundle } = session.program;
  const source = gated.overridden.rollout ? ('override' as const) : undefined;
  return passesRollout(rollout, { context, bundle, scope: `expert:${plan.rule.name}`, source }, trace);
}

/** Each once, for as long as its instance has it; one that is not evaluated has none. */
function reportTraps(session: Session, own: SessionRule, isOpen: boolean, stale: readonly string[]): void {
  const { trapped } = own.state;
  if (!isOpen) return trapped.clear();
  for (const key of inOrder(own.isInStep ? stale : [...stale, ...own.matcher.keys])) {
    const trap = own.matcher.trapOf(key);
    if (trap !== null && trapped.get(key) !== trap.message) session.traps.push(trap);
    if (trap === null) trapped.delete(key);
    else trapped.set(key, trap.message);
  }
}

/** The steps of a firing: its gates, its condition, its rollout and its clause. */
class RuleTrace {
  readonly gates: Arbitrace;
  readonly behind: Arbitrace;
  /** Whether the gates let the condition be asked, and what it came to. */
  isAsked = true;
  isTrue = true;
  readonly #session: Session;
  readonly #rule: RulePlan['rule'];
  #plain: readonly ArbitraceStep[] | null = null;

  constructor(session: Session, rule: RulePlan['rule']) {
    const about = { scope: 'expert', subject: rule.name, span: rule.span } as const;
    this.#session = session;
    this.#rule = rule;
    this.gates = new Arbitrace(about);
    this.behind = new Arbitrace(about);
  }

  wait(check: string, disposition: ArbitraceStep['disposition'], isTrue: boolean): void {
    this.behind.record({ check, phase: 'match', kind: 'temporal', disposition, detail: `condition -> ${isTrue}` });
  }

  /** The same steps for every match that says nothing of its own. */
  of({ zeroDivisions }: Match): readonly ArbitraceStep[] {
    if (zeroDivisions > 0) return this.#steps(zeroDivisions);
    this.#plain ??= this.#steps(0);
    return this.#plain;
  }

  #steps(zeroDivisions: number): readonly ArbitraceStep[] {
    const { code } = this.#rule.when;
    const { name: subject, span } = this.#rule;
    if (code === null || !this.isAsked) return [...this.gates.steps, ...this.behind.steps];
    const condition = new Arbitrace({ scope: 'expert', subject, span });
    const note = zeroDivisions === 0 ? '' : ` (${zeroDivisions} divisions by zero gave null)`;
    const detail = outcomeText(this.#session.program, code, this.isTrue) + note;
    const disposition = this.isTrue ? 'passed' : 'blocked';
    condition.record({ check: 'condition', phase: 'match', kind: 'condition', disposition, detail });
    return [...this.gates.steps, ...condition.steps, ...this.behind.steps];
  }
}
