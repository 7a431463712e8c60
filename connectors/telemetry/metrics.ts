/** What a running system counts, for Prometheus. Labels are names of the program, never keys or values of facts. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { SystemStatus } from '#actors';
import type { Telemetry, TelemetryEvent } from '#actors/ports.js';
import { shownTarget } from './redact.ts';

export interface Metrics extends Telemetry {
  /** In the text format of Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Decisions take from microseconds to, rarely, seconds. */
const SECONDS = [0.000_01, 0.000_05, 0.000_1, 0.000_5, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];

/** Both are asked whenever the metrics are. */
export function createMetrics(status: () => SystemStatus | null, isUp: () => boolean): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, labelNames: readonly string[]) =>
    new Counter({ name: `arbiter_${name}_total`, help, labelNames, registers });
  const decisions = counter('decisions', 'Commands that were decided and are durable.', ['arbiter']);
  const outcomes = counter('outcomes', 'Outcomes that were emitted.', ['arbiter', 'outcome']);
  const traps = counter('traps', 'Rules that failed in a decision.', ['arbiter', 'code']);
  const deliveries = counter('deliveries', 'Outcomes that a target has taken.', ['arbiter', 'target']);
  const letters = counter('dead_letters', 'Messages that could not be decided.', ['arbiter', 'code']);
  const retries = counter('retries', 'Attempts that failed and are repeated.', ['what']);
  const durations = new Histogram({
    name: 'arbiter_decision_seconds',
    help: 'Time of one decision without its commit.',
    labelNames: ['arbiter'],
    buckets: SECONDS,
    registers,
  });
  gauges(registers, status, isUp);
  const note = (event: TelemetryEvent): void => {
    switch (event.type) {
      case 'decided': {
        const { arbiter, durationMs, decision } = event;
        decisions.inc({ arbiter });
        durations.observe({ arbiter }, durationMs / 1000);
        for (const { name } of decision.outcomes) outcomes.inc({ arbiter, outcome: name });
        for (const { code } of decision.traps) traps.inc({ arbiter, code });
        break;
      }
      case 'delivered':
        deliveries.inc({ arbiter: event.arbiter, target: shownTarget(event.target) });
        break;
      case 'buried':
        letters.inc({ arbiter: event.arbiter, code: event.code });
        break;
      case 'retrying':
        retries.inc({ what: shownTarget(event.what) });
        break;
      case 'failed':
        break;
    }
  };
  return { event: note, text: () => registry.metrics(), contentType: registry.contentType };
}

function gauges(registers: Registry[], status: () => SystemStatus | null, isUp: () => boolean): void {
  const gauge = (name: string, help: string, read: (system: SystemStatus) => number) =>
    new Gauge({
      name: `arbiter_${name}`,
      help,
      registers,
      collect() {
        const system = status();
        if (system !== null) this.set(read(system));
      },
    });
  gauge('sessions', 'Sessions in memory.', ({ sessions }) => sessions);
  gauge('waiting_commands', 'Commands that lanes have in hand or in line.', ({ tasks }) => tasks);
  gauge('audit_rows', 'Rows of the audit chain.', ({ auditRows }) => auditRows);
  gauge('ready', '1 while the message system is there and every arbiter gets its facts.', ({ arbiters }) =>
    isUp() && arbiters.every(({ state }) => state === 'running') ? 1 : 0,
  );
  const pending = new Gauge({
    name: 'arbiter_outbox_pending',
    help: 'Outcomes that wait for a target; more than a thousand are counted as that.',
    labelNames: ['target'],
    registers,
    collect() {
      this.reset();
      for (const { target, pending: count } of status()?.targets ?? [])
        this.inc({ target: shownTarget(target) }, count);
    },
  });
  pending.reset();
}
