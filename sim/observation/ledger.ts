/** Everything that left or entered the process in one run, over all of its lives, in order. Written by the ports, read by checkers. */
import type { Delivery, OutboundMessage } from '#streams/ports.js';
import type { ObservedDelivery } from './delivery.ts';
import { DurableIndex } from './durable-index.ts';

export class Ledger {
  /** Facts as they entered the stream: the first has sequence 1. */
  readonly stream: OutboundMessage[] = [];
  readonly deliveries: ObservedDelivery[] = [];
  /** What left before that which it rests on was durable. */
  readonly premature: string[] = [];
  /** Targets that were called again before the last call was answered. */
  readonly overlaps: string[] = [];
  readonly durable = new DurableIndex();

  noteDelivery(delivery: ObservedDelivery): void {
    this.deliveries.push(delivery);
    const { target, id, name } = delivery;
    if (this.durable.hasOutcome(target, id)) return;
    this.premature.push(`outcome ${name} ${id} was delivered to ${target} before it was durable`);
  }

  noteSettled(arbiter: string, delivery: Delivery): void {
    if (this.durable.isSettled(arbiter, delivery)) return;
    const { sequence, subject } = delivery;
    this.premature.push(
      `message ${sequence} (${subject}) was acknowledged by ${arbiter} before its effect was durable`,
    );
  }
}
