/** Goal: time, logs and what they must not tell. */
import t from 'tap';
import { systemClock } from '#connectors/system/clock.js';
import { systemEntropy } from '#connectors/system/entropy.js';
import { createLogger } from '#connectors/telemetry/logger.js';
import { pinoTelemetry } from '#connectors/telemetry/pino.js';
import { redacted } from '#connectors/telemetry/redact.js';

void t.test('the clock calls back, unless told not to', async (t) => {
  const clock = systemClock();
  const before = Date.now();
  t.ok(clock.now() >= before);
  const started = clock.stopwatch();
  let cancelled = true;
  clock.clearTimeout(clock.setTimeout(() => (cancelled = false), 0));
  clock.clearTimeout(clock.setTimeout(() => t.fail('a month has not passed'), 31 * 86_400_000));
  await new Promise<void>((resolve) => clock.setTimeout(resolve, 1));
  t.ok(cancelled);
  t.ok(clock.stopwatch() > started);
  clock.clearTimeout(undefined);
});

void t.test('entropy is in [0, 1)', (t) => {
  const entropy = systemEntropy();
  t.ok(Array.from({ length: 100 }, () => entropy.random()).every((value) => value >= 0 && value < 1));
  t.end();
});

void t.test('credentials are not shown', (t) => {
  t.equal(
    redacted('no answer at nats://ann:se%40cret@host:4222, tls://token@b'),
    'no answer at nats://***@host:4222, tls://***@b',
  );
  t.equal(redacted('mail ann@example.org at nats://host/a@b'), 'mail ann@example.org at nats://host/a@b');
  t.end();
});

void t.test('events become log lines of their weight', (t) => {
  const lines: unknown[] = [];
  const write = (line: string): void => {
    const { time, program, ...rest } = JSON.parse(line);
    t.match(time, /^\d{4}-\d\d-\d\dT.*Z$/);
    t.equal(program, 'arbiter');
    lines.push(rest);
  };
  const telemetry = pinoTelemetry(createLogger('debug', { write }));
  telemetry.event({ type: 'delivered', arbiter: 'a', outcome: 'o', target: 'nats://u:p@h' });
  telemetry.event({ type: 'buried', arbiter: 'a', code: 'fact/invalid', reason: 'r' });
  telemetry.event({ type: 'retrying', what: 'w', attempt: 2, reason: 'no answer at nats://u:p@h' });
  telemetry.event({ type: 'failed', what: 'w', reason: 'r' });
  t.same(lines, [
    { level: 20, arbiter: 'a', outcome: 'o', target: 'nats://***@h', msg: 'delivered' },
    { level: 40, arbiter: 'a', code: 'fact/invalid', reason: 'r', msg: 'dead letter' },
    { level: 40, what: 'w', attempt: 2, reason: 'no answer at nats://***@h', msg: 'retrying' },
    { level: 50, what: 'w', reason: 'r', msg: 'failed' },
  ]);
  pinoTelemetry(createLogger('error', { write })).event({
    type: 'retrying',
    what: 'w',
    attempt: 1,
    reason: 'r',
  });
  t.equal(lines.length, 4, 'a warning is not an error');
  t.end();
});
