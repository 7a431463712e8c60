/**
 * The way of a fact, read top to bottom: from a delivery to a settled delivery. Order per lane is kept, lanes run concurrently,
 * and nothing is acknowledged before its effect is durable.
 */
import { map, merge, type Observable, tap } from 'rxjs';
import type { DecodedFact, FactDecoder } from '../codec/fact.ts';
import { Fault } from '../faults.ts';
import { type AtFrontier, advanceFrontier, type Decoded } from '../operators/advance-frontier.ts';
import { byLane } from '../operators/by-lane.ts';
import { resequence } from '../operators/resequence.ts';
import { PositionTracker } from '../operators/track-position.ts';
import type { DeadLetter, Delivery, Lane, Lanes, Position } from '../ports.ts';

/** A lane that a timer woke, in line with the deliveries of that lane. */
export interface Wake {
  readonly lane: Lane;
  readonly frontier: number;
}

export interface FactStages {
  readonly arbiter: string;
  readonly decode: FactDecoder;
  readonly lanes: Lanes;
  /** Where the source was opened. */
  readonly after: Position | null;
  /** Told in stream order, before the message is decided; `caughtUp` when no message is known to wait behind it. */
  readonly onFrontier: (frontier: number, caughtUp: boolean) => void;
}

type Content = DecodedFact | Fault | 'not-ours';
type Work =
  | { readonly kind: 'delivery'; readonly arrived: AtFrontier<Content> }
  | { readonly kind: 'wake'; readonly wake: Wake };

export type Settled = Delivery | Wake;

export function factsPipeline(
  deliveries: Observable<Delivery>,
  wakes: Observable<Wake>,
  stages: FactStages,
): Observable<Settled> {
  const tracker = new PositionTracker(stages.after);
  const arrivals = deliveries.pipe(
    resequence(),
    map((delivery): Decoded<Content> => ({ delivery, content: stages.decode(delivery) })),
    advanceFrontier(stages.after?.frontier ?? 0, instantOf),
    tap(({ delivery, frontier }) => tracker.admit(delivery, frontier)),
    tap(({ delivery, frontier }) => stages.onFrontier(frontier, delivery.pending === 0)),
    map((arrived): Work => ({ kind: 'delivery', arrived })),
  );
  const woken = wakes.pipe(map((wake): Work => ({ kind: 'wake', wake })));
  return merge(arrivals, woken).pipe(
    byLane({ laneOf: (work) => laneOf(work), perform: (work) => perform(work, stages, tracker) }),
  );
}

async function perform(
  work: Work,
  { arbiter, lanes }: FactStages,
  tracker: PositionTracker,
): Promise<Settled> {
  if (work.kind === 'wake') {
    await lanes.wake(work.wake.lane, work.wake.frontier);
    return work.wake;
  }
  const { delivery, content, frontier } = work.arrived;
  if (content instanceof Fault) {
    await lanes.bury(deadLetter(arbiter, delivery, content), tracker.position);
    delivery.term(content.code);
  } else {
    if (content !== 'not-ours') await lanes.decide({ ...content, frontier }, tracker.position);
    delivery.ack();
  }
  tracker.settle(delivery);
  return delivery;
}

/** Not a legal partition key, so no fact can reach it. */
export const DEAD_LANE = '';

const NOT_OURS_LANE = 'not-ours';

function laneOf(work: Work): string {
  if (work.kind === 'wake') return `lane ${work.wake.lane.key}`;
  const { content } = work.arrived;
  if (content === 'not-ours') return NOT_OURS_LANE;
  return content instanceof Fault ? `lane ${DEAD_LANE}` : `lane ${content.lane.key}`;
}

function instantOf(content: Content): number | null {
  return content === 'not-ours' || content instanceof Fault ? null : content.at;
}

function deadLetter(arbiter: string, delivery: Delivery, fault: Fault): DeadLetter {
  const { subject, headers, body, timestamp, incarnation, sequence } = delivery;
  const origin = { incarnation, sequence, id: '' };
  return { arbiter, code: fault.code, reason: fault.message, subject, headers, body, at: timestamp, origin };
}
