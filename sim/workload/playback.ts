/** Plays publications over virtual time, one timer at a time. The publisher is not the process: it survives every crash. */
import type { Clock } from '#actors';
import type { Publisher } from '#streams/ports.js';
import type { Publication } from './schedule.ts';

export interface Playback {
  /** Publications so far. */
  readonly count: number;
  readonly isOver: boolean;
}

interface Playing {
  readonly clock: Clock;
  readonly publisher: Publisher;
  readonly publications: readonly Publication[];
  /** Told the number of publications so far. */
  readonly onPublished: (count: number) => void;
}

export function play({ clock, publisher, publications, onPublished }: Playing): Playback {
  const playback = { count: 0, isOver: publications.length === 0 };
  const playNext = (): void => {
    const publication = publications[playback.count];
    if (publication === undefined) return;
    clock.setTimeout(() => {
      void publisher.publish(publication.message);
      playback.count += 1;
      playback.isOver = playback.count === publications.length;
      onPublished(playback.count);
      playNext();
    }, publication.afterMs);
  };
  playNext();
  return playback;
}
