/** Deliveries made by hand, which remember how they were settled. */
import type { Delivery } from '#streams/ports.js';

export interface ProbedDelivery extends Delivery {
  readonly settledAs: () => string;
}

export function delivery(ordinal: number, parts: Partial<Delivery> = {}): ProbedDelivery {
  const log: string[] = [];
  return {
    subject: 'arb.fact.F.k',
    headers: new Map(),
    body: new Uint8Array(),
    incarnation: 'life',
    sequence: ordinal,
    ordinal,
    timestamp: ordinal * 1000,
    pending: 0,
    ack: () => void log.push('ack'),
    term: (reason) => void log.push(`term ${reason}`),
    ...parts,
    settledAs: () => log.join(','),
  };
}

export function json(fields: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(fields));
}
