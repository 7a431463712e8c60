/**
 * Facts of three types for a join of all three, and changes of one of them, from a seed: an order is in one parcel and a
 * parcel with one carrier, so that every order has one delivery, and every change makes one delivery another.
 */
import { Prng } from '#sim/prng.js';

export interface Order {
  readonly type: 'Order';
  readonly key: string;
  readonly parcel: number;
}

export interface Parcel {
  readonly type: 'Parcel';
  readonly key: string;
  readonly number: number;
  readonly carrier: number;
}

export interface Carrier {
  readonly type: 'Carrier';
  readonly key: string;
  readonly number: number;
  readonly grade: number;
}

export interface Depot {
  readonly orders: readonly Order[];
  readonly parcels: readonly Parcel[];
  readonly carriers: readonly Carrier[];
}

export interface Delivery {
  readonly order: string;
  readonly carrier: string;
  readonly grade: number;
}

/** One fact before and after; to be undone by the same in reverse. */
export type Change = Replaced<Order> | Replaced<Parcel> | Replaced<Carrier>;

interface Replaced<Fact> {
  readonly before: Fact;
  readonly after: Fact;
}

/** `count` facts of each type. */
export function depotOf(count: number, seed: string): Depot {
  const prng = new Prng(seed);
  const numbers = Array.from({ length: count }, (_, number) => number);
  const [parcelOf, carrierOf] = [prng.shuffle([...numbers]), prng.shuffle([...numbers])];
  return {
    orders: prng.shuffle(numbers.map((n) => ({ type: 'Order', key: `o${n}`, parcel: parcelOf[n] ?? 0 }))),
    parcels: prng.shuffle(
      numbers.map((n) => ({ type: 'Parcel', key: `p${n}`, number: n, carrier: carrierOf[n] ?? 0 })),
    ),
    carriers: prng.shuffle(
      numbers.map((n) => ({ type: 'Carrier', key: `c${n}`, number: n, grade: prng.integer(0, 9) })),
    ),
  };
}

export function changesOf({ orders, parcels, carriers }: Depot, count: number): readonly Change[] {
  const prng = new Prng('changes');
  const other = (number: number) => (number + prng.integer(1, orders.length - 1)) % orders.length;
  const draws: readonly (() => Change)[] = [
    () => {
      const before = prng.pick(orders);
      return { before, after: { ...before, parcel: other(before.parcel) } };
    },
    () => {
      const before = prng.pick(parcels);
      return { before, after: { ...before, carrier: other(before.carrier) } };
    },
    () => {
      const before = prng.pick(carriers);
      return { before, after: { ...before, grade: before.grade + 1 } };
    },
  ];
  return Array.from({ length: count }, () => prng.pick(draws)());
}

export function factsIn({ orders, parcels, carriers }: Depot): readonly (Order | Parcel | Carrier)[] {
  return [...orders, ...parcels, ...carriers];
}

/** In one order: who joins by other fields first finds them in another. */
export function sorted(deliveries: readonly Delivery[]): readonly Delivery[] {
  return deliveries
    .map(({ order, carrier, grade }) => ({ order, carrier, grade }))
    .toSorted((a, b) => (a.order < b.order ? -1 : 1));
}
