/**
 * One life of the simulated system: its ports, and what production code starts on them. Killing it silences the ports: timers never
 * ring, promises never settle, calls do nothing. What the dead system still holds is garbage.
 */
import {
  type Ports,
  type RunningSystem,
  type Sink,
  startSystem,
  type SystemInput,
  type Store,
} from '#actors';
import { Fault } from '#streams/faults.js';
import type { Subjects } from '#streams/subjects.js';
import { BusConnection, type Network } from './bus/connection.ts';
import { LifeClock, type VirtualClock } from './clock.ts';
import type { FaultSwitch } from './faults/fault-switch.ts';
import type { CrashKind } from './faults/lives.ts';
import { deliveryOnBus } from './observation/delivery.ts';
import type { Ledger } from './observation/ledger.ts';
import type { Prng } from './prng.ts';
import { SimSink } from './sink.ts';
import type { SimStore } from './store/sim-store.ts';

/** What a life finds around it. */
export interface Surroundings extends Pick<Network, 'bus'> {
  readonly clock: VirtualClock;
  readonly prng: Prng;
  readonly faults: FaultSwitch;
  readonly ledger: Ledger;
  readonly subjects: Subjects;
  readonly disk: SimStore;
  /** Puts something between the system and the disk. */
  readonly aroundStore: (store: Store) => Store;
}

/** The handler kind that production serves itself, through the publisher. */
const PUBLISHED_KIND = 'nats';

export class Life {
  readonly disk: SimStore;
  readonly #clock: LifeClock;
  readonly #connection: BusConnection;
  readonly #input: SystemInput;
  #system: RunningSystem | null = null;
  #isAlive = true;

  constructor(input: Omit<SystemInput, 'ports'>, surroundings: Surroundings) {
    const { clock, prng, faults, disk } = surroundings;
    const { skewMaxMs } = faults.current.lives;
    this.disk = disk;
    this.#clock = new LifeClock(clock, prng.fork('skew').integer(-skewMaxMs, skewMaxMs));
    this.#connection = connect(surroundings);
    this.#input = { ...input, ports: this.#ports(surroundings) };
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
    this.#system = await startSystem(this.#input);
    return this.#system.failed;
  }
}
