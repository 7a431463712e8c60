/** What checkers see of a run after it has settled: what crossed the ports, what is on the disk, and the disk's journal replayed. */
import type { Store, SystemLimits } from '#actors';
import { targetOf } from '#actors/delivery/target.js';
import { everything } from '#actors/keys.js';
import { isAuditRow } from '#actors/records.js';
import { Router } from '#engine/arbiter/route.js';
import type { AuditRow } from '#engine/audit/chain.js';
import { canonicalText } from '#engine/audit/canonical.js';
import type { Program } from '#lang/bytecode/program.js';
import { decodeRecord } from '#streams/codec/record.js';
import { deliveryKey, type ObservedDelivery } from './delivery.ts';
import type { Ledger } from './ledger.ts';
import { type ReplayedLane, replayLanes } from './replay.ts';

export interface Observation {
  readonly program: Program;
  readonly limits: SystemLimits;
  readonly ledger: Pick<Ledger, 'stream' | 'deliveries' | 'premature' | 'overlaps'>;
  readonly store: Store;
  readonly lanes: readonly ReplayedLane[];
  readonly audit: readonly AuditRow[];
  /** By target and id, in the order of each lane's journal. */
  readonly expected: ReadonlyMap<string, ExpectedDelivery>;
  /** Audit rows of a run of the same workload without faults. */
  readonly reference: readonly AuditRow[] | null;
}

/** One outcome for one target, as a committed decision and the arbiter's handlers ask for it. */
export interface ExpectedDelivery extends Omit<ObservedDelivery, 'standsFor' | 'content'> {
  /** Position among the deliveries of its lane. */
  readonly position: number;
}

export interface Observing {
  readonly program: Program;
  readonly bundle: string;
  readonly limits: SystemLimits;
  readonly ledger: Ledger;
  readonly durable: Pick<Store, 'get' | 'range'>;
  readonly reference: readonly AuditRow[] | null;
}

export function observe({ program, bundle, limits, ledger, durable, reference }: Observing): Observation {
  const store = readOnly(durable);
  const lanes = replayLanes({ store, program, bundle, limits });
  const audit = readAudit(durable);
  return {
    program,
    limits,
    ledger,
    store,
    lanes,
    audit,
    expected: expectedDeliveries(program, lanes),
    reference,
  };
}

export function readAudit(durable: Pick<Store, 'range'>): readonly AuditRow[] {
  const rows = durable.range('audit', everything(Number.MAX_SAFE_INTEGER));
  return rows.map(({ key, value }) => decodeRecord(`audit row ${key}`, value, isAuditRow));
}

/** What dead letters stand for, by the audit log: outcomes that were given up, and messages that were buried. */
export function lettersOf(audit: readonly AuditRow[]): ReadonlySet<string> {
  const letters = new Set<string>();
  for (const { entry } of audit) {
    if (entry.kind === 'undeliverable') letters.add(deliveryKey({ target: entry.target, id: entry.subject }));
    if (entry.kind === 'dead-letter') letters.add(entry.subject);
  }
  return letters;
}

function expectedDeliveries(
  program: Program,
  lanes: readonly ReplayedLane[],
): ReadonlyMap<string, ExpectedDelivery> {
  const expected = new Map<string, ExpectedDelivery>();
  for (const { lane, arbiter, steps } of lanes) {
    const router = new Router(program, arbiter);
    let position = 0;
    for (const { decision } of steps) {
      for (const outcome of decision.outcomes) {
        const { id, name } = outcome;
        const params = canonicalText(outcome.params);
        for (const { kind, target: text } of router.handlersOf(outcome, decision.now)) {
          position += 1;
          const target = targetOf({ handler: kind, target: text });
          expected.set(deliveryKey({ target, id }), { target, id, ...lane, name, params, position });
        }
      }
    }
  }
  return expected;
}

function readOnly(durable: Pick<Store, 'get' | 'range'>): Store {
  const refuse = (): never => {
    throw new RangeError('an observed store is not written');
  };
  return {
    get: (table, key) => durable.get(table, key),
    range: (table, range) => durable.range(table, range),
    commit: refuse,
    close: refuse,
  };
}
