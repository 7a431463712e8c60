/**
 * One life of the simulated system: its ports, and what production code starts on them. Killing it silences the ports: timers
 * never ring, promises never settle, calls do nothing. What the dead system still holds is garbage.
 */
import { type Ports, type RunningSystem, type Sink, startSystem, type SystemInput } from '#actors';
import type { MemoryBus } from '#streams/memory-bus.js';
import { BusConnection } from './bus/connection.ts';
import { LifeClock, type VirtualClock } from './clock.ts';
import type { FaultSwitch } from './faults/fault-switch.ts';
import type { CrashKind } from './faults/lives.ts';
import { deliveryOnBus } from './observation/delivery.ts';
import type { Ledger } from './observation/ledger.ts';
import type { Prng } from './prng.ts';
import { SimSink } from './sink.ts';
import type { SimStore } from './store/sim-store.ts';

/** What all lives share. */
export interface Surroundings {
  readonly clock: VirtualClock;
  readonly bus: MemoryBus;
  readonly faults: FaultSwitch;
  readonly ledger: Ledger;
}

export interface LifeOptions {
  readonly surroundings: Surroundings;
  readonly prng: Prng;
  readonly disk: SimStore;
  /** The disk, or what a test puts before it. */
  readonly store: Ports['store'];
  readonly system: Omit<SystemInput, 'ports'>;
}

/** The handler kind that production serves itself, through the publisher. */
const PUBLISHED_KIND = 'nats';

export class Life {
  readonly disk: SimStore;
  readonly connection: BusConnection;
  readonly #options: LifeOptions;
  readonly #skew: Prng;
  readonly #clock: LifeClock;
  #system: RunningSystem | null = null;
  #isAlive = true;

  constructor(options: LifeOptions) {
    const { surroundings, prng, disk } = options;
    this.disk = disk;
    this.#options = options;
    this.#skew = prng.fork('skew');
    this.#clock = new LifeClock(surroundings.clock, this.#drawSkew());
    this.connection = this.#connect();
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** `null` until it has started. */
  get system(): RunningSystem | null {
    return this.#system;
  }

  /** Rejects with what the system cannot start with, or later cannot go on with; never resolves. */
  async live(): Promise<never> {
    this.#system = await startSystem({ ...this.#options.system, ports: this.#ports() });
    return this.#system.failed;
  }

  jumpClock(): void {
    this.#clock.jump(this.#drawSkew());
  }

  kill(kind: CrashKind): void {
    this.#isAlive = false;
    this.#clock.kill();
    this.connection.kill();
    this.disk.crash(kind);
  }

  #drawSkew(): number {
    const { skewMaxMs } = this.#options.surroundings.faults.current.lives;
    return this.#skew.integer(-skewMaxMs, skewMaxMs);
  }

  #ports(): Ports {
    const { prng, store } = this.#options;
    const entropy = prng.fork('entropy');
    return {
      clock: this.#clock,
      entropy: { random: () => entropy.float() },
      store,
      source: this.connection,
      publisher: this.connection,
      sinks: this.#sinks(),
      telemetry: { event: () => undefined },
    };
  }

  #connect(): BusConnection {
    const { surroundings, prng, system } = this.#options;
    const { clock, bus, faults, ledger } = surroundings;
    return new BusConnection({
      bus,
      clock,
      prng: prng.fork('bus'),
      faults: () => faults.current.bus,
      onSettled: (arbiter, delivery) => ledger.noteSettled(arbiter, delivery),
      onPublished: (message) => ledger.noteDelivery(deliveryOnBus(message, system.subjects)),
    });
  }

  #sinks(): ReadonlyMap<string, Sink> {
    const { surroundings, prng, system } = this.#options;
    const { clock, faults, ledger } = surroundings;
    const kinds = new Set(
      system.program.arbiters.flatMap(({ handlers }) => handlers.map(({ kind }) => kind)),
    );
    kinds.delete(PUBLISHED_KIND);
    const sinkOf = (kind: string): Sink =>
      new SimSink({
        clock,
        prng: prng.fork(kind),
        faults: () => faults.current.sinks,
        ledger,
        isAlive: () => this.#isAlive,
      });
    return new Map([...kinds].map((kind) => [kind, sinkOf(kind)]));
  }
}
