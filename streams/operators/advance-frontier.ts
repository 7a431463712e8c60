/**
 * The frontier of a stream at a message: the largest instant of it and everything before it, in stream order. Timers
 * due by then run before the message does. It depends on the stream alone, not on the pace of lanes, restarts or other
 * messages in flight, so the same stream always interleaves with its timers in the same way.
 */
import { map, type OperatorFunction } from 'rxjs';
import type { DecodedFact } from '../codec/fact.ts';
import type { Delivery } from '../ports.ts';

export interface Decoded<Content> {
  readonly delivery: Delivery;
  readonly content: Content;
}

export interface AtFrontier<Content> extends Decoded<Content> {
  readonly frontier: number;
}

/** `from` is the frontier at the position where the source was opened. */
export function advanceFrontier<Content>(
  from: number,
  instantOf: (content: Content) => number | null,
): OperatorFunction<Decoded<Content>, AtFrontier<Content>> {
  let frontier = from;
  return map(({ delivery, content }) => {
    frontier = Math.max(frontier, instantOf(content) ?? frontier);
    return { delivery, content, frontier };
  });
}

export type { DecodedFact };
