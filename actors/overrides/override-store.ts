/**
 * The port of the overrides store: what operators change while programs run. Two implementations, a file that people and other
 * processes edit too, and rows of the store of record; the same laws are tested against both.
 */
import type { Observable } from 'rxjs';
import type { Override, Overrides } from '#engine';
import type { OverrideTarget } from '#engine/govern/override-entries.js';

/** What to watch or to change: one bundle by what it is called, or what all programs share. */
export type Bundle = string | null;

export type OverrideEvent =
  /** Everything that counts, always the first event: whoever keeps a copy replaces it. */
  | { readonly kind: 'snapshot'; readonly bundle: Bundle; readonly overrides: Overrides }
  /** One entry that is no longer as it was; one that was cleared sets nothing. */
  | (OverrideTarget & { readonly bundle: Bundle; readonly override: Override });

export interface OverrideWatchOptions {
  /**
   * Called after each event; the next one comes when it resolves. Without it events are pushed as they happen, and a
   * subscriber that keeps them bounds what it keeps.
   */
  readonly untilReady?: () => Promise<void>;
  /** How many events wait for a subscriber that is not ready; one more, and a snapshot takes their place. Default 64. */
  readonly waitingMax?: number;
}

export interface OverrideStore {
  /**
   * Puts an entry in the place of the one about the same, whole; one that sets nothing clears it. A function is given what
   * stands there and returns what shall, without anybody coming between. Resolves to what stands there when that is
   * durable. Rejects with `overrides/invalid` for what cannot be an override, and with a fault of the place where overrides are
   * kept, and then either the former entry is in force or this one, never a part.
   */
  set(bundle: Bundle, target: OverrideTarget, next: NextOverride): Promise<Override>;
  /** What counts now for programs that are called by this name: ask again for each decision. */
  read(bundle: Bundle): Overrides;
  /** The bundles that have entries of their own, by name. */
  bundles(): readonly string[];
  /** Events about what `read` gives, the shared entries included. Completes when the store is closed. */
  watch(bundle: Bundle, options?: OverrideWatchOptions): Observable<OverrideEvent>;
  /** Ends what is under way, and every watch; no other call follows. */
  close(): Promise<void>;
}

export type NextOverride = Override | ((present: Override) => Override);
