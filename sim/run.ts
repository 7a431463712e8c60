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
import { type SimInput, type Weather, World } from './world.ts';

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

const EVENTS_MAX = 300_000;
const SETTLING_MAX_MS = 600_000;

export async function run(input: SimInput, options: SimOptions, weather: Weather): Promise<FinishedRun> {
  const world = new World(input, options, weather);
  const startedAt = world.clock.now();
  let events = 0;
  let finding: Finding | null = null;
  for (await drained(); !world.isSettled && finding === null; await drained()) {
    events += 1;
    finding = haltOf(world, events);
    if (finding === null && !world.clock.step())
      finding = stuck('nothing is left to happen, but not all is settled');
  }
  const report: RunReport = {
    audit: auditHead(world),
    published: world.published,
    delivered: world.ledger.deliveries.length,
    crashes: world.crashes,
    events,
    virtualMs: world.clock.now() - startedAt,
    finding,
  };
  return { report, world };
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

/** Why a run cannot go on, or must not. */
function haltOf({ failure, clock, concludedAt }: World, events: number): Finding | null {
  if (failure !== null) return { checker: 'failure', message: `the system gave up: ${failure}` };
  if (events > EVENTS_MAX) return stuck(`no end after ${EVENTS_MAX} events`);
  if (concludedAt === null || clock.now() - concludedAt <= SETTLING_MAX_MS) return null;
  return stuck(`not settled ${SETTLING_MAX_MS / 1000} s after the faults ended`);
}

function stuck(message: string): Finding {
  return { checker: 'liveness', message };
}

function auditHead({ durable }: World): AuditHead {
  const bytes = durable.get('meta', AUDIT_HEAD);
  return bytes === undefined ? EMPTY_CHAIN : decodeRecord('audit head', bytes, isAuditHead);
}

/** Every promise that can settle without the clock has settled. */
function drained(): Promise<void> {
  return new Promise((resume) => setImmediate(resume));
}
