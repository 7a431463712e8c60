/**
 * One way to answer the question of a comparison: what is called for an input, and what its answer ought to be. A comparison
 * is a suite of candidates that are called again and again; the first is the reference.
 */
import { deepStrictEqual } from 'node:assert/strict';
import type { Loop, Visit } from './loop.ts';
import { timeRounds } from './rounds.ts';
import type { Reach, Size, Suite } from './suite.ts';

export interface Candidate {
  readonly name: string;
  readonly own: boolean;
  readonly reach?: Reach;
  readonly inputCount: number;
  /** How many of what is asked for a call does; a figure is of one. */
  readonly perCall: number;
  /** Throws when the answer for an input is wrong. */
  readonly verify: (index: number) => Promise<void>;
  /** What is timed. */
  readonly run: (loop: Loop, visit: Visit) => void | Promise<void>;
}

interface Answering<Input, Result>
  extends Pick<Candidate, 'name' | 'reach'>,
    Partial<Pick<Candidate, 'perCall'>> {
  /** Default: not ours, and synchronous. */
  readonly own?: boolean;
  readonly isAsync?: boolean;
  readonly inputs: readonly Input[];
  readonly decide: (input: Input) => Result | Promise<Result>;
  /** The result in the words of what is expected. */
  readonly answer: (result: Result) => unknown;
  /** By input; there may be more of them. */
  readonly expected: readonly unknown[];
}

export function candidate<Input, Result>({
  own = false,
  perCall = 1,
  isAsync = false,
  inputs,
  decide,
  answer,
  expected,
  ...rest
}: Answering<Input, Result>): Candidate {
  return {
    ...rest,
    own,
    perCall,
    inputCount: inputs.length,
    verify: async (index) => {
      const input = inputs[index];
      if (input === undefined) throw new RangeError(`there is no input ${index}`);
      const found = plain(answer(await decide(input)));
      deepStrictEqual(found, plain(expected[index]), `${rest.name}, input ${index}`);
    },
    run: (loop, visit) =>
      isAsync ? loop.visitAsync(decide, inputs, visit) : loop.visit(decide, inputs, visit),
  };
}

/** Without prototypes and absent members, in which answers that are equal may differ. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value) ?? 'null');
}

interface Comparison extends Pick<Suite, 'name' | 'question'> {
  readonly prepare: (size: Size) => readonly Candidate[] | Promise<readonly Candidate[]>;
}

export function comparison({ name, question, prepare }: Comparison): Suite {
  return {
    name,
    question,
    measure: async (size, onProgress) => [
      { title: '', unit: 'ns', rows: await timeRounds(await prepare(size), size, onProgress) },
    ],
  };
}
