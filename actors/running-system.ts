/** A system that runs: whether it has settled, how it stops, what it says of itself. */
import type { ActorRefFrom } from 'xstate';
import type { Program } from '#lang/bytecode/program.js';
import type { arbiterMachine } from './arbiter/arbiter.machine.ts';
import type { DecisionLog } from './decision-log.ts';
import type { deliveryMachine } from './delivery/delivery.machine.ts';
import { outboxOf } from './keys.ts';
import type { Ports } from './ports.ts';
import type { Supervisor } from './supervisor/supervisor.ts';
import type { timerMachine } from './timer/timer.machine.ts';

export interface ArbiterStatus {
  readonly name: string;
  readonly state: 'running' | 'retrying' | 'stopped';
  /** Of opening its source again; the reason is empty while it runs. */
  readonly attempts: number;
  readonly reason: string;
}

export interface TargetStatus {
  /** Handler kind and target text. */
  readonly target: string;
  readonly state: 'idle' | 'delivering' | 'retrying';
  /** Of the delivery that fails; the reason is empty while none does. */
  readonly attempts: number;
  readonly reason: string;
  /** Outcomes in the outbox; counted up to `PENDING_MAX`. */
  readonly pending: number;
}

export interface SystemStatus {
  readonly sessions: number;
  /** Commands that lanes have in hand or in line. */
  readonly tasks: number;
  readonly auditRows: number;
  readonly auditHead: string;
  readonly arbiters: readonly ArbiterStatus[];
  readonly targets: readonly TargetStatus[];
}

/** More outcomes than that are not told apart from that many. */
export const PENDING_MAX = 1000;

export interface RunningSystem {
  /** Resolves when everything that was published before the call is decided and delivered. */
  settled(): Promise<void>;
  /** Rejects with the fault that the system cannot go on with; never resolves. */
  readonly failed: Promise<never>;
  /** Stops pulling and delivering; decisions in hand are finished. The store stays open: whoever opened it closes it. */
  stop(): Promise<void>;
  status(): SystemStatus;
}

/** The actors that were started, by what they do. */
export interface Parts {
  readonly program: Program;
  readonly ports: Ports;
  readonly log: DecisionLog;
  readonly supervisor: Supervisor;
  /** By target. */
  readonly deliveries: ReadonlyMap<string, ActorRefFrom<typeof deliveryMachine>>;
  readonly timers: readonly ActorRefFrom<typeof timerMachine>[];
  readonly arbiters: readonly ActorRefFrom<typeof arbiterMachine>[];
  readonly failed: Promise<never>;
}

const SETTLE_CHECK_MS = 10;
const STOP_WAIT_MS = 1000;

export class ActorSystem implements RunningSystem {
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
    const { arbiters, supervisor, deliveries, timers, ports } = this.#parts;
    for (const arbiter of arbiters) arbiter.send({ type: 'STOP' });
    const deadline = ports.clock.now() + STOP_WAIT_MS;
    while (!this.#isQuiet() && ports.clock.now() < deadline) await this.#pause();
    for (const timer of timers) timer.stop();
    for (const delivery of deliveries.values()) delivery.stop();
    supervisor.stop();
  }

  status(): SystemStatus {
    const { log, supervisor, arbiters, deliveries } = this.#parts;
    return {
      sessions: supervisor.sessionCount,
      tasks: supervisor.tasks,
      auditRows: log.head.sequence,
      auditHead: log.head.hash,
      arbiters: arbiters.map(arbiterStatus),
      targets: [...deliveries].map(([target, delivery]) => this.#targetStatus(target, delivery)),
    };
  }

  #targetStatus(target: string, delivery: ActorRefFrom<typeof deliveryMachine>): TargetStatus {
    const { value, context } = delivery.getSnapshot();
    const isStore = context.unrecorded.attempts > 0;
    const { attempts, failure } = isStore ? context.unrecorded : context;
    const isFailing = value === 'waiting' || attempts > 0;
    const pending = this.#parts.ports.store.range('outbox', outboxOf(target, PENDING_MAX)).length;
    if (isFailing) return { target, state: 'retrying', attempts, reason: failure, pending };
    return { target, state: pending === 0 ? 'idle' : 'delivering', attempts: 0, reason: '', pending };
  }

  async #isSettled(): Promise<boolean> {
    const { arbiters, timers, program, ports } = this.#parts;
    for (const { name } of program.arbiters) if ((await ports.source.backlog(name)) > 0) return false;
    const running = arbiters.every((arbiter) => arbiter.getSnapshot().matches('running'));
    const waking = timers.some((timer) => timer.getSnapshot().context.waking.size > 0);
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
    const { deliveries, ports } = this.#parts;
    return [...deliveries.keys()].every(
      (target) => ports.store.range('outbox', outboxOf(target, 1)).length === 0,
    );
  }

  #pause(): Promise<void> {
    return new Promise((resume) => this.#parts.ports.clock.setTimeout(resume, SETTLE_CHECK_MS));
  }
}

function arbiterStatus(arbiter: ActorRefFrom<typeof arbiterMachine>): ArbiterStatus {
  const { value, context } = arbiter.getSnapshot();
  const { name } = context.arbiter;
  if (value === 'running') return { name, state: 'running', attempts: 0, reason: '' };
  const state = value === 'stopped' || value === 'failed' ? 'stopped' : 'retrying';
  return { name, state, attempts: context.attempt, reason: context.fault?.message ?? '' };
}
