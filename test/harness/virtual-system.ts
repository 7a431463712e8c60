/** A whole system in virtual time, with the in-process bus, a store in memory that loses nothing, and sinks that a test writes. */
import {
  type RunningSystem,
  type Sink,
  startSystem,
  type Store,
  SYSTEM_LIMITS,
  type TelemetryEvent,
} from '#actors';
import { compile, type Program } from '#lang';
import { VirtualClock } from '#sim/clock.js';
import type { StoreFaults } from '#sim/faults/store.js';
import { Prng } from '#sim/prng.js';
import { SimStore } from '#sim/store/sim-store.js';
import { Tables } from '#sim/store/tables.js';
import { MemoryBus } from '#streams/memory-bus.js';
import type { OutboundMessage } from '#streams/ports.js';
import { Subjects } from '#streams/subjects.js';

/** Noon on a Sunday. */
export const START = Date.UTC(2026, 10, 22, 12);

const FAULTLESS: StoreFaults = {
  flushMinMs: 1,
  flushMaxMs: 1,
  slowChance: 0,
  slowFlushMs: 0,
  failChance: 0,
  visible: 'when-flushed',
};

export interface VirtualSystem {
  readonly clock: VirtualClock;
  readonly system: RunningSystem;
  readonly events: readonly TelemetryEvent[];
  /** What was published besides facts. */
  readonly published: readonly OutboundMessage[];
  readonly publish: (type: string, key: string, fields: object) => Promise<void>;
  /** Runs everything that happens until then. */
  readonly runFor: (ms: number) => Promise<void>;
  readonly stop: () => Promise<void>;
  /** On what the store of one that has stopped holds, at a later instant. */
  readonly restart: (at: number) => Promise<VirtualSystem>;
}

type Sinks = Readonly<Record<string, Sink>>;

/** `before` is put in front of the store. */
export function virtualSystem(
  text: string,
  sinks: Sinks = {},
  before: (store: Store) => Store = (store) => store,
): Promise<VirtualSystem> {
  const { program, diagnostics } = compile({ name: 'a.arb', text }, 'a');
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return start({ program, sinks, before, at: START, tables: new Tables() });
}

interface Given {
  readonly program: Program;
  readonly sinks: Sinks;
  readonly before: (store: Store) => Store;
  readonly at: number;
  readonly tables: Tables;
}

async function start({ program, sinks, before, at, tables }: Given): Promise<VirtualSystem> {
  const clock = new VirtualClock(at);
  const subjects = new Subjects();
  const bus = new MemoryBus({ subjects, incarnation: String(at), now: () => clock.now() });
  const prng = new Prng('virtual');
  const store = new SimStore(
    { clock, prng, faults: () => FAULTLESS, onDurable: (batch) => tables.apply(batch) },
    tables.copy(),
  );
  const events: TelemetryEvent[] = [];
  const published: OutboundMessage[] = [];
  for (const filter of [...subjects.outcomes, ...subjects.deadLetters])
    bus.observe(filter).subscribe((message) => published.push(message));
  const starting = startSystem({
    program,
    bundle: { digest: 'digest', bytes: new Uint8Array() },
    ports: {
      clock,
      entropy: { random: () => 1 },
      store: before(store),
      source: bus,
      publisher: bus,
      sinks: new Map(Object.entries(sinks)),
      telemetry: { event: (event) => events.push(event) },
    },
    limits: SYSTEM_LIMITS,
    subjects,
  });
  const runFor = (ms: number) => runUntil(clock, clock.now() + ms);
  let isStarted = false;
  void starting.finally(() => (isStarted = true)).catch(() => undefined);
  for (await drained(); !isStarted; await drained()) clock.step();
  const system = await starting;
  return {
    clock,
    system,
    events,
    published,
    runFor,
    publish: async (type, key, fields) => {
      const body = Buffer.from(JSON.stringify(fields));
      const headers = new Map([['content-type', 'application/json']]);
      await bus.publish({ subject: subjects.fact(type, key), headers, body, id: '' });
    },
    stop: async () => {
      const stopping = system.stop();
      await runFor(2_000);
      await stopping;
    },
    restart: (later) => start({ program, sinks, before, at: later, tables }),
  };
}

/** An event of the clock sees all consequences of the one before it. */
async function runUntil(clock: VirtualClock, until: number): Promise<void> {
  let isOver = false;
  clock.setTimeout(() => {
    isOver = true;
  }, until - clock.now());
  for (await drained(); !isOver; await drained()) clock.step();
}

function drained(): Promise<void> {
  return new Promise((resume) => setImmediate(resume));
}
