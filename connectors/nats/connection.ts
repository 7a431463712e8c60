/**
 * The connection to a NATS system: credentials come in the URL and never out of this file. Connecting is tried once and
 * bounded; once it was up, the client reconnects by itself for as long as it takes, because facts and outcomes wait in
 * the streams and the store. nats.js ignores credentials in URLs, so they are taken out here.
 */
import { connect, type ConnectionOptions, ErrorCode, NatsError, type NatsConnection } from 'nats';
import { Fault, reasonOf } from '#streams/faults.js';
import { codeOf } from '../system/errno.ts';
import { redacted } from '../telemetry/redact.ts';

interface ConnectOptions {
  /** `nats://user:password@host:4222`, `nats://token@host`, or several servers of one system separated by commas. */
  readonly url: string;
  /** Shown by the server's monitoring. */
  readonly name: string;
}

const CONNECT_TIMEOUT_MS = 5_000;
const RECONNECT_WAIT_MS = 250;
const DRAIN_TIMEOUT_MS = 2_000;

/** Two of these without an answer and the connection counts as lost: bounds how long a half-open one goes unnoticed. */
const PING_INTERVAL_MS = 10_000;

export async function connectNats({ url, name }: ConnectOptions): Promise<NatsConnection> {
  const options = connectionOptions(url);
  try {
    return await connect({ ...options, name });
  } catch (error) {
    throw connectFault(error, url);
  }
}

/** Sends what is under way, for a bounded time, and closes. A server that is gone must not keep the program from ending. */
export async function closeNats(connection: NatsConnection): Promise<void> {
  if (connection.isClosed()) return;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, DRAIN_TIMEOUT_MS);
  });
  const draining = connection.drain().catch(reasonOf);
  await Promise.race([draining, patience]);
  clearTimeout(timer);
  await connection.close();
}

function connectionOptions(url: string): ConnectionOptions {
  const servers = url.split(',').map((part) => parseServer(part.trim(), url));
  const named = servers.find(({ username }) => username !== '');
  return {
    servers: servers.map(({ host }) => host),
    timeout: CONNECT_TIMEOUT_MS,
    reconnectTimeWait: RECONNECT_WAIT_MS,
    maxReconnectAttempts: -1,
    pingInterval: PING_INTERVAL_MS,
    noAsyncTraces: true,
    ...(named === undefined ? {} : credentialsOf(named)),
    ...(servers.some(({ protocol }) => protocol === 'tls:') ? { tls: {} } : {}),
  };
}

function parseServer(part: string, url: string): URL {
  const full = part.includes('://') ? part : `nats://${part}`;
  const server = URL.canParse(full) ? new URL(full) : null;
  if (server !== null && server.hostname !== '' && ['nats:', 'tls:'].includes(server.protocol)) return server;
  throw new Fault('nats/unreachable', {
    values: { url: redacted(url), reason: 'it is not a `nats://` or `tls://` address' },
  });
}

function credentialsOf({ username, password }: URL): Pick<ConnectionOptions, 'user' | 'pass' | 'token'> {
  const user = decodeURIComponent(username);
  return password === '' ? { token: user } : { user, pass: decodeURIComponent(password) };
}

const REFUSED_CREDENTIALS: ReadonlySet<string> = new Set([
  ErrorCode.BadAuthentication,
  ErrorCode.AuthorizationViolation,
  ErrorCode.AuthenticationExpired,
  ErrorCode.AuthenticationTimeout,
  ErrorCode.AccountExpired,
]);

const REASONS: Readonly<Record<string, string>> = {
  [ErrorCode.ConnectionRefused]: 'the connection was refused',
  [ErrorCode.ConnectionTimeout]: `no answer within ${CONNECT_TIMEOUT_MS / 1000} s`,
  [ErrorCode.Timeout]: `no answer within ${CONNECT_TIMEOUT_MS / 1000} s`,
  ENOTFOUND: 'the host name is not known',
};

function connectFault(error: unknown, url: string): Fault {
  const code = error instanceof NatsError ? error.code : codeOf(error);
  const place = redacted(url);
  if (REFUSED_CREDENTIALS.has(code))
    return new Fault('nats/unauthorized', { values: { url: place }, cause: error });
  const reason = REASONS[code] ?? redacted(reasonOf(error));
  return new Fault('nats/unreachable', { values: { url: place, reason }, retryable: true, cause: error });
}
