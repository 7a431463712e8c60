/**
 * One life of the simulated process: its ports, and the system that production code starts on them. Killing it silences the
 * ports: timers never ring, promises never settle, calls do nothing. What the dead system still holds is garbage.
 */
import { type Ports, type RunningSystem, startSystem, type SystemInput } from '#actors';
import type { BusConnection } from './bus/connection.ts';
import type { CrashKind } from './faults/crashes.ts';
import type { ProcessClock } from './process-clock.ts';
import type { SimStore } from './store/sim-store.ts';

export interface LifeParts extends Pick<Ports, 'store' | 'sinks' | 'entropy' | 'telemetry'> {
  readonly clock: ProcessClock;
  readonly connection: BusConnection;
  /** What `store` stands before. */
  readonly disk: SimStore;
}

export class Life {
  readonly #parts: LifeParts;
  #isAlive = true;
  #system: RunningSystem | null = null;

  constructor(parts: LifeParts) {
    this.#parts = parts;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** `null` until it has started. */
  get system(): RunningSystem | null {
    return this.#system;
  }

  get connection(): BusConnection {
    return this.#parts.connection;
  }

  get disk(): SimStore {
    return this.#parts.disk;
  }

  /** Rejects with what the system cannot start with, or later cannot go on with; never resolves. */
  async live(input: Omit<SystemInput, 'ports'>): Promise<never> {
    const { connection, ...parts } = this.#parts;
    const ports: Ports = { ...parts, source: connection, publisher: connection };
    this.#system = await startSystem({ ...input, ports });
    return this.#system.failed;
  }

  kill(kind: CrashKind): void {
    const { clock, connection, disk } = this.#parts;
    this.#isAlive = false;
    clock.kill();
    connection.kill();
    disk.crash(kind);
  }
}
