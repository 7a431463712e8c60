/**
 * The world around the simulated system: virtual time, the bus, the disk, and the lives of the system one after the other. It
 * plays the workload and the faults and records what happens; it judges nothing.
 */
import { type Store, type SystemLimits, SYSTEM_LIMITS } from '#actors';
import type { Program } from '#lang/bytecode/program.js';
import { Fault, reasonOf } from '#streams/faults.js';
import { MemoryBus } from '#streams/memory-bus.js';
import { Subjects } from '#streams/subjects.js';
import { VirtualClock } from './clock.ts';
import { FaultSwitch } from './faults/fault-switch.ts';
import type { Crash } from './faults/lives.ts';
import { Life } from './life.ts';
import { Ledger } from './observation/ledger.ts';
import type { DrawnLimits, SimOptions } from './options.ts';
import { Prng } from './prng.ts';
import { SimStore } from './store/sim-store.ts';
import type { WorkloadFact } from './workload/facts.ts';
import { play } from './workload/playback.ts';
import { scheduleWorkload } from './workload/schedule.ts';

export interface SimInput {
  readonly program: Program;
  /** The encoded program and its digest. */
  readonly bundle: { readonly digest: string; readonly bytes: Uint8Array };
  /** In the order of publication; each seed takes a window of them. */
  readonly facts: readonly WorkloadFact[];
  /** Tests put a store with a mistake of its own before the simulated one. */
  readonly aroundStore?: (store: Store) => Store;
}

/** With the faults of the options, or with none of them. */
export type Weather = 'faults' | 'calm';

/** Later than the instants of recorded facts, so that none of them lies in the future. */
const STARTS_AT = Date.UTC(2100, 0, 1);
const INCARNATION = 'sim';
/** How long faults go on behind the last publication. */
const AFTERMATH_MS = 2000;
const READY_CHECK_MS = 10;

export class World {
  readonly clock = new VirtualClock(STARTS_AT);
  readonly ledger = new Ledger();
  readonly limits: SystemLimits;
  readonly #input: SimInput;
  readonly #prng: Prng;
  readonly #subjects = new Subjects();
  readonly #bus: MemoryBus;
  readonly #faults: FaultSwitch;
  /** Numbers of publications at which the connection is lost. */
  readonly #disconnects: ReadonlySet<number>;
  #crashesAhead: readonly Crash[];
  #life: Life;
  #published = 0;
  #crashes = 0;
  #concludedAt: number | null = null;
  #isSettled = false;
  #failure: string | null = null;

  constructor(input: SimInput, options: SimOptions, weather: Weather) {
    this.#input = input;
    this.#prng = new Prng(options.seed);
    this.limits = limitsOf(options.limits);
    this.#faults = new FaultSwitch(options);
    if (weather === 'calm') this.#faults.calm();
    this.#crashesAhead = this.#faults.current.lives.crashes;
    this.#disconnects = this.#drawDisconnects(options);
    this.#bus = this.#openBus();
    this.#life = this.#begin(this.#openDisk());
    this.#play(options);
  }

  get published(): number {
    return this.#published;
  }

  get crashes(): number {
    return this.#crashes;
  }

  /** When the safety phase ended; `null` while it lasts. */
  get concludedAt(): number | null {
    return this.#concludedAt;
  }

  /** Everything that was published is decided and delivered, and the system has stopped. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** Why the system gave up; `null` while it did not. */
  get failure(): string | null {
    return this.#failure;
  }

  /** The content of the disk. */
  get durable(): Pick<Store, 'get' | 'range'> {
    return this.#life.disk.durable;
  }

  #openBus(): MemoryBus {
    const { clock, ledger } = this;
    const subjects = this.#subjects;
    const bus = new MemoryBus({ subjects, incarnation: INCARNATION, now: () => clock.now() });
    for (const filter of subjects.facts) bus.observe(filter).subscribe((fact) => ledger.stream.push(fact));
    return bus;
  }

  #openDisk(): SimStore {
    return new SimStore({
      clock: this.clock,
      prng: this.#prng.fork('store'),
      faults: () => this.#faults.current.store,
      onDurable: (batch) => {
        this.ledger.durable.note(batch);
        this.#planCrash();
      },
    });
  }

  #begin(disk: SimStore): Life {
    const { program, bundle, aroundStore } = this.#input;
    const life = new Life({
      surroundings: { clock: this.clock, bus: this.#bus, faults: this.#faults, ledger: this.ledger },
      prng: this.#prng.fork(`life ${this.#crashes}`),
      disk,
      store: aroundStore?.(disk) ?? disk,
      system: { program, bundle, limits: this.limits, subjects: this.#subjects },
    });
    life.live().catch((error: unknown) => this.#onEnd(life, error));
    return life;
  }

  #play({ workload }: SimOptions): void {
    const { facts } = this.#input;
    const prng = this.#prng.fork('workload');
    play({
      clock: this.clock,
      publisher: this.#bus,
      publications: scheduleWorkload({ facts, options: workload, prng, subjects: this.#subjects }),
      onPublished: (count) => this.#onPublished(count),
      onOver: () => this.clock.setTimeout(() => this.#conclude(), AFTERMATH_MS),
    });
  }

  #onPublished(count: number): void {
    this.#published = count;
    const { bus, lives } = this.#faults.current;
    const prng = this.#prng.fork(`publication ${count}`);
    if (prng.chance(lives.jumpChance)) this.#life.jumpClock();
    if (this.#faults.isCalm || !this.#disconnects.has(count)) return;
    this.#life.connection.disconnect(prng.integer(0, bus.outageMaxMs));
  }

  #drawDisconnects({ bus, workload }: SimOptions): ReadonlySet<number> {
    const prng = this.#prng.fork('disconnects');
    return new Set(Array.from({ length: bus.disconnects }, () => prng.integer(1, workload.facts)));
  }

  /** The safety phase ends: nothing fails any more, and what was published must come to its end. */
  #conclude(): void {
    this.#concludedAt = this.clock.now();
    this.#faults.calm();
    this.#life.connection.reconnect();
    this.#settle().catch((error: unknown) => this.#fail(error));
  }

  async #settle(): Promise<void> {
    while (this.#life.system === null || !this.#life.isAlive) {
      await new Promise<void>((resume) => this.clock.setTimeout(resume, READY_CHECK_MS));
    }
    await this.#life.system.settled();
    await this.#life.system.stop();
    await this.#life.disk.close();
    this.#isSettled = true;
  }

  #planCrash(): void {
    const [crash, ...later] = this.#crashesAhead;
    if (crash === undefined || this.ledger.durable.batches < crash.afterBatches) return;
    this.#crashesAhead = later;
    this.clock.setTimeout(() => {
      if (!this.#faults.isCalm && this.#life.isAlive) this.#restart(crash);
    }, crash.delayMs);
  }

  #restart({ kind, downMs }: Pick<Crash, 'kind' | 'downMs'>): void {
    const { disk } = this.#life;
    this.#crashes += 1;
    this.#life.kill(kind);
    this.clock.setTimeout(() => {
      this.#life = this.#begin(disk.reopen());
    }, downMs);
  }

  /** A system that cannot start for now is started again; one that gives up by itself has a reason to be looked at. */
  #onEnd(life: Life, error: unknown): void {
    if (!life.isAlive) return;
    const mayStart = life.system === null && error instanceof Fault && error.retryable;
    if (mayStart) this.#restart({ kind: 'after-commit', downMs: READY_CHECK_MS });
    else this.#fail(error);
  }

  #fail(error: unknown): void {
    this.#failure ??= reasonOf(error);
  }
}

function limitsOf({ inFlightMax, ...limits }: DrawnLimits): SystemLimits {
  return { ...SYSTEM_LIMITS, ...limits, stream: { ...SYSTEM_LIMITS.stream, inFlightMax } };
}
