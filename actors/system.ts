/**
 * The one wiring: builds a running system from a verified program and ports. Production and simulation call it with different
 * ports and nothing else, so what the simulator runs is what users run.
 */
import { Subject } from 'rxjs';
import { createActor } from 'xstate';
import { Router } from '#engine/arbiter/route.js';
import { unsupported } from '#engine/unsupported.js';
import type { CompiledArbiter, Program } from '#lang/bytecode/program.js';
import { factDecoder, SINGLE_LANE } from '#streams/codec/fact.js';
import { Fault } from '#streams/faults.js';
import type { Settled, Wake } from '#streams/pipelines/facts.js';
import { Subjects } from '#streams/subjects.js';
import { arbiterMachine } from './arbiter/arbiter.machine.ts';
import { type Bundle, bindBundle } from './bundle.ts';
import { DecisionLog } from './decision-log.ts';
import { deliveryMachine } from './delivery/delivery.machine.ts';
import { publishingSinks } from './delivery/publish.ts';
import { targetsOf } from './delivery/target.ts';
import type { SystemLimits } from './limits.ts';
import type { Ports, Sink } from './ports.ts';
import { ActorSystem, type RunningSystem } from './running-system.ts';
import { isEventTime } from './session/decide.ts';
import { plantLane } from './session/planted.ts';
import type { Recorder } from './session/recording.ts';
import { Supervisor } from './supervisor/supervisor.ts';
import { timerMachine } from './timer/timer.machine.ts';

export interface SystemInput {
  readonly program: Program;
  readonly bundle: Pick<Bundle, 'digest' | 'bytes'>;
  readonly ports: Ports;
  readonly limits: SystemLimits;
  readonly subjects: Subjects;
}

/** Running it would decide otherwise than it reads. */
function refuseUnsupported(program: Program): void {
  const parts = unsupported(program);
  if (parts.length > 0) throw new Fault('system/unsupported', { values: { parts: parts.join('; ') } });
}

/** Rejects with `store/bundle-mismatch` when the store belongs to another bundle, `sink/unknown-kind` for an unserved handler. */
export async function startSystem(input: SystemInput): Promise<RunningSystem> {
  const { program, ports, limits } = input;
  refuseUnsupported(program);
  const sinks = new Map([...publishingSinks(ports.publisher, input.subjects), ...ports.sinks]);
  const log = new DecisionLog(ports.store);
  await bindBundle(log, { name: program.name, ...input.bundle }, ports.clock);
  for (const arbiter of program.arbiters) await plantLane(log, arbiter, ports.clock.now());
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
  return new ActorSystem({
    program,
    ports,
    log,
    supervisor,
    deliveries,
    timers: [...timers.values()].map(({ actor }) => actor),
    arbiters,
    failed: failure.failed,
  });
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
    onOpened: (frontier: number) => timer.actor.send({ type: 'OPENED', frontier }),
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
