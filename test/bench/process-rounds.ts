/** Measurements that take a process each: every round has one of each kind, in an order that is drawn anew. */
import { Prng } from '#sim/prng.js';
import { runMeasured } from './process.ts';
import { median, medianRatio } from './statistics.ts';
import type { OnProgress } from './suite.ts';

/** By kind, in the given order, what was printed in each round. */
export type Rounds<Printed> = ReadonlyMap<string, readonly Printed[]>;

export interface InProcesses {
  readonly kinds: readonly string[];
  readonly rounds: number;
  /** Below `dist`. */
  readonly script: string;
  readonly argsOf: (kind: string) => readonly string[];
}

export async function processRounds<Printed>(
  { kinds, rounds, script, argsOf }: InProcesses,
  onProgress: OnProgress,
): Promise<Rounds<Printed>> {
  const prng = new Prng(1);
  const found = new Map(kinds.map((kind): [string, Printed[]] => [kind, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const [kind, list] of prng.shuffle([...found])) {
      onProgress(`round ${round} of ${rounds}: ${kind}`);
      list.push(await runMeasured<Printed>(script, argsOf(kind)));
    }
  }
  return found;
}

/** Of one kind, beside the first. */
export function figuresOf<Printed>(
  rounds: Rounds<Printed>,
  kind: string,
  figureOf: (printed: Printed) => number,
): { readonly median: number; readonly ratio: number } {
  const [reference = []] = rounds.values();
  const figures = (rounds.get(kind) ?? []).map(figureOf);
  return { median: median(figures), ratio: medianRatio(figures, reference.map(figureOf)) };
}
