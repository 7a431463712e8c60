/**
 * The actor of one arbiter: opens its source behind the last settled position, runs the fact pipeline, and opens it again
 * when the connection is lost. Stopping ends the pull; what is being decided is finished by the lanes.
 */
import { NEVER, type Observable, type Subscription } from 'rxjs';
import { assign, fromCallback, fromPromise, setup } from 'xstate';
import { decodeRecord } from '#streams/codec/record.js';
import type { FactDecoder } from '#streams/codec/fact.js';
import { Fault, reasonOf } from '#streams/faults.js';
import { factsPipeline, type Settled, type Wake } from '#streams/pipelines/facts.js';
import type { Delivery, FactSource, Lanes, Position } from '#streams/ports.js';
import type { CompiledArbiter } from '#lang/bytecode/program.js';
import { arbiterKey } from '../keys.ts';
import type { SystemLimits } from '../limits.ts';
import type { Ports, Store } from '../ports.ts';
import { isPosition } from '../records.ts';
import { retryDelayMs } from '../retry.ts';

export interface ArbiterWorld {
  readonly arbiter: CompiledArbiter;
  readonly ports: Ports;
  readonly limits: SystemLimits;
  readonly lanes: Lanes;
  readonly decode: FactDecoder;
  readonly wakes: Observable<Wake>;
  /** The pipeline is about to listen (again); what becomes due is to be woken when the next frontier is told. */
  readonly onOpened: (frontier: number) => void;
  readonly onFrontier: (frontier: number, caughtUp: boolean) => void;
  readonly onSettled: (settled: Settled) => void;
  readonly onFailure: (fault: Fault) => void;
}

interface ArbiterContext extends ArbiterWorld {
  readonly attempt: number;
  readonly fault: Fault | null;
}

type ArbiterEvent = { readonly type: 'STOP' } | { readonly type: 'LOST'; readonly error: unknown };

export const arbiterMachine = setup({
  types: {
    context: {} as ArbiterContext,
    input: {} as ArbiterWorld,
    events: {} as ArbiterEvent,
  },
  actors: {
    backlog: fromPromise(({ input }: { input: ArbiterContext }) =>
      input.ports.source.backlog(input.arbiter.name),
    ),
    pipeline: fromCallback<ArbiterEvent, ArbiterContext>(({ input, sendBack }) => {
      const subscription = runPipeline(input, (error) => sendBack({ type: 'LOST', error }));
      return () => subscription.unsubscribe();
    }),
  },
  actions: {
    note: assign(({ context }, { error }: { error: unknown }) => ({
      attempt: context.attempt + 1,
      fault: faultOf(error),
    })),
    warn: ({ context: { arbiter, attempt, fault, ports } }) =>
      ports.telemetry.event({
        type: 'retrying',
        what: `source of ${arbiter.name}`,
        attempt,
        reason: fault?.message ?? '',
      }),
    startOver: assign({ attempt: 0, fault: null }),
    giveUp: ({ context: { fault, onFailure } }) => {
      if (fault !== null) onFailure(fault);
    },
    tellBacklog: ({ context }, { backlog }: { backlog: number }) => context.onFrontier(0, backlog === 0),
  },
  guards: { mayRetry: ({ context }) => context.fault?.retryable === true },
  delays: {
    pause: ({ context: { attempt, limits, ports } }) => retryDelayMs(attempt, limits, ports.entropy),
  },
}).createMachine({
  id: 'arbiter',
  initial: 'running',
  context: ({ input }) => ({ ...input, attempt: 0, fault: null }),
  on: { STOP: '.stopped' },
  states: {
    running: {
      invoke: [
        { src: 'pipeline', input: ({ context }) => context },
        {
          src: 'backlog',
          input: ({ context }) => context,
          onDone: {
            actions: [
              'startOver',
              { type: 'tellBacklog', params: ({ event }) => ({ backlog: event.output }) },
            ],
          },
          onError: { target: 'lost', actions: { type: 'note', params: ({ event }) => event } },
        },
      ],
      on: { LOST: { target: 'lost', actions: { type: 'note', params: ({ event }) => event } } },
    },
    lost: {
      always: [{ guard: 'mayRetry', target: 'waiting', actions: 'warn' }, { target: 'failed' }],
    },
    waiting: { after: { pause: 'running' } },
    failed: { entry: 'giveUp' },
    stopped: { type: 'final' },
  },
});

/** Where an arbiter goes on reading: behind everything it has settled. */
export function readPosition(store: Store, arbiter: string): Position | null {
  const bytes = store.get('position', arbiterKey(arbiter));
  return bytes === undefined ? null : decodeRecord(`the position of ${arbiter}`, bytes, isPosition);
}

function runPipeline(world: ArbiterContext, onLost: (error: unknown) => void): Subscription {
  const { arbiter, ports, limits, decode, lanes, wakes, onOpened, onFrontier, onSettled } = world;
  const after = readPosition(ports.store, arbiter.name);
  const factTypes = arbiter.streams.map((stream) => stream.factType);
  const consumption = { arbiter: arbiter.name, factTypes, after, creditMax: limits.stream.inFlightMax };
  const deliveries = openSource(ports.source, consumption);
  onOpened(after?.frontier ?? 0);
  return factsPipeline(deliveries, wakes, {
    arbiter: arbiter.name,
    decode,
    lanes,
    after,
    onFrontier,
  }).subscribe({
    next: onSettled,
    error: onLost,
  });
}

function openSource(
  source: FactSource,
  consumption: Parameters<FactSource['open']>[0],
): Observable<Delivery> {
  return consumption.factTypes.length === 0 ? NEVER : source.open(consumption);
}

function faultOf(error: unknown): Fault {
  return error instanceof Fault
    ? error
    : new Fault('store/failed', { values: { reason: reasonOf(error) }, cause: error });
}
