/**
 * The world around the process: virtual time, the bus, the disk, the targets, and the lives of the process one after the
 * other. It plays the workload and the faults and records what happens; it judges nothing.
 */
import { type Store, type SystemLimits, SYSTEM_LIMITS } from '#actors';
import type { Program } from '#lang/bytecode/program.js';
import { Fault, reasonOf } from '#streams/faults.js';
import { MemoryBus } from '#streams/memory-bus.js';
import { Subjects } from '#streams/subjects.js';
import { BusConnection } from './bus/connection.ts';
import { VirtualClock } from './clock.ts';
import type { Crash } from './faults/crashes.ts';
import { FaultSwitch } from './faults/fault-switch.ts';
import { Life } from './life.ts';
import { deliveryOnBus } from './observation/delivery.ts';
import { Ledger } from './observation/ledger.ts';
import type { DrawnLimits, SimOptions } from './options.ts';
import { Prng } from './prng.ts';
import { ProcessClock } from './process-clock.ts';
import { SimSink } from './sink.ts';
import { type Disk, SimStore } from './store/sim-store.ts';
import type { WorkloadFact } from './workload/facts.ts';
import { type Playback, play } from './workload/playback.ts';
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

/** Later than the instants of recorded facts, so that none of them lies in the future. */
const STARTS_AT = Date.UTC(2100, 0, 1);
const INCARNATION = 'sim';
const READY_CHECK_MS = 10;

/** The kind that production serves itself, through the publisher. */
const PUBLISHED_KIND = 'nats';

export class World {
  readonly clock = new VirtualClock(STARTS_AT);
  readonly ledger = new Ledger();
  readonly subjects = new Subjects();
  readonly limits: SystemLimits;
  readonly playback: Playback;
  readonly #input: SimInput;
  readonly #prng: Prng;
  readonly #bus: MemoryBus;
  readonly #faults: FaultSwitch;
  readonly #disconnectsAt: ReadonlySet<number>;
  #life: Life;
  #crashesAhead: readonly Crash[];
  #crashes = 0;
  #failure: string | null = null;

  constructor(input: SimInput, options: SimOptions) {
    this.#input = input;
    this.limits = limitsOf(options.limits);
    this.#prng = new Prng(options.seed);
    this.#faults = new FaultSwitch(options);
    this.#crashesAhead = options.process.crashes;
    this.#bus = this.#openBus();
    const publications = this.#schedule(options);
    this.#disconnectsAt = this.#drawDisconnects(options, publications.length);
    this.#life = this.#begin(new SimStore(this.#disk()));
    const onPublished = (count: number): void => this.#onPublished(count);
    this.playback = play({ clock: this.clock, publisher: this.#bus, publications, onPublished });
  }

  get crashes(): number {
    return this.#crashes;
  }

  /** Why the system gave up; `null` while it did not. */
  get failure(): string | null {
    return this.#failure;
  }

  /** The content of the disk. */
  get durable(): Pick<Store, 'get' | 'range'> {
    return this.#life.disk.durable;
  }

  /** From here on nothing fails any more. */
  calm(): void {
    this.#faults.calm();
    this.#life.connection.reconnect();
  }

  /** Resolves when the process has decided and delivered everything that was published. */
  async settled(): Promise<void> {
    while (this.#life.system === null || !this.#life.isAlive) {
      await new Promise<void>((resume) => this.clock.setTimeout(resume, READY_CHECK_MS));
    }
    await this.#life.system.settled();
  }

  /** Stops the process in order. */
  async stop(): Promise<void> {
    await this.#life.system?.stop();
    await this.#life.disk.close();
  }

  #openBus(): MemoryBus {
    const { clock, ledger, subjects } = this;
    const bus = new MemoryBus({ subjects, incarnation: INCARNATION, now: () => clock.now() });
    for (const filter of subjects.facts)
      bus.observe(filter).subscribe((message) => ledger.stream.push(message));
    return bus;
  }

  #schedule({ workload }: SimOptions) {
    const { facts } = this.#input;
    return scheduleWorkload({
      facts,
      options: workload,
      prng: this.#prng.fork('workload'),
      subjects: this.subjects,
    });
  }

  #drawDisconnects({ bus }: SimOptions, publications: number): ReadonlySet<number> {
    const prng = this.#prng.fork('disconnects');
    return new Set(Array.from({ length: bus.disconnects }, () => prng.integer(1, publications)));
  }

  #disk(): Disk {
    return {
      clock: this.clock,
      prng: this.#prng.fork('store'),
      faults: () => this.#faults.current.store,
      onDurable: (batch) => {
        this.ledger.durable.note(batch);
        this.#planCrash();
      },
    };
  }

  #begin(disk: SimStore): Life {
    const { program, bundle, aroundStore = (store) => store } = this.#input;
    const { limits, subjects } = this;
    const prng = this.#prng.fork(`life ${this.#crashes}`);
    const entropy = prng.fork('entropy');
    const { skewMaxMs } = this.#faults.current.process;
    const life: Life = new Life({
      disk,
      store: aroundStore(disk),
      clock: new ProcessClock(this.clock, prng.integer(-skewMaxMs, skewMaxMs)),
      connection: this.#connect(prng.fork('bus')),
      sinks: this.#sinks(prng, () => life.isAlive),
      entropy: { random: () => entropy.float() },
      telemetry: { event: () => undefined },
    });
    life.live({ program, bundle, limits, subjects }).catch((error: unknown) => this.#onEnd(life, error));
    return life;
  }

  #connect(prng: Prng): BusConnection {
    const { clock, ledger, subjects } = this;
    return new BusConnection({
      bus: this.#bus,
      clock,
      prng,
      faults: () => this.#faults.current.bus,
      onSettled: (arbiter, delivery) => ledger.noteSettled(arbiter, delivery),
      onPublished: (message) => ledger.noteDelivery(deliveryOnBus(message, subjects)),
    });
  }

  #sinks(prng: Prng, isAlive: () => boolean): ReadonlyMap<string, SimSink> {
    const { clock, ledger } = this;
    const kinds = this.#input.program.arbiters.flatMap(({ handlers }) => handlers.map(({ kind }) => kind));
    const faults = () => this.#faults.current.sinks;
    return new Map(
      kinds
        .filter((kind) => kind !== PUBLISHED_KIND)
        .map((kind) => [kind, new SimSink({ clock, prng: prng.fork(kind), faults, ledger, isAlive })]),
    );
  }

  #onPublished(count: number): void {
    if (this.#faults.isCalm || !this.#disconnectsAt.has(count)) return;
    const { outageMaxMs } = this.#faults.current.bus;
    this.#life.connection.disconnect(this.#prng.fork(`outage ${count}`).integer(0, outageMaxMs));
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

  /** Whoever runs a service starts it again when it could not start; one that stops by itself has a reason to be looked at. */
  #onEnd(life: Life, error: unknown): void {
    if (!life.isAlive) return;
    if (life.system === null && error instanceof Fault && error.retryable) {
      this.#restart({ kind: 'after-commit', downMs: READY_CHECK_MS });
    } else {
      this.#failure = reasonOf(error);
    }
  }
}

function limitsOf({ inFlightMax, ...limits }: DrawnLimits): SystemLimits {
  return { ...SYSTEM_LIMITS, ...limits, stream: { ...SYSTEM_LIMITS.stream, inFlightMax } };
}
