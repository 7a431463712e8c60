/** What a run of a file of facts sums up to, as text or as one JSON line. */
import type { SystemStatus } from '#actors';
import type { RunStatistics } from '../statistics.ts';

export interface Summary {
  readonly count: number;
  readonly seconds: number;
  readonly statistics: RunStatistics;
  readonly status: SystemStatus;
  readonly data: string;
  readonly place: string;
  readonly format: 'pretty' | 'json';
}

export function summaryLines(summary: Summary): readonly string[] {
  return summary.format === 'json'
    ? [JSON.stringify({ summary: summaryJson(summary) })]
    : prettyLines(summary);
}

function summaryJson({ count, seconds, statistics, status, data, place }: Summary): object {
  return {
    facts: count,
    seconds: Number(seconds.toFixed(3)),
    decisions: statistics.decisions,
    outcomes: Object.fromEntries(statistics.outcomes),
    dead_letters: statistics.deadLetters,
    decision_ms: { p50: statistics.percentileMs(0.5), p99: statistics.percentileMs(0.99) },
    audit: { data, rows: status.auditRows, head: status.auditHead },
    transport: place,
  };
}

function prettyLines({ count, seconds, statistics, status, data, place }: Summary): readonly string[] {
  const kinds = [...statistics.outcomes].map(([name, times]) => `${name} ${times}`).join(', ');
  const p50 = statistics.percentileMs(0.5).toFixed(3);
  const p99 = statistics.percentileMs(0.99).toFixed(3);
  return [
    '',
    `facts        ${count} in ${seconds.toFixed(1)} s, through ${place}`,
    `decisions    ${statistics.decisions}, p50 ${p50} ms, p99 ${p99} ms without the commit`,
    `outcomes     ${kinds === '' ? 'none' : kinds}`,
    `dead letters ${statistics.deadLetters}`,
    `audit log    ${data}, ${status.auditRows} rows, head ${status.auditHead.slice(0, 16)}`,
    `verify it    npx arbiter audit verify --data ${data} --replay`,
  ];
}
