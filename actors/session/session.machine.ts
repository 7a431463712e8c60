/**
 * The actor of one lane. It takes one task at a time: decide, commit, go on until nothing is left, report. A failed
 * commit discards the session and restores it from the store, then the task is decided again; there is no
 * rollback. A task that makes the engine fail is given back as poison, with the session restored.
 */
import { assign, fromPromise, setup } from 'xstate';
import { Fault, reasonOf } from '#streams/faults.js';
import type { Lane } from '#streams/ports.js';
import type { DecisionLog } from '../decision-log.ts';
import type { SystemLimits } from '../limits.ts';
import type { Clock, Entropy, Store } from '../ports.ts';
import { retryDelayMs } from '../retry.ts';
import { decideNext, type Next, type Task } from './decide.ts';
import type { Recorder, Recording } from './recording.ts';
import { type RestoredLane, restoreLane } from './restore.ts';

export interface LaneWorld {
  readonly recorder: Recorder;
  readonly log: DecisionLog;
  readonly store: Store;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly limits: SystemLimits;
  /** A step is durable. Called before the task that caused it is reported done. */
  readonly onCommitted: (recording: Recording, decidedInMs: number) => void;
  readonly onRetry: (lane: Lane, attempt: number, fault: Fault) => void;
  /** The lane cannot go on: what it needs cannot be read. */
  readonly onBroken: (lane: Lane, fault: Fault) => void;
}

export type TaskResult = { readonly kind: 'done' } | { readonly kind: 'poison'; readonly reason: string };

export interface TaskEvent {
  readonly type: 'TASK';
  readonly task: Task;
  readonly report: (result: TaskResult) => void;
}

/** Why the next step could not be decided: the task is at fault (`poison`), or what was read for it (`unreadable`). */
type Failure =
  | { readonly kind: 'poison'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly fault: Fault };

interface LaneContext {
  readonly lane: Lane;
  readonly world: LaneWorld;
  readonly restored: RestoredLane | null;
  readonly current: TaskEvent | null;
  readonly next: Next | Failure;
  readonly decidedInMs: number;
  readonly attempt: number;
  readonly fault: Fault | null;
}

const FIRST: Pick<LaneContext, 'next' | 'decidedInMs' | 'attempt' | 'fault'> = {
  next: 'done',
  decidedInMs: 0,
  attempt: 0,
  fault: null,
};

export const sessionMachine = setup({
  types: {
    context: {} as LaneContext,
    input: {} as { readonly lane: Lane; readonly world: LaneWorld },
    events: {} as TaskEvent,
  },
  actors: {
    restore: fromPromise(async ({ input }: { input: LaneContext }) =>
      restoreLane({ store: input.world.store, ...input.world.recorder }, input.lane),
    ),
    commit: fromPromise(async ({ input: { next, world } }: { input: LaneContext }) => {
      if (isRecording(next)) await world.log.append((sequence) => next.write(sequence));
    }),
  },
  actions: {
    decide: assign(({ context }) => decide(context)),
    advance: assign(({ context: { restored, next } }) =>
      restored === null || !isRecording(next)
        ? {}
        : { restored: { ...restored, record: next.after }, attempt: 0 },
    ),
    announce: ({ context: { world, next, decidedInMs } }) => {
      if (isRecording(next)) world.onCommitted(next, decidedInMs);
    },
    discard: assign(({ context }, { error }: { error: unknown }) => ({
      restored: null,
      attempt: context.attempt + 1,
      fault: faultOf(error),
    })),
    warn: ({ context: { world, lane, attempt, fault } }) => {
      if (fault !== null) world.onRetry(lane, attempt, fault);
    },
    giveUp: ({ context: { world, lane, fault } }) => {
      if (fault !== null) world.onBroken(lane, fault);
    },
    reportDone: ({ context }) => context.current?.report({ kind: 'done' }),
    reportPoison: ({ context: { current, next } }) => {
      if (isFailure(next) && next.kind === 'poison') current?.report(next);
    },
    finish: assign({ current: null, next: 'done' }),
    forget: assign({ restored: null }),
  },
  guards: {
    hasRecording: ({ context }) => isRecording(context.next),
    isPoisoned: ({ context: { next } }) => isFailure(next) && next.kind === 'poison',
    isUnreadable: ({ context: { next } }) => isFailure(next) && next.kind === 'unreadable',
    mayRetry: ({ context }) => context.fault?.retryable === true,
    isRestored: ({ context }) => context.restored !== null,
  },
  delays: {
    pause: ({ context: { world, attempt } }) => retryDelayMs(attempt, world.limits, world.entropy),
  },
}).createMachine({
  id: 'session',
  initial: 'idle',
  context: ({ input }) => ({ ...input, restored: null, current: null, ...FIRST }),
  states: {
    idle: {
      on: { TASK: { target: 'ready', actions: assign(({ event }) => ({ current: event })) } },
    },
    ready: {
      always: [{ guard: 'isRestored', target: 'deciding' }, { target: 'restoring' }],
    },
    restoring: {
      invoke: {
        src: 'restore',
        input: ({ context }) => context,
        onDone: { target: 'deciding', actions: assign(({ event }) => ({ restored: event.output })) },
        onError: { target: 'discarded', actions: { type: 'discard', params: ({ event }) => event } },
      },
    },
    deciding: {
      entry: 'decide',
      always: [
        { guard: 'hasRecording', target: 'committing' },
        { guard: 'isPoisoned', target: 'idle', actions: ['reportPoison', 'finish', 'forget'] },
        { guard: 'isUnreadable', target: 'discarded', actions: { type: 'discard', params: unreadable } },
        { target: 'idle', actions: ['reportDone', 'finish'] },
      ],
    },
    committing: {
      invoke: {
        src: 'commit',
        input: ({ context }) => context,
        onDone: { target: 'deciding', actions: ['advance', 'announce'] },
        onError: { target: 'discarded', actions: { type: 'discard', params: ({ event }) => event } },
      },
    },
    discarded: {
      always: [{ guard: 'mayRetry', target: 'waiting', actions: 'warn' }, { target: 'broken' }],
    },
    waiting: {
      after: { pause: 'restoring' },
    },
    broken: { entry: 'giveUp' },
  },
});

/** The border between the engine and the actor: what is thrown in it is this task's poison, unless it says why it could not read. */
function decide({ lane, world, restored, current }: LaneContext): Partial<LaneContext> {
  if (restored === null || current === null) return { next: 'done' };
  const startedAt = world.clock.stopwatch();
  try {
    const next = decideNext({ lane, restored, recorder: world.recorder, store: world.store }, current.task);
    return { next, decidedInMs: world.clock.stopwatch() - startedAt };
  } catch (error) {
    return {
      next:
        error instanceof Fault
          ? { kind: 'unreadable', fault: error }
          : { kind: 'poison', reason: reasonOf(error) },
    };
  }
}

/** A failed invariant of recovery is as final as an unreadable record. */
function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error;
  return new Fault('store/corrupt', { values: { what: 'a lane', reason: reasonOf(error) }, cause: error });
}

function unreadable({ context: { next } }: { context: LaneContext }): { error: unknown } {
  return { error: isFailure(next) && next.kind === 'unreadable' ? next.fault : null };
}

function isRecording(next: LaneContext['next']): next is Recording {
  return typeof next === 'object' && 'write' in next;
}

function isFailure(next: LaneContext['next']): next is Failure {
  return typeof next === 'object' && 'kind' in next;
}
