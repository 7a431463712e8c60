/** Which rules run in a round. Everything here is a reason; a rule without one keeps what it has. */
import type { ModelRuleState } from './state.ts';

export interface Causes {
  /** The session's first round, or another envelope. */
  readonly everything: boolean;
  readonly clockMoved: boolean;
  readonly dirty: readonly { readonly type: string; readonly cause: string }[];
}

/** What has turned earlier in this round. */
export interface Turned {
  /** Rules that match now and did not, or the other way round. */
  readonly rules: ReadonlySet<string>;
  /** Activation groups of which an earlier rule has matches for others than before. */
  readonly groups: ReadonlySet<string>;
}

export function isWoken(
  state: ModelRuleState,
  { everything, clockMoved, dirty }: Causes,
  turned: Turned,
): boolean {
  const { rule, clauses, overrideChanged } = state;
  const { requires, excludes, reads, declaration } = rule;
  const { activationGroup } = declaration;
  return (
    everything ||
    overrideChanged ||
    reads.round ||
    (clockMoved && isTimed(state)) ||
    clauses.some((clause) => clause.isCounting()) ||
    [...requires, ...excludes].some((name) => turned.rules.has(name)) ||
    (activationGroup !== null && turned.groups.has(activationGroup.text)) ||
    isConcerned(state, dirty)
  );
}

/** Whether facts that it reads have changed: `no_loop` sleeps through what the rule alone has changed. */
export function isConcerned({ rule }: ModelRuleState, dirty: Causes['dirty']): boolean {
  const read = dirty.filter(({ type }) => rule.reads.factTypes.includes(type));
  if (!rule.declaration.noLoop) return read.length > 0;
  return read.some(({ cause }) => cause !== rule.name);
}

/** Whether a run goes on for the rule although no fact that it reads has changed. */
export function goesOn({ waits, clauses }: ModelRuleState): boolean {
  return waits || clauses.some((clause) => clause.isCounting());
}

function isTimed({ rule }: ModelRuleState): boolean {
  const { reads, forMs, withinMs, debounceMs, declaration } = rule;
  const { activeFrom, activeUntil } = declaration.governance;
  return reads.clock || forMs + withinMs + debounceMs > 0 || activeFrom !== null || activeUntil !== null;
}
