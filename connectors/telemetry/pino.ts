/**
 * Events of the system as log lines. What a person must act on is a warning or an error; decisions and deliveries are for
 * debugging and name the decision instead of repeating it, since the store has it whole.
 */
import type { Logger } from 'pino';
import type { Telemetry, TelemetryEvent } from '#actors/ports.js';
import { redacted } from './redact.ts';

export function pinoTelemetry(logger: Logger): Telemetry {
  return { event: (event) => write(logger, event) };
}

function write(logger: Logger, event: TelemetryEvent): void {
  switch (event.type) {
    case 'decided':
      if (logger.isLevelEnabled('debug')) logger.debug(decided(event), 'decided');
      break;
    case 'delivered':
      logger.debug(
        { arbiter: event.arbiter, outcome: event.outcome, target: redacted(event.target) },
        'delivered',
      );
      break;
    case 'buried':
      logger.warn(
        { arbiter: event.arbiter, code: event.code, reason: redacted(event.reason) },
        'dead letter',
      );
      break;
    case 'retrying':
      logger.warn(
        { what: redacted(event.what), attempt: event.attempt, reason: redacted(event.reason) },
        'retrying',
      );
      break;
    case 'failed':
      logger.error({ what: redacted(event.what), reason: redacted(event.reason) }, 'failed');
      break;
  }
}

function decided({ arbiter, durationMs, decision }: Extract<TelemetryEvent, { type: 'decided' }>) {
  const { id, key, sequence, outcomes, traps } = decision;
  return { arbiter, key, sequence, decision: id, durationMs, outcomes: outcomes.length, traps: traps.length };
}
