/**
 * One run: a safety phase with faults while the workload is published, then a liveness phase without, in which everything must
 * settle. Promises are drained between the events of the clock, so an event sees all consequences of the one before it;
 * a run that does not come to an end within its bounds is a finding like any other.
 */
import { AUDIT_HEAD } from '#actors/keys.js';
import { isAuditHead } from '#actors/records.js';
import { type AuditHead, EMPTY_CHAIN } from '#engine/audit/chain.js';
import { decodeRecord } from '#streams/codec/record.js';
import { reasonOf } from '#streams/faults.js';
import { type Finding, findBreach } from './checkers/checkers.ts';
import { observe, readAudit } from './observation/observation.ts';
import type { SimOptions } from './options.ts';
import { type SimInput, World } from './world.ts';

export interface RunReport {
  /** The last audit row: its hash is the fingerprint of everything that was decided and delivered, in order. */
  readonly audit: AuditHead;
  readonly published: number;
  readonly delivered: number;
  readonly crashes: number;
  readonly events: number;
  readonly virtualMs: number;
  readonly finding: Finding | null;
}

/** A run that has come to its end, to be looked at. */
export interface FinishedRun {
  readonly report: RunReport;
  readonly world: World;
}

/** Faults of the options, or none of them. */
export type Weather = 'faults' | 'calm';

const EVENTS_MAX = 300_000;
/** How long the process may go on after the last publication before the faults end. */
const AFTERMATH_MS = 2000;
const SETTLING_MAX_MS = 600_000;

export async function run(input: SimInput, options: SimOptions, weather: Weather): Promise<FinishedRun> {
  const world = new World(input, options);
  const startedAt = world.clock.now();
  if (weather === 'calm') world.calm();
  const pump = new Pump(world);
  const finding = (await pump.play()) ?? (await pump.settle());
  const report: RunReport = {
    audit: auditHead(world),
    published: world.playback.count,
    delivered: world.ledger.deliveries.length,
    crashes: world.crashes,
    events: pump.events,
    virtualMs: world.clock.now() - startedAt,
    finding,
  };
  return { report, world };
}

function auditHead({ durable }: World): AuditHead {
  const bytes = durable.get('meta', AUDIT_HEAD);
  return bytes === undefined ? EMPTY_CHAIN : decodeRecord('audit head', bytes, isAuditHead);
}

/** Looks at a run that has settled, beside one of the same workload in calm weather. */
export function judge(input: SimInput, { world }: FinishedRun, calm: FinishedRun): Finding | null {
  const { program, bundle } = input;
  const { limits, ledger, durable } = world;
  try {
    const reference = readAudit(calm.world.durable);
    return findBreach(observe({ program, bundle: bundle.digest, limits, ledger, durable, reference }));
  } catch (error) {
    return { checker: 'records', message: reasonOf(error) };
  }
}

/** Moves the world along, one event of the clock at a time. */
class Pump {
  events = 0;
  readonly #world: World;
  #ending: 'open' | 'reached' | Finding = 'open';

  constructor(world: World) {
    this.#world = world;
  }

  async play(): Promise<Finding | null> {
    const { clock, playback } = this.#world;
    const finding = await this.#until(() => playback.isOver);
    if (finding !== null) return finding;
    const end = clock.now() + AFTERMATH_MS;
    clock.setTimeout(() => this.#world.calm(), AFTERMATH_MS);
    return this.#until(() => clock.now() >= end);
  }

  async settle(): Promise<Finding | null> {
    const world = this.#world;
    const deadline = world.clock.now() + SETTLING_MAX_MS;
    this.#end().then(
      () => {
        this.#ending = 'reached';
      },
      (error: unknown) => {
        this.#ending = { checker: 'liveness', message: reasonOf(error) };
      },
    );
    const finding = await this.#until(() => this.#ending !== 'open' || world.clock.now() > deadline);
    if (finding !== null) return finding;
    if (this.#ending === 'reached') return null;
    return this.#ending === 'open'
      ? { checker: 'liveness', message: 'not settled ten minutes after the faults ended' }
      : this.#ending;
  }

  async #end(): Promise<void> {
    await this.#world.settled();
    await this.#world.stop();
  }

  async #until(isOver: () => boolean): Promise<Finding | null> {
    const world = this.#world;
    for (await drained(); !isOver(); await drained()) {
      if (world.failure !== null)
        return { checker: 'failure', message: `the system gave up: ${world.failure}` };
      if (this.events >= EVENTS_MAX)
        return { checker: 'liveness', message: `no end after ${EVENTS_MAX} events` };
      if (!world.clock.step())
        return { checker: 'liveness', message: 'nothing is left to happen, but not all is settled' };
      this.events += 1;
    }
    return null;
  }
}

/** Every promise that can settle without the clock has settled. */
function drained(): Promise<void> {
  return new Promise((resume) => setImmediate(resume));
}
