/** The join of orders, parcels and carriers as somebody writes it by hand: every side is hashed, and a change is followed both ways. */
import { Buckets } from './buckets.ts';
import type { Carrier, Delivery, Depot, Order, Parcel } from './deliveries.ts';

export class JoinByHand {
  /** What holds, by order. */
  readonly deliveries = new Map<string, Delivery>();
  readonly #orders = new Buckets<number, Order>();
  readonly #parcels = new Buckets<number, Parcel>();
  readonly #parcelsOfCarrier = new Buckets<number, Parcel>();
  readonly #carriers = new Buckets<number, Carrier>();
  #found: Delivery[] = [];

  constructor({ orders, parcels, carriers }: Depot) {
    for (const order of orders) this.add(order);
    for (const parcel of parcels) this.add(parcel);
    for (const carrier of carriers) this.add(carrier);
  }

  /** What has come to hold since the last call. */
  take(): readonly Delivery[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  replace(before: Order | Parcel | Carrier, after: Order | Parcel | Carrier): readonly Delivery[] {
    this.remove(before);
    this.add(after);
    return this.take();
  }

  add(fact: Order | Parcel | Carrier): void {
    switch (fact.type) {
      case 'Order':
        this.#orders.add(fact.parcel, fact);
        for (const parcel of this.#parcels.of(fact.parcel))
          for (const carrier of this.#carriers.of(parcel.carrier)) this.#deliver(fact, carrier);
        break;
      case 'Parcel':
        this.#parcels.add(fact.number, fact);
        this.#parcelsOfCarrier.add(fact.carrier, fact);
        for (const carrier of this.#carriers.of(fact.carrier))
          for (const order of this.#orders.of(fact.number)) this.#deliver(order, carrier);
        break;
      case 'Carrier':
        this.#carriers.add(fact.number, fact);
        for (const parcel of this.#parcelsOfCarrier.of(fact.number))
          for (const order of this.#orders.of(parcel.number)) this.#deliver(order, fact);
    }
  }

  remove(fact: Order | Parcel | Carrier): void {
    switch (fact.type) {
      case 'Order':
        this.#orders.remove(fact.parcel, fact);
        this.deliveries.delete(fact.key);
        break;
      case 'Parcel':
        this.#parcels.remove(fact.number, fact);
        this.#parcelsOfCarrier.remove(fact.carrier, fact);
        for (const order of this.#orders.of(fact.number)) this.deliveries.delete(order.key);
        break;
      case 'Carrier':
        this.#carriers.remove(fact.number, fact);
        for (const parcel of this.#parcelsOfCarrier.of(fact.number))
          for (const order of this.#orders.of(parcel.number)) this.deliveries.delete(order.key);
    }
  }

  #deliver(order: Order, carrier: Carrier): void {
    const delivery = { order: order.key, carrier: carrier.key, grade: carrier.grade };
    this.deliveries.set(order.key, delivery);
    this.#found.push(delivery);
  }
}
