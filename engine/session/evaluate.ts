/**
 * Evaluates one expert rule against the memory as it stands: gates, condition, rollout, waiting clauses, its group. What comes of it
 * is how its matches differ from those that are applied.
 */
import { NO_LENS } from '../match/network.ts';
import { compareText, equalValues } from '../value.ts';
import { append } from '../append.ts';
import { type Governed, passesAllGates, passesShare, placedText } from './gating.ts';
import type { Matcher } from './matcher.ts';
import type { RulePlan } from './plan.ts';
import type { Match, RuleState } from './rule-state.ts';
import type { Session } from './session.ts';
import { RuleTrace } from './rule-trace.ts';
import { applyClause, clauseText, freshClauseState } from './temporal.ts';

/** A rule in a session. */
export interface SessionRule {
  readonly plan: RulePlan;
  readonly state: RuleState;
  readonly matcher: Matcher;
  governed: Governed;
  /** Whether the instances that are not stale are as they were applied. */
  isInStep: boolean;
}

/** How a rule's matches differ from those before. */
export interface Delta {
  readonly gained: readonly Match[];
  readonly lost: readonly Match[];
  readonly trace: RuleTrace;
}

const NO_KEYS: readonly string[] = [];
const NO_MATCHES: readonly Match[] = [];
/** The instances of a rule without `per_fact`. */
const WHOLE: readonly string[] = [''];

/** `contested`: instances for which an earlier rule of the group has turned. */
export function evaluateRule(session: Session, own: SessionRule, contested: readonly string[]): Delta {
  const { plan, matcher } = own;
  const trace = new RuleTrace(session.program, plan.rule);
  session.network.lookAs(plan.lens);
  const isOpen = !own.governed.hasGates || passesAllGates(session, own, trace.gates);
  const stale = isOpen ? matcher.refresh() : NO_KEYS;
  reportTraps(session, own, isOpen, stale);
  const isIn = isOpen && (!own.state.instances.hasMatches || passesShare(session, own, trace));
  trace.isAsked = isOpen;
  const delta = plan.rule.perFact
    ? perFact(session, own, { isIn, stale, contested })
    : whole(session, own, isIn, trace);
  own.isInStep = isIn;
  session.network.lookAs(NO_LENS);
  return { gained: delta.gained, lost: delta.lost, trace };
}

type Change = Omit<Delta, 'trace'>;

/** The one match of a rule without `per_fact`, behind its clauses. */
function whole(session: Session, own: SessionRule, isIn: boolean, trace: RuleTrace): Change {
  const { plan, state } = own;
  let match = isIn ? (state.instances.get('')?.match ?? null) : null;
  for (const [at, clause] of plan.clauses.entries()) {
    const before = match;
    const result = applyClause(clause, state.clauses[at] ?? freshClauseState(), before, session.now);
    trace.wait(clauseText(clause), result.disposition, before !== null);
    match = result.match;
  }
  state.result = match !== null;
  return changeOf(session, own, WHOLE, () => match);
}

function perFact(
  session: Session,
  own: SessionRule,
  { isIn, stale, contested }: { isIn: boolean; stale: readonly string[]; contested: readonly string[] },
): Change {
  const { matcher } = own;
  const { instances } = own.state;
  own.state.result = isIn && instances.hasMatches;
  if (!isIn) return changeOf(session, own, inOrder([...instances.keys]), () => null);
  const isAll = own.isInStep || (!instances.hasApplied && matcher.wasFresh);
  const known = isAll ? stale : [...instances.keys];
  const keys = isAll && contested.length === 0 ? stale : inOrder([...known, ...contested]);
  return changeOf(session, own, keys, (key) => instances.get(key)?.match ?? null);
}

/** Brings what is applied up to date, for the instances that may differ, in order. */
function changeOf(
  session: Session,
  { plan, state }: SessionRule,
  keys: readonly string[],
  matchOf: (key: string) => Match | null,
): Change {
  let gained: Match[] | null = null;
  let lost: Match[] | null = null;
  const { instances } = state;
  for (const key of keys) {
    const before = instances.appliedTo(key);
    const claim = matchOf(key);
    const after = claim === null || rivalFor(session, plan, key) !== undefined ? null : claim;
    // One that says the same may rest on other facts than before.
    if (before !== after) instances.apply(key, after);
    if (before !== null && after !== null && isSame(before, after)) continue;
    if (after !== null) gained = append(gained, after);
    if (before !== null) lost = append(lost, before);
  }
  return { gained: gained ?? NO_MATCHES, lost: lost ?? NO_MATCHES };
}

/** The earlier rule of the group that has the instance; one that shows single facts and one that does not have nothing to contend for. */
export function rivalFor(
  session: Session,
  { rivals, narrowed }: RulePlan,
  key: string,
): SessionRule | undefined {
  for (const position of rivals) {
    const rival = session.rules[position];
    if (rival?.plan.narrowed === narrowed && rival.state.instances.appliedTo(key) !== null) return rival;
  }
  return undefined;
}

function inOrder(keys: readonly string[]): readonly string[] {
  return keys.length < 2 ? keys : [...new Set(keys)].sort(compareText);
}

export function isSame(a: Match, b: Match): boolean {
  if (a === b || a.outcome !== b.outcome) return a === b;
  if (a.identity === null) return b.identity === null;
  return a.identity.key === b.identity?.key && equalValues(a.params, b.params);
}

/** Each once, for as long as its instance has it; one that is not evaluated has none. */
function reportTraps(session: Session, own: SessionRule, isOpen: boolean, stale: readonly string[]): void {
  const { trapped } = own.state;
  if (!isOpen) return trapped.clear();
  if (trapped.size === 0 && !own.matcher.hasTraps) return;
  for (const key of own.isInStep
    ? stale
    : inOrder([...stale, ...own.state.instances.keys, ...trapped.keys()])) {
    const trap = own.matcher.trapOf(key);
    const text = placedText(trap);
    if (trap !== null && trapped.get(key) !== text) session.traps.push(trap);
    if (trap === null) trapped.delete(key);
    else trapped.set(key, text);
  }
}
