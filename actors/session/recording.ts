/**
 * From a decided step to the write that makes it durable: journal, decision, memory, lane, timer, checkpoint, outbox and
 * audit, all in one. Everything is encoded here, before the store opens its transaction.
 */
import { Router } from '#engine/arbiter/route.js';
import { canonicalBytes, digestOf } from '#engine/audit/canonical.js';
import { type Decision, decisionBytes, decisionOf } from '#engine/decision.js';
import { checkpointSession } from '#engine/session/checkpoint.js';
import type { Command } from '#engine/session/command.js';
import type { Session } from '#engine/session/session.js';
import type { Step } from '#engine/session/step.js';
import type { CompiledArbiter, CompiledHandler, Program } from '#lang/bytecode/program.js';
import type { Lane, Origin, Position } from '#streams/ports.js';
import type { Write } from '../decision-log.ts';
import * as keys from '../keys.ts';
import type { SystemLimits } from '../limits.ts';
import { targetOf } from '../delivery/target.ts';
import type { Batch, Put } from '../ports.ts';
import type { LaneRecord, StoredOutcome } from '../records.ts';

/** What is the same for all lanes of one arbiter. */
export interface Recorder {
  readonly program: Program;
  readonly bundle: string;
  readonly arbiter: CompiledArbiter;
  readonly router: Router;
  readonly limits: SystemLimits;
}

export interface DecidedStep {
  readonly lane: Lane;
  readonly before: LaneRecord;
  readonly command: Command;
  /** `null` for a tick. */
  readonly origin: Origin | null;
  readonly position: Position | null;
  readonly session: Session;
  readonly step: Step;
  /** Message id that falls out of the lane's memory of seen ids, if any. */
  readonly forgotten: string | null;
}

export interface Recording {
  readonly decision: Decision;
  readonly after: LaneRecord;
  readonly outcomes: readonly StoredOutcome[];
  write(auditSequence: number): Write;
}

export function recordStep(recorder: Recorder, decided: DecidedStep): Recording {
  const { lane, before, command, step } = decided;
  const sequence = before.sequence + 1;
  const decision = decisionOf({ bundle: recorder.bundle, ...lane, sequence }, command, step);
  const outcomes = routeOutcomes(recorder, decision);
  const after = laneAfter(decided, sequence);
  const journal = canonicalBytes({ lane, sequence, now: step.now, command, origin: decided.origin });
  const decisionRow = decisionBytes(decision);
  const puts: readonly Put[] = [
    { table: 'journal', key: keys.journalKey(lane, sequence), value: journal },
    { table: 'decision', key: keys.journalKey(lane, sequence), value: decisionRow },
    { table: 'lane', key: keys.laneKey(lane), value: canonicalBytes(after) },
    ...memoryPuts(decided),
    ...timerPuts(lane, after),
    ...seenPuts(decided, sequence),
    ...checkpointPuts(recorder, decided, sequence),
    ...positionPuts(decided),
  ];
  const removes = [...memoryRemoves(decided), ...timerRemoves(lane, before, after), ...seenRemoves(decided)];
  const entry = {
    kind: 'decision' as const,
    at: step.now,
    ...lane,
    sequence,
    decision: decision.id,
    decisionDigest: digestOf(decisionRow),
    commandDigest: digestOf(journal),
    outcomes: decision.outcomes.map((outcome) => outcome.id),
  };
  const write = (auditSequence: number): Write => ({
    entries: [entry],
    puts: [...puts, ...outboxPuts(outcomes, auditSequence)],
    removes,
  });
  return { decision, after, outcomes, write };
}

/** Rows for the outbox, ordered behind everything written before. */
export function outboxPuts(outcomes: readonly StoredOutcome[], auditSequence: number): readonly Put[] {
  return outcomes.map((outcome, ordinal) => ({
    table: 'outbox',
    key: keys.outboxKey(targetOf(outcome), auditSequence, ordinal),
    value: canonicalBytes(outcome),
  }));
}

function routeOutcomes({ router }: Recorder, decision: Decision): readonly StoredOutcome[] {
  const { arbiter, key, now: at } = decision;
  return decision.outcomes.flatMap((outcome) =>
    router.handlersOf(outcome, at).map((handler) => ({ ...outcome, arbiter, key, at, ...routeOf(handler) })),
  );
}

function routeOf({ kind, target, retry, backoffMs }: CompiledHandler) {
  const retries = retry < 0 ? {} : { retries: retry };
  return { handler: kind, target, ...retries, ...(backoffMs === 0 ? {} : { backoffMs }) };
}

function laneAfter({ before, origin, step }: DecidedStep, sequence: number): LaneRecord {
  const { incarnation, sequence: streamSequence } = origin ?? {
    incarnation: before.incarnation,
    sequence: before.streamSequence,
  };
  return { sequence, now: step.now, due: step.nextDue, incarnation, streamSequence };
}

function memoryPuts({ lane, step }: DecidedStep): readonly Put[] {
  return step.changes.flatMap(({ fact }): readonly Put[] => {
    if (fact === null) return [];
    const { type, key, fields, assertedAt, assertedRound } = fact;
    const value = canonicalBytes({ fields, assertedAt, assertedRound });
    return [{ table: 'memory', key: keys.memoryKey(lane, type, key), value }];
  });
}

function memoryRemoves({ lane, step }: DecidedStep): Batch['removes'] {
  return step.changes
    .filter((change) => change.fact === null)
    .map(({ type, key }) => ({ table: 'memory', key: keys.memoryKey(lane, type, key) }));
}

const NOTHING = new Uint8Array();

function timerPuts(lane: Lane, { due }: LaneRecord): readonly Put[] {
  return due === null ? [] : [{ table: 'timer', key: keys.timerKey(lane, due), value: NOTHING }];
}

function timerRemoves(lane: Lane, before: LaneRecord, after: LaneRecord): Batch['removes'] {
  if (before.due === null || before.due === after.due) return [];
  return [{ table: 'timer', key: keys.timerKey(lane, before.due) }];
}

function seenPuts({ lane, origin }: DecidedStep, sequence: number): readonly Put[] {
  if (origin === null || origin.id === '') return [];
  return [{ table: 'seen', key: keys.seenKey(lane, origin.id), value: canonicalBytes(sequence) }];
}

function seenRemoves({ lane, forgotten }: DecidedStep): Batch['removes'] {
  return forgotten === null ? [] : [{ table: 'seen', key: keys.seenKey(lane, forgotten) }];
}

function checkpointPuts(
  { arbiter, limits }: Recorder,
  { lane, session }: DecidedStep,
  sequence: number,
): readonly Put[] {
  if (arbiter.checkpoint === '' || sequence % limits.checkpointEvery !== 0) return [];
  const snapshot = Buffer.from(checkpointSession(session)).toString('utf8');
  const value = Buffer.from(`{"sequence":${sequence},"session":${snapshot}}`, 'utf8');
  return [{ table: 'checkpoint', key: keys.laneKey(lane), value }];
}

function positionPuts({ lane, position }: DecidedStep): readonly Put[] {
  if (position === null) return [];
  return [{ table: 'position', key: keys.arbiterKey(lane.arbiter), value: canonicalBytes(position) }];
}
