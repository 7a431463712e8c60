/**
 * The program's log: JSON lines on standard error, so that standard output carries results only. Written at once, not
 * buffered: the last line before a crash is the one that matters.
 */
import { destination, type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';

/** From least to most. */
export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const STANDARD_ERROR = 2;

export function createLogger(level: LogLevel, output: DestinationStream = standardError()): Logger {
  return pino({ level, base: { program: 'arbiter' }, timestamp: stdTimeFunctions.isoTime }, output);
}

function standardError(): DestinationStream {
  return destination({ dest: STANDARD_ERROR, sync: true });
}
