/** What the flags of `arbiter run` mean. Each throws `UsageError` for a value that means nothing. */
import type { Address } from '#connectors/http/serve.js';
import { type LogLevel, LOG_LEVELS } from '#connectors/telemetry/logger.js';
import type { TransportChoice } from '../transport.ts';
import { type Flags, textFlag, UsageError } from './command.ts';

export function transportFlag(flags: Flags): TransportChoice {
  const given = textFlag(flags, 'nats');
  if (given === undefined) return { kind: 'embedded' };
  const local = /^local(?::(\d{1,5}))?$/.exec(given);
  if (local !== null) return { kind: 'local', port: local[1] === undefined ? null : Number(local[1]) };
  if (/^(?:nats|tls):\/\/./.test(given)) return { kind: 'nats', url: given };
  throw new UsageError(
    `--nats takes \`local\`, \`local:PORT\` or a URL such as nats://127.0.0.1:4222, not \`${given}\``,
  );
}

/** `null` where no status is served. */
export function statusFlag(flags: Flags): Address | null {
  const given = textFlag(flags, 'status');
  if (given === undefined) return null;
  const [, host, port] = /^(?:(\[[0-9a-fA-F:.]+\]|[^:/\s]+):)?(\d{1,5})$/.exec(given) ?? [];
  if (port === undefined || Number(port) > 65_535)
    throw new UsageError(`--status takes a port or HOST:PORT, such as 127.0.0.1:7082, not \`${given}\``);
  return { host: (host ?? '127.0.0.1').replace(/^\[|\]$/g, ''), port: Number(port) };
}

export function levelFlag(flags: Flags): LogLevel {
  const given = textFlag(flags, 'log-level') ?? 'warn';
  const level = LOG_LEVELS.find((known) => known === given);
  if (level === undefined)
    throw new UsageError(`--log-level takes one of ${LOG_LEVELS.join(', ')}, not \`${given}\``);
  return level;
}
