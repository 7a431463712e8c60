/**
 * The overrides that are in force, in memory, and who watches them. What is published is whole states; each watch gets what is
 * different for its bundle. A state is published when it is durable, never before.
 */
import { Observable, type Subscriber } from 'rxjs';
import type { Overrides } from '#engine';
import { changedEntries } from '#engine/govern/override-entries.js';
import { overridesFor, type OverrideSets } from '#engine/govern/override-sets.js';
import { compareText } from '#engine/value.js';
import type { Bundle, OverrideEvent, OverrideWatchOptions } from './override-store.ts';
import { PacedEvents } from './paced-events.ts';

interface Watch {
  readonly bundle: Bundle;
  readonly events: PacedEvents;
}

export class OverrideFeed {
  #sets: OverrideSets;
  /** What counts for bundles with entries of their own, as far as it has been asked for. */
  #counting = new Map<string, Overrides>();
  readonly #watches = new Set<Watch>();

  constructor(sets: OverrideSets) {
    this.#sets = sets;
  }

  get sets(): OverrideSets {
    return this.#sets;
  }

  read(bundle: Bundle): Overrides {
    const { shared, bundles } = this.#sets;
    if (bundle === null || !bundles.has(bundle)) return shared;
    const known = this.#counting.get(bundle) ?? overridesFor(this.#sets, [bundle]);
    this.#counting.set(bundle, known);
    return known;
  }

  bundles(): readonly string[] {
    return [...this.#sets.bundles.keys()].sort(compareText);
  }

  watch(bundle: Bundle, options: OverrideWatchOptions = {}): Observable<OverrideEvent> {
    return new Observable((subscriber: Subscriber<OverrideEvent>) => {
      const snapshot = (): OverrideEvent => ({ kind: 'snapshot', bundle, overrides: this.read(bundle) });
      const watch = { bundle, events: new PacedEvents(subscriber, snapshot, options) };
      this.#watches.add(watch);
      subscriber.add(() => this.#watches.delete(watch));
      watch.events.restart();
    });
  }

  publish(sets: OverrideSets): void {
    const watches = [...this.#watches];
    const before = new Map(watches.map(({ bundle }) => [bundle, this.read(bundle)]));
    this.#sets = sets;
    this.#counting = new Map();
    const changes = new Map(
      [...before].map(([bundle, overrides]) => [bundle, changedEntries(overrides, this.read(bundle))]),
    );
    for (const { bundle, events } of watches)
      for (const { target, override } of changes.get(bundle) ?? [])
        events.offer({ ...target, bundle, override });
  }

  /** Completes every watch. */
  close(): void {
    for (const { events } of this.#watches) events.end();
  }
}
