/**
 * What is durable, kept up to date batch by batch, so that it can be asked at the very moment something leaves the
 * process: does the disk hold what this acknowledgement or delivery rests on?
 */
import type { Batch } from '#actors';
import { targetOf } from '#actors/delivery/target.js';
import { isLaneRecord, isStoredOutcome } from '#actors/records.js';
import { decodeRecord } from '#streams/codec/record.js';
import type { Delivery } from '#streams/ports.js';
import { encodeToken } from '#streams/subjects.js';

export class DurableIndex {
  /** Messages that some lane of an arbiter has settled: by sequence, and by id. */
  readonly #sequences = new Set<string>();
  readonly #ids = new Set<string>();
  readonly #outcomes = new Set<string>();
  #batches = 0;

  /** How many batches have become durable. */
  get batches(): number {
    return this.#batches;
  }

  note({ puts }: Batch): void {
    this.#batches += 1;
    for (const { table, key, value } of puts) {
      const [first = '', , last = ''] = key.split('/');
      if (table === 'seen') this.#ids.add(joined(first, last));
      if (table === 'lane') {
        const { incarnation, streamSequence } = decodeRecord(key, value, isLaneRecord);
        this.#sequences.add(joined(first, incarnation, streamSequence));
      }
      if (table === 'outbox') {
        const outcome = decodeRecord(key, value, isStoredOutcome);
        this.#outcomes.add(joined(targetOf(outcome), outcome.id));
      }
    }
  }

  /** Whether the message was decided or buried, or one with its id was. */
  isSettled(arbiter: string, { incarnation, sequence, headers }: Delivery): boolean {
    const first = encodeToken(arbiter);
    if (this.#sequences.has(joined(first, incarnation, sequence))) return true;
    return this.#ids.has(joined(first, encodeToken(headers.get('nats-msg-id') ?? '')));
  }

  hasOutcome(target: string, id: string): boolean {
    return this.#outcomes.has(joined(target, id));
  }
}

function joined(...parts: readonly (string | number)[]): string {
  return parts.join(' ');
}
