/**
 * The one wiring: builds a running system from a verified program and ports. Production and simulation call it with different
 * ports and nothing else, so what the simulator runs is what users run.
 */
import { Subject } from 'rxjs';
import { createActor } from 'xstate';
import { Router } from '#engine/arbiter/route.js';
import { canonicalBytes } from '#engine/audit/canonical.js';
import type { CompiledArbiter, Program } from '#lang/bytecode/program.js';
import { factDecoder, SINGLE_LANE } from '#streams/codec/fact.js';
import { decodeRecord } from '#streams/codec/record.js';
import { Fault } from '#streams/faults.js';
import type { Settled, Wake } from '#streams/pipelines/facts.js';
import { Subjects } from '#streams/subjects.js';
import { arbiterMachine } from './arbiter/arbiter.machine.ts';
import { DecisionLog } from './decision-log.ts';
import { deliveryMachine } from './delivery/delivery.machine.ts';
import { publishingSinks } from './delivery/publish.ts';
import { targetsOf } from './delivery/target.ts';
import { ACTIVE_BUNDLE, outboxAfter } from './keys.ts';
import type { SystemLimits } from './limits.ts';
import type { Ports, Sink } from './ports.ts';
import { isActiveBundle } from './records.ts';
import { isEventTime } from './session/decide.ts';
import type { Recorder } from './session/recording.ts';
import { Supervisor } from './supervisor/supervisor.ts';
import { timerMachine } from './timer/timer.machine.ts';

export interface SystemInput {
  readonly program: Program;
  /** The encoded program and its digest: what decisions refer to. */
  readonly bundle: { readonly digest: string; readonly bytes: Uint8Array };
  readonly ports: Ports;
  readonly limits: SystemLimits;
  readonly subjects: Subjects;
}

export interface SystemStatus {
  readonly sessions: number;
  readonly auditRows: number;
  readonly auditHead: string;
}

export interface RunningSystem {
  /** Resolves when everything that was published before the call is decided and delivered. */
  settled(): Promise<void>;
  /** Rejects with the fault that the system cannot go on with; never resolves. */
  readonly failed: Promise<never>;
  /** Stops pulling and delivering; decisions in hand are finished. The store stays open: whoever opened it closes it. */
  stop(): Promise<void>;
  status(): SystemStatus;
}

/** Rejects with `store/bundle-mismatch` when the store belongs to another bundle, `sink/unknown-kind` for an unserved handler. */
export async function startSystem(input: SystemInput): Promise<RunningSystem> {
  const { program, ports, limits } = input;
  const sinks = new Map([...publishingSinks(ports.publisher, input.subjects), ...ports.sinks]);
  const log = new DecisionLog(ports.store);
  await bindBundle(log, input);
  const failure = failureSignal();
  const deliveries = startDeliveries(input, log, sinks);
  const timers = new Map<string, ReturnType<typeof startTimer>>();
  const supervisor = new Supervisor({
    ports,
    log,
    limits,
    recorders: recordersOf(input),
    onOutbox: (target) => deliveries.get(target)?.send({ type: 'OUTBOX' }),
    onDue: (arbiter, due) => {
      if (due !== null) timers.get(arbiter)?.actor.send({ type: 'DUE', due });
    },
    onFailure: failure.fail,
  });
  const arbiters = program.arbiters.map((arbiter) => {
    const timer = startTimer(arbiter, input);
    timers.set(arbiter.name, timer);
    return startArbiter(arbiter, input, { supervisor, timer, onFailure: failure.fail });
  });
  return new System({
    input,
    log,
    supervisor,
    deliveries,
    timers: [...timers.values()],
    arbiters,
    failed: failure.failed,
  });
}

interface Parts {
  readonly input: SystemInput;
  readonly log: DecisionLog;
  readonly supervisor: Supervisor;
  readonly deliveries: ReturnType<typeof startDeliveries>;
  readonly timers: readonly ReturnType<typeof startTimer>[];
  readonly arbiters: readonly ReturnType<typeof startArbiter>[];
  readonly failed: Promise<never>;
}

const SETTLE_CHECK_MS = 10;
const STOP_WAIT_MS = 1000;

class System implements RunningSystem {
  readonly failed: Promise<never>;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.failed = parts.failed;
  }

  async settled(): Promise<void> {
    while (!(await this.#isSettled())) await this.#pause();
  }

  async stop(): Promise<void> {
    const { arbiters, supervisor, deliveries, timers, input } = this.#parts;
    for (const arbiter of arbiters) arbiter.send({ type: 'STOP' });
    const deadline = input.ports.clock.now() + STOP_WAIT_MS;
    while (!this.#isQuiet() && input.ports.clock.now() < deadline) await this.#pause();
    for (const { actor } of timers) actor.stop();
    for (const delivery of deliveries.values()) delivery.stop();
    supervisor.stop();
  }

  status(): SystemStatus {
    const { log, supervisor } = this.#parts;
    return { sessions: supervisor.sessionCount, auditRows: log.head.sequence, auditHead: log.head.hash };
  }

  async #isSettled(): Promise<boolean> {
    const { arbiters, timers, input } = this.#parts;
    for (const { name } of input.program.arbiters)
      if ((await input.ports.source.backlog(name)) > 0) return false;
    const running = arbiters.every((arbiter) => arbiter.getSnapshot().matches('running'));
    const waking = timers.some(({ actor }) => actor.getSnapshot().context.waking.size > 0);
    return running && !waking && this.#isQuiet() && this.#isOutboxEmpty();
  }

  /** No decision and no delivery is in hand. */
  #isQuiet(): boolean {
    const { supervisor, deliveries } = this.#parts;
    const busy = [...deliveries.values()].some((delivery) => {
      const { value } = delivery.getSnapshot();
      return value === 'delivering' || value === 'recording';
    });
    return supervisor.tasks === 0 && !busy;
  }

  #isOutboxEmpty(): boolean {
    const { deliveries, input } = this.#parts;
    return [...deliveries.keys()].every(
      (target) => input.ports.store.range('outbox', outboxAfter(target, null, 1)).length === 0,
    );
  }

  #pause(): Promise<void> {
    return new Promise((resume) => this.#parts.input.ports.clock.setTimeout(resume, SETTLE_CHECK_MS));
  }
}

/** A data directory belongs to one bundle: its journal can only be replayed by the program that wrote it. */
async function bindBundle(log: DecisionLog, { bundle, program, ports }: SystemInput): Promise<void> {
  const present = ports.store.get('meta', ACTIVE_BUNDLE);
  if (present !== undefined) {
    const active = decodeRecord('the active bundle', present, isActiveBundle);
    if (active.digest === bundle.digest) return;
    throw new Fault('store/bundle-mismatch', {
      values: { present: active.digest.slice(0, 16), given: bundle.digest.slice(0, 16) },
    });
  }
  const { digest, bytes } = bundle;
  await log.append(() => ({
    entries: [{ kind: 'start', at: ports.clock.now(), bundle: digest, name: program.name }],
    puts: [
      { table: 'bundle', key: digest, value: bytes },
      { table: 'meta', key: ACTIVE_BUNDLE, value: canonicalBytes({ digest, name: program.name }) },
    ],
    removes: [],
  }));
}

function recordersOf({ program, bundle, limits }: SystemInput): ReadonlyMap<string, Recorder> {
  return new Map(
    program.arbiters.map((arbiter) => [
      arbiter.name,
      { program, bundle: bundle.digest, arbiter, router: new Router(program, arbiter), limits },
    ]),
  );
}

function startDeliveries(
  { program, ports, limits }: SystemInput,
  log: DecisionLog,
  sinks: ReadonlyMap<string, Sink>,
) {
  const actors = new Map(
    targetsOf(program).map((target) => {
      const [kind = ''] = target.split(' ');
      const sink = sinks.get(kind);
      if (sink === undefined) throw new Fault('sink/unknown-kind', { values: { kind } });
      const onOutbox = (other: string): void => actors.get(other)?.send({ type: 'OUTBOX' });
      const world = { target, sink, log, ports, limits, onOutbox };
      return [target, createActor(deliveryMachine, { input: world, clock: ports.clock })];
    }),
  );
  for (const actor of actors.values()) actor.start();
  return actors;
}

function startTimer(arbiter: CompiledArbiter, { ports, limits }: SystemInput) {
  const wakes = new Subject<Wake>();
  const { store, clock } = ports;
  const time = isEventTime(arbiter) ? ('event' as const) : ('processing' as const);
  const input = {
    arbiter: arbiter.name,
    time,
    store,
    clock,
    limits,
    frontier: 0,
    wake: (wake: Wake) => wakes.next(wake),
  };
  const actor = createActor(timerMachine, { input, clock });
  return { actor, wakes };
}

interface Around {
  readonly supervisor: Supervisor;
  readonly timer: ReturnType<typeof startTimer>;
  readonly onFailure: (fault: Fault) => void;
}

function startArbiter(
  arbiter: CompiledArbiter,
  { program, ports, limits, subjects }: SystemInput,
  around: Around,
) {
  const { supervisor, timer, onFailure } = around;
  const input = {
    arbiter,
    ports,
    limits,
    lanes: supervisor,
    decode: factDecoder({ arbiter, program, subjects, limits: limits.stream }),
    wakes: timer.wakes,
    onFrontier: (frontier: number, caughtUp: boolean) =>
      timer.actor.send({ type: 'FRONTIER', frontier, caughtUp }),
    onSettled: (settled: Settled) => {
      if ('lane' in settled) timer.actor.send({ type: 'WOKEN', key: settled.lane.key });
    },
    onFailure,
  };
  const actor = createActor(arbiterMachine, { input, clock: ports.clock });
  timer.actor.start();
  actor.start();
  if (arbiter.pollMs > 0 && !isEventTime(arbiter) && arbiter.streams.every((stream) => stream.by === null)) {
    timer.wakes.next({ lane: { arbiter: arbiter.name, key: SINGLE_LANE }, frontier: ports.clock.now() });
  }
  return actor;
}

function failureSignal(): { readonly failed: Promise<never>; readonly fail: (fault: Fault) => void } {
  let fail: (fault: Fault) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined);
  return { failed, fail: (fault) => fail(fault) };
}
