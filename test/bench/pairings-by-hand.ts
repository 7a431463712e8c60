/** The pairings of jobs with machines as somebody writes them by hand: two indices for each pair of types, and the class is a field. */
import { Buckets } from './buckets.ts';
import type { Floor, Job, Machine, Start } from './pairings.ts';

interface Pair {
  readonly jobs: Buckets<number, Job>;
  readonly machines: Buckets<number, Machine>;
}

export class PairingsByHand {
  /** What holds, by job. */
  readonly starts = new Map<string, Start>();
  readonly #pairs: Pair[] = [];

  constructor({ jobs, machines }: Floor) {
    for (const job of jobs) this.#add(job);
    for (const machine of machines) this.#add(machine);
  }

  /** What has come to hold. */
  replace(before: Job | Machine, after: Job | Machine): readonly Start[] {
    this.#remove(before);
    return this.#add(after);
  }

  #add(fact: Job | Machine): readonly Start[] {
    const { jobs, machines } = this.#pairOf(fact);
    if (fact.kind === 'Job') {
      jobs.add(fact.machine, fact);
      return machines.of(fact.machine).map((machine) => this.#start(fact, machine));
    }
    machines.add(fact.number, fact);
    return jobs.of(fact.number).map((job) => this.#start(job, fact));
  }

  #remove(fact: Job | Machine): void {
    const { jobs, machines } = this.#pairOf(fact);
    if (fact.kind === 'Job') {
      jobs.remove(fact.machine, fact);
      this.starts.delete(fact.key);
    } else {
      machines.remove(fact.number, fact);
      for (const job of jobs.of(fact.number)) this.starts.delete(job.key);
    }
  }

  #start(job: Job, { key, level }: Machine): Start {
    const start = { class: job.class, job: job.key, machine: key, level };
    this.starts.set(job.key, start);
    return start;
  }

  #pairOf({ pair }: Job | Machine): Pair {
    const present = this.#pairs[pair];
    if (present !== undefined) return present;
    const empty = { jobs: new Buckets<number, Job>(), machines: new Buckets<number, Machine>() };
    this.#pairs[pair] = empty;
    return empty;
  }
}
