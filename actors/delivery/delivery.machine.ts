/**
 * The actor of one target: takes outcomes from its outbox in order, delivers them one at a time, and records what left. A
 * failing target holds only its own queue. A crash between delivery and record repeats a delivery with the same id and
 * content; nothing else is promised to the outside.
 */
import { assign, fromPromise, setup } from 'xstate';
import { decodeRecord } from '#streams/codec/record.js';
import { Fault, reasonOf } from '#streams/faults.js';
import type { DecisionLog } from '../decision-log.ts';
import { outboxUpTo } from '../keys.ts';
import type { SystemLimits } from '../limits.ts';
import type { Ports, Sink } from '../ports.ts';
import { isStoredOutcome } from '../records.ts';
import { retryDelayMs } from '../retry.ts';
import { type OutboxRow, type Settlement, settlementWrite } from './settlement.ts';
import { DEAD_LETTER, targetOf } from './target.ts';

export interface DeliveryWorld {
  readonly target: string;
  readonly sink: Sink;
  readonly log: DecisionLog;
  readonly ports: Ports;
  readonly limits: SystemLimits;
  /** Dead letters of given-up outcomes wait in the outbox of this target. */
  readonly onOutbox: (target: string) => void;
}

interface DeliveryContext extends DeliveryWorld {
  readonly rows: readonly OutboxRow[];
  /** Delivered or given up, not yet recorded. */
  readonly settlements: readonly Settlement[];
  /** Failed attempts at the first of `rows`. */
  readonly attempts: number;
  readonly failure: string;
  /** Pause before it is tried again, as declared; 0 for none. */
  readonly backoffMs: number;
  /** Failed attempts at recording `settlements`: the store's, which cost no target an attempt. */
  readonly unrecorded: { readonly attempts: number; readonly failure: string };
}

const RECORDED: DeliveryContext['unrecorded'] = { attempts: 0, failure: '' };

/** How far a batch came: `failure` belongs to the row behind the delivered ones. */
interface Progress {
  readonly delivered: number;
  readonly failure: string | null;
  /** Whether trying again cannot help. */
  readonly isFinal: boolean;
}

export const deliveryMachine = setup({
  types: {
    context: {} as DeliveryContext,
    input: {} as DeliveryWorld,
    events: {} as { readonly type: 'OUTBOX' } | { readonly type: 'STOP' },
  },
  actors: {
    deliver: fromPromise(({ input }: { input: DeliveryContext }) => deliver(input)),
    record: fromPromise(async ({ input: { log, settlements, ports } }: { input: DeliveryContext }) => {
      if (settlements.length === 0) return;
      await log.append((sequence) => settlementWrite(settlements, ports.clock.now(), sequence));
    }),
  },
  actions: {
    read: assign({ rows: ({ context }) => readOutbox(context) }),
    take: assign(({ context }, progress: Progress) => take(context, progress)),
    failToRecord: assign(({ context }, { error }: { error: unknown }) => ({
      unrecorded: { attempts: context.unrecorded.attempts + 1, failure: reasonOf(error) },
    })),
    announce: ({ context }) => announce(context),
    warn: ({ context: { target, attempts, failure, ports } }) =>
      ports.telemetry.event({
        type: 'retrying',
        what: `delivery to ${target}`,
        attempt: attempts,
        reason: failure,
      }),
    warnOfStore: ({ context: { target, unrecorded, ports } }) =>
      ports.telemetry.event({
        type: 'retrying',
        what: `record of deliveries to ${target}`,
        attempt: unrecorded.attempts,
        reason: unrecorded.failure,
      }),
    clear: assign({ settlements: [], unrecorded: RECORDED }),
  },
  guards: {
    isEmpty: ({ context }) => context.rows.length === 0,
    hasFailed: ({ context }) => context.attempts > 0,
  },
  delays: {
    pause: ({ context: { attempts, limits, backoffMs, ports } }) =>
      retryDelayMs(attempts, pausesOf(limits, backoffMs), ports.entropy),
    pauseOfStore: ({ context: { unrecorded, limits, ports } }) =>
      retryDelayMs(unrecorded.attempts, limits, ports.entropy),
  },
}).createMachine({
  id: 'delivery',
  initial: 'reading',
  context: ({ input }) => ({
    ...input,
    rows: [],
    settlements: [],
    attempts: 0,
    failure: '',
    backoffMs: 0,
    unrecorded: RECORDED,
  }),
  on: { STOP: '.stopped' },
  states: {
    idle: { on: { OUTBOX: 'reading' } },
    reading: {
      entry: 'read',
      always: [{ guard: 'isEmpty', target: 'idle' }, { target: 'delivering' }],
    },
    delivering: {
      invoke: {
        src: 'deliver',
        input: ({ context }) => context,
        onDone: { target: 'recording', actions: { type: 'take', params: ({ event }) => event.output } },
      },
    },
    recording: {
      invoke: {
        src: 'record',
        input: ({ context }) => context,
        onDone: [
          { guard: 'hasFailed', target: 'waiting', actions: ['announce', 'warn', 'clear'] },
          { target: 'reading', actions: ['announce', 'clear'] },
        ],
        onError: {
          target: 'unrecorded',
          actions: [{ type: 'failToRecord', params: ({ event }) => event }, 'warnOfStore'],
        },
      },
    },
    waiting: { after: { pause: 'reading' } },
    unrecorded: { after: { pauseOfStore: 'recording' } },
    stopped: { type: 'final' },
  },
});

/** Never rejects: what a sink throws becomes the failure of its row. */
async function deliver({ rows, sink }: DeliveryContext): Promise<Progress> {
  for (const [delivered, { outcome }] of rows.entries()) {
    try {
      await sink.deliver(outcome);
    } catch (error) {
      const isFinal = error instanceof Fault && !error.retryable;
      return { delivered, failure: reasonOf(error), isFinal };
    }
  }
  return { delivered: rows.length, failure: null, isFinal: false };
}

function readOutbox({ target, log, limits }: DeliveryContext): readonly OutboxRow[] {
  return log.store
    .range('outbox', outboxUpTo(target, log.durable, limits.deliveryBatchMax))
    .map(({ key, value }) => ({
      key,
      outcome: decodeRecord(`outbox row ${key}`, value, isStoredOutcome),
    }));
}

/** What is declared counts, also where it is longer than the runtime's own longest pause. */
function pausesOf({ retryMinMs, retryMaxMs }: SystemLimits, backoffMs: number) {
  if (backoffMs === 0) return { retryMinMs, retryMaxMs };
  return { retryMinMs: backoffMs, retryMaxMs: Math.max(retryMaxMs, backoffMs) };
}

/**
 * After the last attempt, or when trying again cannot help, an outcome is given up, except a dead letter: there is nowhere left for it
 * to go.
 */
function take(context: DeliveryContext, { delivered, failure, isFinal }: Progress): Partial<DeliveryContext> {
  const { rows, limits } = context;
  const before = context.attempts;
  const settlements: Settlement[] = rows
    .slice(0, delivered)
    .map((row, index) => ({ row, attempts: index === 0 ? before + 1 : 1, failure: null }));
  const failed = rows[delivered];
  if (failure === null || failed === undefined) return { settlements, attempts: 0, failure: '' };
  const attempts = (delivered === 0 ? before : 0) + 1;
  const { handler, retries, backoffMs = 0 } = failed.outcome;
  const attemptsMax = retries === undefined ? limits.deliveryAttemptsMax : retries + 1;
  if (handler === DEAD_LETTER || (attempts < attemptsMax && !isFinal))
    return { settlements, attempts, failure, backoffMs };
  return { settlements: [...settlements, { row: failed, attempts, failure }], attempts: 0, failure: '' };
}

function announce({ settlements, target, ports, onOutbox }: DeliveryContext): void {
  for (const { row, failure } of settlements) {
    const { arbiter, id } = row.outcome;
    if (failure === null) ports.telemetry.event({ type: 'delivered', arbiter, outcome: id, target });
    else onOutbox(targetOf({ handler: DEAD_LETTER, target: arbiter }));
  }
}
