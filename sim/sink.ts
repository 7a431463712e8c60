/** The targets of one handler kind, under faults. Which of them are dead for the safety phase depends on the seed alone. */
import type { Clock, Sink } from '#actors';
import { targetOf } from '#actors/delivery/target.js';
import type { StoredOutcome } from '#actors/records.js';
import { Fault } from '#streams/faults.js';
import type { SinkFaults } from './faults/sinks.ts';
import { deliveryAtSink } from './observation/delivery.ts';
import type { Ledger } from './observation/ledger.ts';
import type { Prng } from './prng.ts';
import { callRemote } from './remote-call.ts';

interface SimSinkOptions {
  readonly clock: Clock;
  readonly prng: Prng;
  readonly faults: () => SinkFaults;
  readonly ledger: Ledger;
  readonly isAlive: () => boolean;
}

export class SimSink implements Sink {
  readonly #options: SimSinkOptions;
  readonly #busy = new Set<string>();

  constructor(options: SimSinkOptions) {
    this.#options = options;
  }

  async deliver(outcome: StoredOutcome): Promise<void> {
    const { clock, prng, faults, ledger, isAlive } = this.#options;
    const target = targetOf(outcome);
    if (!isAlive()) return new Promise(() => undefined);
    if (this.#busy.has(target)) ledger.overlaps.push(target);
    this.#busy.add(target);
    const { calls, deadTargetChance } = faults();
    try {
      await callRemote({
        clock,
        prng,
        faults: calls,
        isRefused: prng.fork(target).chance(deadTargetChance),
        isAlive,
        effect: () => ledger.noteDelivery(deliveryAtSink(outcome)),
        failure: () => new Fault('sink/failed', { values: { target, reason: 'simulated' }, retryable: true }),
      });
    } finally {
      this.#busy.delete(target);
    }
  }
}
