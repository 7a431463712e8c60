/**
 * The status of a running system as one document. Sections come in this order, and stay: operator, readiness, issues, transport,
 * capabilities, activity. Nothing in it is a key or a field of a fact.
 */
import type { ArbiterStatus, SystemStatus, TargetStatus } from '#actors';
import { shownTarget } from '#connectors/telemetry/redact.js';
import { type Issue, issuesOf } from './issues.ts';

/** Of this document. */
const CONTRACT_VERSION = 1;

export interface Capability {
  readonly name: string;
  /** Who provides it. */
  readonly owner: 'core' | 'host';
}

export interface Capabilities {
  readonly streams: readonly Capability[];
  readonly handlers: readonly Capability[];
}

export interface StatusDocument {
  readonly operator: {
    readonly product: 'arbiter';
    readonly build_version: string;
    readonly operator_contract_version: number;
  };
  readonly readiness: { readonly ready: boolean; readonly reasons: readonly string[] };
  readonly issues: readonly Issue[];
  readonly transport: { readonly place: string; readonly listener: string };
  readonly capabilities: Capabilities;
  readonly activity: {
    readonly started_at: string;
    readonly decisions: number;
    readonly outcomes: Readonly<Record<string, number>>;
    readonly dead_letters: number;
    readonly decision_ms: { readonly p50: number; readonly p99: number };
    readonly sessions: number;
    readonly waiting_commands: number;
    readonly audit: { readonly rows: number; readonly head: string };
    readonly arbiters: readonly ArbiterStatus[];
    readonly targets: readonly TargetStatus[];
  };
}

/** What a document is made from. */
export interface Observation {
  readonly version: string;
  readonly system: SystemStatus;
  readonly place: string;
  readonly isUp: boolean;
  readonly listener: string;
  readonly capabilities: Capabilities;
  /** In ms. */
  readonly startedAt: number;
  readonly statistics: Statistics;
}

export interface Statistics {
  readonly decisions: number;
  readonly deadLetters: number;
  readonly outcomes: ReadonlyMap<string, number>;
  percentileMs(share: number): number;
}

export function statusDocument(observation: Observation): StatusDocument {
  const { version, system, place, isUp, listener, capabilities, startedAt, statistics } = observation;
  const issues = issuesOf({ system, place, isUp, listener, deadLetters: statistics.deadLetters });
  const reasons = issues.filter(({ severity }) => severity === 'blocking').map(({ message }) => message);
  return {
    operator: { product: 'arbiter', build_version: version, operator_contract_version: CONTRACT_VERSION },
    readiness: { ready: reasons.length === 0, reasons },
    issues,
    transport: { place, listener },
    capabilities,
    activity: {
      started_at: new Date(startedAt).toISOString(),
      decisions: statistics.decisions,
      outcomes: Object.fromEntries(statistics.outcomes),
      dead_letters: statistics.deadLetters,
      decision_ms: { p50: statistics.percentileMs(0.5), p99: statistics.percentileMs(0.99) },
      sessions: system.sessions,
      waiting_commands: system.tasks,
      audit: { rows: system.auditRows, head: system.auditHead },
      arbiters: system.arbiters,
      targets: system.targets.map((each) => ({ ...each, target: shownTarget(each.target) })),
    },
  };
}
