/**
 * The one source of randomness of a simulation. A fork depends on the seed and its path of names alone, not on what was
 * drawn or forked before, so a fault added to one port does not change what the others do under the same seed.
 * Algorithm: xoshiro128** by Blackman and Vigna (2018, public domain), https://prng.di.unimi.it/xoshiro128starstar.c
 */
import { assert } from '#engine/assert.js';
import { digestOf } from '#engine/audit/canonical.js';

/** State words, not all of them zero. */
export type Words = readonly [number, number, number, number];

export class Xoshiro128 {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor([a, b, c, d]: Words) {
    assert((a | b | c | d) !== 0, 'the state of xoshiro128** is not all zero');
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
  }

  /** The next 32 bits, unsigned. */
  next(): number {
    const result = Math.imul(rotate(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = rotate(this.#d, 11);
    return result;
  }
}

export class Prng {
  readonly #path: string;
  readonly #generator: Xoshiro128;

  constructor(seed: number | string) {
    this.#path = String(seed);
    this.#generator = new Xoshiro128(wordsOf(digestOf(this.#path)));
  }

  fork(name: string): Prng {
    return new Prng(`${this.#path}/${name}`);
  }

  /** Uniform in [0, 1), with 53 bits. */
  float(): number {
    const high = this.#generator.next() >>> 5;
    const low = this.#generator.next() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** Uniform among the integers from `min` to `max`, both included. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.float() * (max - min + 1));
  }

  chance(probability: number): boolean {
    return this.float() < probability;
  }

  pick<Element>(list: readonly Element[]): Element {
    const element = list[this.integer(0, list.length - 1)];
    assert(element !== undefined, 'something is picked from a list that is not empty');
    return element;
  }

  /** A copy in random order. */
  shuffle<Element>(list: readonly Element[]): readonly Element[] {
    const ranked = list.map((element) => ({ element, rank: this.float() }));
    return ranked.sort((a, b) => a.rank - b.rank).map(({ element }) => element);
  }
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function wordsOf(digest: string): Words {
  const word = (index: number): number => Number.parseInt(digest.slice(index * 8, index * 8 + 8), 16) | 0;
  return [word(0), word(1), word(2), word(3)];
}
