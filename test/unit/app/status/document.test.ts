/** Goal: the status says what is wrong, in a document whose sections and codes stay, and nothing of what is secret or of what facts hold. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { PENDING_MAX, type SystemStatus } from '#actors';
import { statusDocument } from '#app/status/document.js';
import { ISSUES, issuesOf } from '#app/status/issues.js';
import { RunStatistics } from '#app/statistics.js';
import { createMetrics } from '#connectors/telemetry/metrics.js';
import { shownTarget } from '#connectors/telemetry/redact.js';
import { ROOT } from '../../../harness/sources.ts';

const SYSTEM: SystemStatus = {
  sessions: 2,
  tasks: 0,
  auditRows: 7,
  auditHead: 'abc',
  arbiters: [{ name: 'boiler', state: 'running', attempts: 0, reason: '' }],
  targets: [{ target: 'stdout', state: 'idle', attempts: 0, reason: '', pending: 0 }],
};
const QUIET = {
  system: SYSTEM,
  deadLetters: 0,
  listener: '127.0.0.1:7082',
  place: 'in-process bus',
  isUp: true,
};

function documentOf(system: SystemStatus) {
  return statusDocument({
    version: '1.2.3',
    system,
    place: 'nats://127.0.0.1:4222',
    isUp: true,
    listener: '127.0.0.1:7082',
    capabilities: { streams: [], handlers: [] },
    startedAt: Date.UTC(2026, 10, 21),
    statistics: new RunStatistics(),
  });
}

void t.test('the sections, in order', (t) => {
  const document = documentOf(SYSTEM);
  t.same(Object.keys(document), ['operator', 'readiness', 'issues', 'transport', 'capabilities', 'activity']);
  t.same(document.operator, { product: 'arbiter', build_version: '1.2.3', operator_contract_version: 1 });
  t.same(document.readiness, { ready: true, reasons: [] });
  t.same(document.issues, []);
  t.equal(document.activity.started_at, '2026-11-21T00:00:00.000Z');
  t.end();
});

void t.test('an arbiter without its facts makes the system not ready, a target that fails does not', (t) => {
  const lost = documentOf({
    ...SYSTEM,
    arbiters: [
      { name: 'boiler', state: 'retrying', attempts: 3, reason: 'the connection to the bus was lost' },
    ],
  });
  t.same(lost.readiness, {
    ready: false,
    reasons: ['arbiter boiler does not get its facts: the connection to the bus was lost'],
  });
  const target = 'webhook https://hooks.internal/T0/s3cret?token=hunter2';
  const failing = documentOf({
    ...SYSTEM,
    targets: [{ target, state: 'retrying', attempts: 3, reason: 'it answered 503', pending: 12 }],
  });
  t.equal(failing.readiness.ready, true);
  t.match(failing.issues, [
    { code: 'sink/failing', severity: 'warning', subject: 'webhook https://hooks.internal' },
  ]);
  t.notMatch(JSON.stringify(failing), /s3cret|hunter2/);
  t.end();
});

void t.test('each issue, by what it is seen from', (t) => {
  const full = {
    target: 'stdout',
    state: 'delivering' as const,
    attempts: 0,
    reason: '',
    pending: PENDING_MAX,
  };
  const seen = (more: object) => issuesOf({ ...QUIET, ...more }).map(({ code }) => code);
  t.same(seen({}), []);
  t.same(seen({ system: { ...SYSTEM, targets: [full] } }), ['sink/backlog']);
  t.same(seen({ isUp: false }), ['transport/lost']);
  t.same(seen({ deadLetters: 2 }), ['facts/dead-letters']);
  t.same(seen({ listener: '0.0.0.0:7082' }), ['listener/public']);
  t.same(seen({ listener: '[::1]:7082' }), []);
  t.same(seen({ place: 'nats.example:4222' }), ['transport/plaintext']);
  t.same(seen({ place: '127.0.0.1:4222' }), []);
  for (const { message, help } of issuesOf({
    ...QUIET,
    deadLetters: 2,
    listener: '0.0.0.0:1',
    place: 'h:1',
  })) {
    t.notMatch(message, /[{}]/);
    t.not(help, '');
  }
  t.end();
});

void t.test('the page has every code', (t) => {
  const page = readFileSync(join(ROOT, 'docs/reference/status.md'), 'utf8');
  for (const [code, { severity, help }] of Object.entries(ISSUES))
    t.ok(page.includes(`| \`${code}\` | ${severity} |`) && page.includes(help), code);
  t.end();
});

void t.test('targets are shown without what may be a secret', (t) => {
  t.equal(shownTarget('discord https://discord.com/api/webhooks/1/tok'), 'discord https://discord.com');
  t.equal(shownTarget('delivery to webhook http://h:8080/x?y'), 'delivery to webhook http://h:8080');
  t.equal(shownTarget('slack #ops'), 'slack #ops');
  t.end();
});

void t.test('metrics', async (t) => {
  let system: SystemStatus | null = null;
  let isUp = true;
  const metrics = createMetrics(
    () => system,
    () => isUp,
  );
  t.notMatch(await metrics.text(), /^arbiter_sessions [1-9]/m, 'before there is a system');
  system = {
    ...SYSTEM,
    targets: [{ target: 'webhook https://h/secret', state: 'idle', attempts: 0, reason: '', pending: 4 }],
  };
  const decision = {
    bundle: '',
    arbiter: 'boiler',
    key: 'k"\n',
    sequence: 1,
    id: '',
    now: 0,
    command: { kind: 'tick' as const, missed: 0 },
    stop: 'quiescent' as const,
    rounds: 1,
    mutations: 0,
    activations: [],
    outcomes: [{ id: '', rule: 'R', name: 'Hot', params: {} }],
    traps: [],
  };
  metrics.event({ type: 'decided', arbiter: 'boiler', durationMs: 2, decision });
  metrics.event({ type: 'delivered', arbiter: 'boiler', outcome: 'id', target: 'webhook https://h/secret' });
  metrics.event({ type: 'buried', arbiter: 'boiler', code: 'fact/bad-body', reason: 'it is not JSON' });
  metrics.event({ type: 'retrying', what: 'delivery to webhook https://h/secret', attempt: 1, reason: '' });
  const text = await metrics.text();
  for (const line of [
    'arbiter_decisions_total{arbiter="boiler"} 1',
    'arbiter_outcomes_total{arbiter="boiler",outcome="Hot"} 1',
    'arbiter_deliveries_total{arbiter="boiler",target="webhook https://h"} 1',
    'arbiter_dead_letters_total{arbiter="boiler",code="fact/bad-body"} 1',
    'arbiter_retries_total{what="delivery to webhook https://h"} 1',
    'arbiter_decision_seconds_bucket{le="0.005",arbiter="boiler"} 1',
    'arbiter_decision_seconds_bucket{le="0.001",arbiter="boiler"} 0',
    'arbiter_outbox_pending{target="webhook https://h"} 4',
    'arbiter_sessions 2',
    'arbiter_audit_rows 7',
    'arbiter_ready 1',
  ])
    t.ok(text.split('\n').includes(line), line);
  t.notMatch(text, /secret/);
  isUp = false;
  t.match(await metrics.text(), /^arbiter_ready 0$/m);
});
