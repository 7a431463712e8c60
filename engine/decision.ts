/**
 * Decisions: the audited record of one step. It holds everything needed to understand and repeat it: what came in, the
 * instant, the bundle, what fired and why, and what went out. Its canonical bytes are what replay must reproduce.
 */
import { canonicalBytes, digestOf } from './audit/canonical.ts';
import type { Command } from './session/command.ts';
import type { Activation, Step, StopReason } from './session/step.ts';
import type { Trap } from './traps.ts';
import type { ValueRecord } from './value.ts';

/** Where a decision was made: one command of one lane under one bundle. */
export interface DecisionPlace {
  readonly bundle: string;
  readonly arbiter: string;
  readonly key: string;
  /** Journal sequence in the lane, from 1. */
  readonly sequence: number;
}

export interface DecidedOutcome {
  readonly id: string;
  readonly rule: string;
  readonly name: string;
  readonly params: ValueRecord;
}

export interface Decision extends DecisionPlace {
  readonly id: string;
  readonly now: number;
  readonly command: Command;
  readonly stop: StopReason;
  readonly rounds: number;
  readonly mutations: number;
  readonly activations: readonly Activation[];
  readonly outcomes: readonly DecidedOutcome[];
  readonly traps: readonly Trap[];
}

export function decisionOf(place: DecisionPlace, command: Command, step: Step): Decision {
  const { now, stop, rounds, mutations, activations, traps } = step;
  const outcomes = step.outcomes.map((outcome, ordinal) => ({ id: outcomeId(place, ordinal), ...outcome }));
  const id = identityOf(place, 'decision');
  return { ...place, id, now, command, stop, rounds, mutations, activations, outcomes, traps };
}

export function decisionBytes(decision: Decision): Uint8Array {
  return canonicalBytes(decision);
}

/** Deterministic, so a replay names the same outcome and receivers can drop repeats. */
function outcomeId(place: DecisionPlace, ordinal: number): string {
  return identityOf(place, ordinal);
}

function identityOf({ bundle, arbiter, key, sequence }: DecisionPlace, part: string | number): string {
  return digestOf(canonicalBytes([bundle, arbiter, key, sequence, part])).slice(0, 32);
}
