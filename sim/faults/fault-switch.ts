/** The faults that are on: all that were drawn in the safety phase, none in the liveness phase. Ports ask at each call. */
import { type BusFaults, CALM_BUS } from './bus.ts';
import type { LifeFaults } from './lives.ts';
import { CALM_SINKS, type SinkFaults } from './sinks.ts';
import { calmStore, type StoreFaults } from './store.ts';

export interface Faults {
  readonly bus: BusFaults;
  readonly store: StoreFaults;
  readonly sinks: SinkFaults;
  readonly lives: LifeFaults;
}

export class FaultSwitch {
  #current: Faults;
  #isCalm = false;

  constructor(drawn: Faults) {
    this.#current = drawn;
  }

  get current(): Faults {
    return this.#current;
  }

  get isCalm(): boolean {
    return this.#isCalm;
  }

  calm(): void {
    const { store, lives } = this.#current;
    this.#isCalm = true;
    this.#current = {
      bus: CALM_BUS,
      store: calmStore(store),
      sinks: CALM_SINKS,
      lives: { ...lives, crashes: [], jumpChance: 0 },
    };
  }
}
