/** The first instant behind a step at which something may change by time alone. */
import type { SessionPolicy } from '#engine/session/policy.js';
import { emissionDue } from './emission.ts';
import type { ModelMemory } from './memory.ts';
import type { ModelRuleState } from './state.ts';

export interface DueSources {
  readonly states: readonly ModelRuleState[];
  readonly memory: ModelMemory;
  readonly policy: SessionPolicy;
}

/** In ms, later than `now`; `null` for never. */
export function nextDue({ states, memory, policy }: DueSources, now: number): number | null {
  const instants = [
    ...(policy.pollMs === 0 ? [] : [(Math.floor(now / policy.pollMs) + 1) * policy.pollMs]),
    ...policy.calendars.flatMap((calendar) => calendar.next(now) ?? []),
    ...expiries(memory, policy),
    ...states.flatMap((state) => [
      ...state.clauses.flatMap((clause) => clause.due() ?? []),
      ...[emissionDue(state) ?? []].flat(),
      ...windowOf(state),
      ...agesOf(state, memory),
    ]),
  ];
  const later = instants.filter((instant) => instant > now);
  return later.length === 0 ? null : Math.min(...later);
}

function expiries(memory: ModelMemory, { retention }: SessionPolicy): readonly number[] {
  return retention
    .filter(({ forMs }) => forMs > 0)
    .flatMap(({ factType, forMs }) =>
      memory.external.filter(({ type }) => type === factType).map(({ assertedAt }) => assertedAt + forMs),
    );
}

function windowOf({ rule }: ModelRuleState): readonly number[] {
  const { activeFrom, activeUntil } = rule.declaration.governance;
  return [activeFrom, activeUntil].flatMap((bound) => (bound === null ? [] : [bound.seconds * 1000]));
}

/** Of every fact that the rule sees: its own retractions hide nothing from it. */
function agesOf({ rule }: ModelRuleState, memory: ModelMemory): readonly number[] {
  return rule.reads.ages.flatMap(({ factType, ages }) =>
    memory
      .facts(factType, rule.name)
      .flatMap(({ assertedAt }) => ages.map((age) => (Math.floor(assertedAt / 1000) + age) * 1000)),
  );
}
