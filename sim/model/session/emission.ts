/** Outcomes are emitted when they become supported, at the end of a run; a cooldown delays them and withdraws nothing. */
import type { ModelRecord } from '../value.ts';
import type { ModelRuleState, SupportedOutcome } from './state.ts';

export interface ModelOutcome {
  readonly rule: string;
  readonly name: string;
  readonly params: ModelRecord;
}

/** In the order of instances; of several with equal outcomes the first. */
export function takeEmissions(state: ModelRuleState, now: number): readonly ModelOutcome[] {
  const { rule, applied } = state;
  if (rule.declaration.then.effect !== 'emit') return [];
  const supported = new Map<string, SupportedOutcome>();
  for (const { id, params } of applied)
    if (!supported.has(id)) supported.set(id, state.supported.get(id) ?? { params, emitted: false });
  state.supported = supported;
  if (coolingUntil(state) > now) return [];
  const waiting = [...supported.values()].filter(({ emitted }) => !emitted);
  for (const outcome of waiting) outcome.emitted = true;
  if (waiting.length > 0 && rule.cooldownMs > 0) state.lastEmittedAt = now;
  return waiting.map(({ params }) => ({ rule: rule.name, name: rule.target, params }));
}

/** When a waiting outcome may be emitted; `null` when none waits. */
export function emissionDue(state: ModelRuleState): number | null {
  const waits = [...state.supported.values()].some(({ emitted }) => !emitted);
  return waits ? coolingUntil(state) : null;
}

function coolingUntil({ rule, lastEmittedAt }: ModelRuleState): number {
  return lastEmittedAt === null ? 0 : lastEmittedAt + rule.cooldownMs;
}
