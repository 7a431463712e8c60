/** Binds a store to the bundle that decides in it: a journal can only be replayed by the program that wrote it. */
import { canonicalBytes } from '#engine/audit/canonical.js';
import { decodeRecord } from '#streams/codec/record.js';
import { Fault } from '#streams/faults.js';
import type { DecisionLog } from './decision-log.ts';
import { ACTIVE_BUNDLE } from './keys.ts';
import type { Clock } from './ports.ts';
import { isActiveBundle } from './records.ts';

/** The encoded program and its digest: what decisions refer to. */
export interface Bundle {
  readonly name: string;
  readonly digest: string;
  readonly bytes: Uint8Array;
}

/** The first start records the bundle; later ones must bring the same. Rejects with `store/bundle-mismatch`. */
export async function bindBundle(
  log: DecisionLog,
  { name, digest, bytes }: Bundle,
  clock: Clock,
): Promise<void> {
  const present = log.store.get('meta', ACTIVE_BUNDLE);
  if (present !== undefined) {
    const active = decodeRecord('the active bundle', present, isActiveBundle);
    if (active.digest === digest) return;
    throw new Fault('store/bundle-mismatch', {
      values: { present: active.digest.slice(0, 16), given: digest.slice(0, 16) },
    });
  }
  await log.append(() => ({
    entries: [{ kind: 'start', at: clock.now(), bundle: digest, name }],
    puts: [
      { table: 'bundle', key: digest, value: bytes },
      { table: 'meta', key: ACTIVE_BUNDLE, value: canonicalBytes({ digest, name }) },
    ],
    removes: [],
  }));
}
