/**
 * Overrides as rows of the store of record: one a bundle, written only if it still is what was read, so that two writers
 * never lose each other's entry. Opened once for a store: what others write to it is noticed only when one writes.
 */
import type { Override, Overrides } from '#engine';
import { canonicalBytes } from '#engine/audit/canonical.js';
import type { OverrideTarget } from '#engine/govern/override-entries.js';
import { NO_OVERRIDES, overridesOf, type OverrideSets, withOverrides } from '#engine/govern/override-sets.js';
import { decodeJson } from '#streams/codec/body.js';
import { overridesJson } from '#streams/codec/override-json.js';
import { overridesFromJson } from '#streams/codec/overrides.js';
import { Fault } from '#streams/faults.js';
import { Turns } from '#streams/turns.js';
import { everything, overriddenBundle, overrideKey } from '../keys.ts';
import type { Batch, Store, StoreKey } from '../ports.ts';
import { applyEntry, type EntryChange } from './apply-entry.ts';
import { OverrideFeed } from './override-feed.ts';
import type { Bundle, NextOverride, OverrideStore, OverrideWatchOptions } from './override-store.ts';

const ROWS_MAX = 100_000;
const ATTEMPTS_MAX = 16;

/**
 * Throws `store/corrupt` when a row cannot be read. The store is its opener's to close; `onClose` does so where that is when
 * these are closed.
 */
export function storedOverrides(
  store: Store,
  onClose: () => Promise<void> = () => Promise.resolve(),
): OverrideStore {
  return new StoredOverrides(store, onClose);
}

class StoredOverrides implements OverrideStore {
  readonly #store: Store;
  readonly #onClose: () => Promise<void>;
  readonly #feed: OverrideFeed;
  readonly #turns = new Turns();

  constructor(store: Store, onClose: () => Promise<void>) {
    this.#store = store;
    this.#onClose = onClose;
    this.#feed = new OverrideFeed(readAll(store));
  }

  set(bundle: Bundle, target: OverrideTarget, next: NextOverride): Promise<Override> {
    return this.#turns.take(() => this.#set({ bundle, target, next }, ATTEMPTS_MAX));
  }

  read(bundle: Bundle): Overrides {
    return this.#feed.read(bundle);
  }

  bundles(): readonly string[] {
    return this.#feed.bundles();
  }

  watch(bundle: Bundle, options?: OverrideWatchOptions): ReturnType<OverrideStore['watch']> {
    return this.#feed.watch(bundle, options);
  }

  async close(): Promise<void> {
    await this.#turns.idle();
    this.#feed.close();
    await this.#onClose();
  }

  async #set(change: EntryChange, attempts: number): Promise<Override> {
    const key = overrideKey(change.bundle);
    const row = this.#store.get('override', key) ?? null;
    const present = withOverrides(this.#feed.sets, change.bundle, row === null ? {} : decode(key, row));
    const { sets, override, isChanged } = applyEntry(present, change);
    try {
      if (isChanged) await this.#store.commit(writing(key, row, overridesOf(sets, change.bundle)));
    } catch (error) {
      const isLate = error instanceof Fault && error.code === 'store/conflict' && attempts > 1;
      if (isLate) return this.#set(change, attempts - 1);
      throw error;
    }
    this.#feed.publish(sets);
    return override;
  }
}

function writing(key: StoreKey, row: Uint8Array | null, overrides: Overrides): Batch {
  const place = { table: 'override', key } as const;
  const isEmpty = Object.keys(overrides).length === 0;
  return {
    guard: { ...place, value: row },
    puts: isEmpty ? [] : [{ ...place, value: canonicalBytes(overridesJson(overrides, 'file')) }],
    removes: isEmpty ? [place] : [],
  };
}

function readAll(store: Store): OverrideSets {
  return store.range('override', everything(ROWS_MAX)).reduce((sets, { key, value }) => {
    const bundle = overriddenBundle(key);
    if (bundle === undefined) throw corrupt(key, 'it is of no bundle');
    return withOverrides(sets, bundle, decode(key, value));
  }, NO_OVERRIDES);
}

function decode(key: StoreKey, row: Uint8Array): Overrides {
  const json = decodeJson(row);
  if (json instanceof Fault) throw corrupt(key, json.message, json);
  const parsed = overridesFromJson(json);
  if ('problem' in parsed) throw corrupt(key, parsed.problem);
  return parsed.overrides;
}

function corrupt(key: StoreKey, reason: string, cause?: unknown): Fault {
  return new Fault('store/corrupt', { values: { what: `override row ${key}`, reason }, cause });
}
