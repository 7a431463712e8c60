/**
 * How much memory a holder of facts needs for each beside the fact itself: the heap with the facts in arrays, and then with
 * the holder instead. In a process with `--expose-gc`.
 */
import { assert } from '#engine/assert.js';
import { heapBytes } from './heap.ts';

export interface Plain {
  readonly region: string;
  readonly place: string;
  readonly kind: string;
  readonly magnitude: number;
  readonly depth: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly at: number;
}

export interface Holding<Fields> {
  /** The fields in the form that is held; what they need for themselves is not counted. */
  readonly take: (plain: Plain) => Fields;
  /** Holds facts, one of each key, and lets go of the lists. What it gives says how many it holds. */
  readonly hold: (keys: readonly string[], records: readonly Fields[]) => Promise<Count>;
}

export type Count = (keys: readonly string[]) => number;

export interface Weight {
  readonly held: number;
  /** For each fact. */
  readonly bytes: number;
}

/** Enough for what is compiled and kept once to be there before. */
const WARM_UP = 100;

export async function weigh<Fields extends object>(
  { take, hold }: Holding<Fields>,
  count: number,
): Promise<Weight> {
  const warm = keysOf(WARM_UP);
  const warmCount = await hold(warm, warm.map(plainOf).map(take));
  assert(warmCount(warm) === WARM_UP, 'the facts of the warm-up are held');
  const keys = keysOf(count);
  const records: (Fields | null)[] = keys.map((_, index) => take(plainOf(_, index)));
  const alone = heapBytes();
  const counted = await hold(
    keys,
    records.filter((record) => record !== null),
  );
  // The lists stay as long as they were, and the facts are the holder's alone.
  keys.fill('');
  records.fill(null);
  const bytes = (heapBytes() - alone) / count;
  return { held: counted(keysOf(count)), bytes };
}

function keysOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `q${index}`);
}

function plainOf(_: string, index: number): Plain {
  const place = { place: `p${index % 50}`, latitude: index % 90, longitude: index % 180, depth: 10_000 };
  return {
    region: 'x',
    kind: 'earthquake',
    magnitude: (index % 50) / 10,
    ...place,
    at: 1_517_000_000 + index,
  };
}
