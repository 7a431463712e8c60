/**
 * Edge-triggered outcomes (decision 28): an outcome is emitted when it becomes supported, not again while it stays
 * so, and again after support was lost. Edges are taken at quiescence, between the ends of two runs, so an
 * outcome that a later round takes back was never emitted. A cooldown delays emission; it withdraws nothing.
 */
import type { CompiledExpertRule } from '#lang/bytecode/program.js';
import type { RuleState } from './rule-state.ts';
import type { Outcome } from './step.ts';

/** Brings `supported` up to date with the last matches and returns what is to be emitted, in order of matches. */
export function takeEmissions(rule: CompiledExpertRule, state: RuleState, now: number): readonly Outcome[] {
  updateSupported(state);
  if (coolingUntil(rule, state) > now) return [];
  const emissions: Outcome[] = [];
  for (const supported of state.supported.values()) {
    if (supported.emitted) continue;
    supported.emitted = true;
    emissions.push({ rule: rule.name, name: rule.then.name, params: supported.params });
  }
  if (emissions.length > 0 && rule.cooldownMs > 0) state.lastEmittedAt = now;
  return emissions;
}

/** When a waiting outcome may be emitted; `null` when none waits. */
export function emissionDue(rule: CompiledExpertRule, state: RuleState): number | null {
  if (rule.cooldownMs === 0) return null;
  const waits = [...state.supported.values()].some((supported) => !supported.emitted);
  return waits ? coolingUntil(rule, state) : null;
}

function updateSupported(state: RuleState): void {
  const present = new Set(state.matches.map((match) => match.id));
  for (const id of state.supported.keys()) if (!present.has(id)) state.supported.delete(id);
  for (const { id, params } of state.matches) {
    if (!state.supported.has(id)) state.supported.set(id, { params, emitted: false });
  }
}

function coolingUntil(rule: CompiledExpertRule, state: RuleState): number {
  return state.lastEmittedAt === null ? 0 : state.lastEmittedAt + rule.cooldownMs;
}
