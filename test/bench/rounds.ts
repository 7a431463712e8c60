/**
 * Times candidates against each other: all answer every context rightly, all warm up, and then each has one turn in every
 * round, in an order that is drawn anew. Ratios are of turns of one round.
 */
import { Prng } from '#sim/prng.js';
import type { Candidate } from './candidate.ts';
import { type Loop, loopOf } from './loop.ts';
import { median, medianRatio } from './statistics.ts';
import type { OnProgress, Row, Size } from './suite.ts';

export async function timeRounds(
  candidates: readonly Candidate[],
  size: Size,
  onProgress: OnProgress,
): Promise<readonly Row[]> {
  const prng = new Prng(1);
  const timers: Timer[] = [];
  for (const candidate of candidates) {
    const { name, inputCount } = candidate;
    onProgress(`${name}: right answers`);
    const order = prng.fork(name).shuffle(Array.from({ length: inputCount }, (_, index) => index));
    for (const index of order) await candidate.verify(index);
    timers.push(new Timer(candidate, order, await loopOf(name)));
  }
  for (const timer of timers) {
    onProgress(`${timer.candidate.name}: warm-up`);
    await timer.warmUp(size);
  }
  for (let round = 1; round <= size.rounds; round++) {
    onProgress(`round ${round} of ${size.rounds}`);
    for (const timer of prng.shuffle(timers)) await timer.takeTurn();
  }
  return timers.map((timer) => rowOf(timer, timers));
}

function rowOf({ candidate, turns }: Timer, timers: readonly Timer[]): Row {
  const { name, own, reach } = candidate;
  const ratioTo = (other: Timer | undefined) => medianRatio(turns, other?.turns ?? []);
  const figures = { median: median(turns), ratio: ratioTo(timers[0]) };
  if (reach?.beside === undefined) return { name, ...figures, own, ...(reach && { reach }) };
  const { row } = reach.beside;
  const other = timers.find(({ candidate }) => candidate.name === row);
  if (other === undefined) throw new RangeError(`there is no row \`${row}\` to stand beside`);
  return { name, ...figures, own, reach, beside: ratioTo(other) };
}

class Timer {
  readonly candidate: Candidate;
  /** Nanoseconds for one of what is asked, by round. */
  readonly turns: number[] = [];
  readonly #order: readonly number[];
  readonly #loop: Loop;
  #at = 0;
  #callsOfTurn = 1;

  constructor(candidate: Candidate, order: readonly number[], loop: Loop) {
    this.candidate = candidate;
    this.#order = order;
    this.#loop = loop;
  }

  /** Ever more calls until the time is up, so that the last ones say how many make a turn. */
  async warmUp({ warmUpMs, turnMs }: Size): Promise<void> {
    const end = performance.now() + warmUpMs;
    let perCall = await this.#time(1);
    for (let calls = 1; performance.now() < end; calls = Math.ceil(calls * 1.5)) {
      perCall = await this.#time(calls);
    }
    this.#callsOfTurn = Math.max(1, Math.round((turnMs * 1e6) / perCall));
  }

  async takeTurn(): Promise<void> {
    this.turns.push((await this.#time(this.#callsOfTurn)) / this.candidate.perCall);
  }

  /** Nanoseconds a call. */
  async #time(calls: number): Promise<number> {
    const visit = { order: this.#order, start: this.#at, calls };
    this.#at = (this.#at + calls) % this.#order.length;
    const started = performance.now();
    await this.candidate.run(this.#loop, visit);
    return ((performance.now() - started) * 1e6) / calls;
  }
}
