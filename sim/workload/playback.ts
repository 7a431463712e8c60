/** Plays publications over virtual time, one timer at a time. The publisher is not the system: it survives every crash. */
import type { Clock } from '#actors';
import type { Publisher } from '#streams/ports.js';
import type { Publication } from './schedule.ts';

interface Playback {
  readonly clock: Clock;
  readonly publisher: Publisher;
  readonly publications: readonly Publication[];
  /** Told the number of publications so far. */
  readonly onPublished: (count: number) => void;
  readonly onOver: () => void;
}

export function play({ clock, publisher, publications, onPublished, onOver }: Playback): void {
  const playFrom = (index: number): void => {
    const publication = publications[index];
    if (publication === undefined) return onOver();
    clock.setTimeout(() => {
      void publisher.publish(publication.message);
      onPublished(index + 1);
      playFrom(index + 1);
    }, publication.afterMs);
  };
  playFrom(0);
}
