/**
 * The timer actor of one arbiter: wakes lanes whose durable timers are due. Timers are rows in the store with absolute instants;
 * this machine only watches the earliest one. Under event time the frontier of the stream is the clock; under
 * processing time it is the wall clock, once the stream has caught up, so that a timer never overtakes a message
 * that was published before it.
 */
import { assign, cancel, enqueueActions, raise, setup } from 'xstate';
import { decodeToken } from '#streams/subjects.js';
import type { Wake } from '#streams/pipelines/facts.js';
import { timersOf, timersUntil } from '../keys.ts';
import type { SystemLimits } from '../limits.ts';
import type { Clock, Store } from '../ports.ts';

export interface TimerWorld {
  readonly arbiter: string;
  readonly time: 'event' | 'processing';
  readonly store: Store;
  readonly clock: Clock;
  readonly limits: SystemLimits;
  readonly wake: (wake: Wake) => void;
}

interface TimerContext extends TimerWorld {
  readonly frontier: number;
  readonly caughtUp: boolean;
  /** No timer is due before this instant; `null` when there is none. May be too early: a lane can put its timer off. */
  readonly earliest: number | null;
  /** Lanes that were woken and have not finished. */
  readonly waking: ReadonlySet<string>;
}

type TimerEvent =
  | { readonly type: 'FRONTIER'; readonly frontier: number; readonly caughtUp: boolean }
  | { readonly type: 'DUE'; readonly due: number }
  | { readonly type: 'WOKEN'; readonly key: string }
  /** The source is read again from here: time goes back with it, and whoever was woken may not have heard. */
  | { readonly type: 'OPENED'; readonly frontier: number }
  | { readonly type: 'ALARM' };

/** `setTimeout` counts in 32 bits; a longer sleep is cut and set again. */
const SLEEP_MAX_MS = 2_000_000_000;

export const timerMachine = setup({
  types: {
    context: {} as TimerContext,
    input: {} as TimerWorld,
    events: {} as TimerEvent,
  },
  actions: {
    noteFrontier: assign(({ context }, { frontier, caughtUp }: { frontier: number; caughtUp: boolean }) => ({
      frontier: Math.max(context.frontier, frontier),
      caughtUp,
    })),
    noteDue: assign(({ context }, { due }: { due: number }) => ({
      earliest: context.earliest === null ? due : Math.min(context.earliest, due),
    })),
    noteWoken: assign(({ context }, { key }: { key: string }) => {
      const waking = new Set(context.waking);
      waking.delete(key);
      return { waking, earliest: earliestTimer(context) };
    }),
    startAgain: assign(({ context }, { frontier }: { frontier: number }) => ({
      frontier,
      caughtUp: false,
      waking: new Set<string>(),
      earliest: earliestTimer(context),
    })),
    wakeDue: enqueueActions(({ context, enqueue }) => {
      const until = horizon(context);
      if (context.earliest === null || context.earliest > until) return;
      const keys = dueLanes(context, until);
      if (keys.length === 0) return enqueue.assign({ earliest: earliestTimer(context) });
      enqueue.assign({ waking: new Set([...context.waking, ...keys]) });
      for (const key of keys) {
        enqueue(() => context.wake({ lane: { arbiter: context.arbiter, key }, frontier: until }));
      }
    }),
    setAlarm: enqueueActions(({ context, enqueue }) => {
      enqueue(cancel('alarm'));
      if (context.time === 'event' || !context.caughtUp) return;
      if (context.earliest === null || context.waking.size > 0) return;
      const delay = Math.min(Math.max(0, context.earliest - context.clock.now()), SLEEP_MAX_MS);
      enqueue(raise({ type: 'ALARM' }, { id: 'alarm', delay }));
    }),
  },
}).createMachine({
  id: 'timer',
  initial: 'watching',
  context: ({ input }) => ({
    ...input,
    frontier: 0,
    caughtUp: false,
    waking: new Set(),
    earliest: earliestTimer(input),
  }),
  states: {
    watching: {
      entry: ['wakeDue', 'setAlarm'],
      on: {
        FRONTIER: {
          actions: [{ type: 'noteFrontier', params: ({ event }) => event }, 'wakeDue', 'setAlarm'],
        },
        DUE: { actions: [{ type: 'noteDue', params: ({ event }) => event }, 'wakeDue', 'setAlarm'] },
        WOKEN: { actions: [{ type: 'noteWoken', params: ({ event }) => event }, 'wakeDue', 'setAlarm'] },
        OPENED: { actions: { type: 'startAgain', params: ({ event }) => event } },
        ALARM: { actions: ['wakeDue', 'setAlarm'] },
      },
    },
  },
});

/** Up to where timers are due. */
function horizon({ time, frontier, caughtUp, clock }: TimerContext): number {
  return time === 'processing' && caughtUp ? Math.max(frontier, clock.now()) : frontier;
}

function dueLanes({ arbiter, store, limits, waking }: TimerContext, until: number): readonly string[] {
  const room = limits.wakesMax - waking.size;
  if (room <= 0) return [];
  const due = store
    .range('timer', timersUntil(arbiter, until, limits.wakesMax))
    .map(({ key }) => laneOf(key));
  return due.filter((key) => !waking.has(key)).slice(0, room);
}

function earliestTimer({ arbiter, store }: Pick<TimerWorld, 'arbiter' | 'store'>): number | null {
  const [first] = store.range('timer', timersOf(arbiter, 1));
  return first === undefined ? null : Number(first.key.split('/')[1]);
}

function laneOf(timerKey: string): string {
  return decodeToken(timerKey.split('/')[2] ?? '') ?? '';
}
