/** The join of orders, parcels and carriers, for Arbiter and for nools. */
import type { Program } from '#app/library.js';
import type { Carrier, Delivery, Order, Parcel } from '../deliveries.ts';
import { programOf } from './arbiter.ts';
import type { PlainFact } from './expert.ts';
import { type Flow, noolsFlow } from './nools.ts';

const TEXT = `
fact Order { parcel: number }
fact Parcel { number: number carrier: number }
fact Carrier { number: number grade: number }

outcome Delivery {
    order: string
    carrier: string
    grade: number
}

expert rule Deliver per_fact {
    when {
        any o in facts.Order {
            any p in facts.Parcel {
                p.number == o.parcel and any c in facts.Carrier { c.number == p.carrier }
            }
        }
    }
    then emit Delivery { order: o.key, carrier: c.key, grade: c.grade }
}
`;

export function deliveryProgram(): Program {
  return programOf(TEXT);
}

export function plainFact({ type, key, ...fields }: Order | Parcel | Carrier): PlainFact {
  return { type, key, fields };
}

/** nools tells facts apart by their classes, and one fact from another by being another object. */
class OrderFact {
  readonly key: string;
  readonly parcel: number;
  constructor({ key, parcel }: Order) {
    this.key = key;
    this.parcel = parcel;
  }
}

class ParcelFact {
  readonly number: number;
  readonly carrier: number;
  constructor({ number, carrier }: Parcel) {
    this.number = number;
    this.carrier = carrier;
  }
}

class CarrierFact {
  readonly key: string;
  readonly number: number;
  readonly grade: number;
  constructor({ key, number, grade }: Carrier) {
    this.key = key;
    this.number = number;
    this.grade = grade;
  }
}

export function noolsFact(fact: Order | Parcel | Carrier): object {
  switch (fact.type) {
    case 'Order':
      return new OrderFact(fact);
    case 'Parcel':
      return new ParcelFact(fact);
    case 'Carrier':
      return new CarrierFact(fact);
  }
}

/** Every delivery goes to `deliver` when its rule fires. */
export function deliveryFlow(deliver: (delivery: Delivery) => void): Flow {
  return noolsFlow((flow) =>
    flow.rule(
      'Deliver',
      [
        [OrderFact, 'o'],
        [ParcelFact, 'p', 'p.number == o.parcel'],
        [CarrierFact, 'c', 'c.number == p.carrier'],
      ],
      ({ o, c }: { readonly o: OrderFact; readonly c: CarrierFact }) =>
        deliver({ order: o.key, carrier: c.key, grade: c.grade }),
    ),
  );
}
