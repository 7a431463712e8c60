/**
 * Facts and rules of a large session, from a seed: types in pairs, ten rules for each pair. A job waits for the machine of its
 * number, and a rule sees jobs of one class alone. Every job has a machine and is of one rule.
 */
import { Prng } from '#sim/prng.js';

export const CLASSES = 10;

export interface Job {
  readonly kind: 'Job';
  readonly pair: number;
  readonly key: string;
  readonly class: number;
  readonly machine: number;
}

export interface Machine {
  readonly kind: 'Machine';
  readonly pair: number;
  readonly key: string;
  readonly number: number;
  readonly level: number;
}

/** A rule of a job's class has found its machine. */
export interface Start {
  readonly class: number;
  readonly job: string;
  readonly machine: string;
  readonly level: number;
}

export interface Floor {
  readonly jobs: readonly Job[];
  readonly machines: readonly Machine[];
}

export type Change =
  | { readonly before: Job; readonly after: Job }
  | { readonly before: Machine; readonly after: Machine };

/** `count` facts, as many of each type. */
export function floorOf(pairs: number, count: number): Floor {
  const prng = new Prng('floor');
  const jobs: Job[] = [];
  const machines: Machine[] = [];
  const each = Math.max(2, Math.floor(count / (2 * pairs)));
  for (let pair = 0; pair < pairs; pair++) {
    const numbers = Array.from({ length: each }, (_, number) => number);
    for (const [at, machine] of prng.shuffle([...numbers]).entries())
      jobs.push({ kind: 'Job', pair, key: `j${pair}-${at}`, class: prng.integer(0, CLASSES - 1), machine });
    for (const number of prng.shuffle(numbers))
      machines.push({ kind: 'Machine', pair, key: `m${pair}-${number}`, number, level: prng.integer(0, 9) });
  }
  return { jobs, machines };
}

/** Each makes one start another: the job is of another class or at another machine, or the machine is at another level. */
export function changesOf({ jobs, machines }: Floor, pairs: number, count: number): readonly Change[] {
  const prng = new Prng('changes');
  const each = machines.length / pairs;
  const other = (value: number, values: number) => (value + prng.integer(1, values - 1)) % values;
  const draws: readonly (() => Change)[] = [
    () => {
      const before = prng.pick(jobs);
      return { before, after: { ...before, class: other(before.class, CLASSES) } };
    },
    () => {
      const before = prng.pick(jobs);
      return { before, after: { ...before, machine: other(before.machine, each) } };
    },
    () => {
      const before = prng.pick(machines);
      return { before, after: { ...before, level: other(before.level, 10) } };
    },
  ];
  return Array.from({ length: count }, () => prng.pick(draws)());
}

/** Declared types and rules, by pair and class. */
export function pairingText(pairs: number): string {
  const numbers = Array.from({ length: pairs }, (_, pair) => pair);
  const classes = Array.from({ length: CLASSES }, (_, number) => number);
  return `outcome Start { class: number job: string machine: string level: number }\n${numbers
    .map((pair) => typesText(pair) + classes.map((number) => ruleText(pair, number)).join(''))
    .join('')}`;
}

function typesText(pair: number): string {
  return `
fact Job${pair} { class: number machine: number }
fact Machine${pair} { number: number level: number }
`;
}

function ruleText(pair: number, number: number): string {
  return `
expert rule Start${pair}At${number} per_fact {
    when {
        any j in facts.Job${pair} {
            j.class == ${number} and any m in facts.Machine${pair} { m.number == j.machine }
        }
    }
    then emit Start { class: ${number}, job: j.key, machine: m.key, level: m.level }
}
`;
}
