/**
 * Faults: what goes wrong in the environment. A fault names its code, says whether trying again may help, and keeps
 * its cause. Faults are thrown or rejected by ports, caught at borders only, and end in a retry, a dead letter or
 * a stop with one readable line; never in silence.
 */
export const FAULTS = {
  'fact/bad-subject': 'the subject `{subject}` is not `<prefix>.fact.<Type>.<key>`',
  'fact/unknown-type': 'no fact type `{type}` is declared for this arbiter',
  'fact/bad-body': 'the body is not {format}: {reason}',
  'fact/not-an-object': 'the body must be an object with the fields of the fact',
  'fact/unknown-content-type': 'the content type `{type}` is neither JSON nor msgpack',
  'fact/invalid': '{reason}',
  'fact/missing-partition':
    'field `{field}`, the partition key, is missing or not a string, number or boolean',
  'fact/missing-instant': 'field `{field}`, the event time, is missing',
  'fact/future-instant': 'the event time is {ahead} s ahead of its delivery; at most {max} s are accepted',
  'fact/too-large': 'the body has {bytes} bytes; at most {max} are accepted',
  'fact/key-too-long': 'the key has {bytes} bytes; at most {max} are accepted',
  'fact/poison': 'deciding this fact failed: {reason}',
  'source/failed': 'the source {target} cannot be loaded: {reason}',
  'source/unknown':
    'nothing loads `{target}`: sources are .csv, .json, .jsonl and .ndjson files, and http:// and https:// addresses',
  'store/failed': 'the store failed: {reason}',
  'store/conflict': 'another write came first',
  'store/corrupt': '{what} cannot be read: {reason}',
  'store/bundle-mismatch':
    'the data directory belongs to bundle {present}, not {given}; use another --data, or --fresh to start over',
  'store/locked': 'the data directory `{directory}` is in use by process {pid}',
  'store/no-directory': 'the data directory `{directory}` cannot be used: {reason}',
  'overrides/invalid': 'this cannot be an override: {reason}',
  'overrides/malformed': '`{path}` holds no overrides: {reason}',
  'overrides/unreadable': '`{path}` cannot be read: {reason}',
  'overrides/unwritable': '`{path}` cannot be written: {reason}',
  'nats/unreachable': 'no NATS server answers at {url}: {reason}',
  'nats/unauthorized': 'the NATS server at {url} refused the credentials',
  'nats/no-jetstream':
    "the NATS server at {url} has no JetStream; start it with `-js` or the project's nats.conf",
  'nats/topology': 'stream {stream} differs from what this version needs: {difference}',
  'nats/no-server': 'nats-server was not found on PATH; install it (Debian: `apt-get install nats-server`)',
  'nats/server-failed': 'nats-server did not start: {reason}',
  'nats/publish': 'publishing to {subject} failed: {reason}',
  'bus/disconnected': 'the connection to the bus was lost',
  'sink/failed': 'delivery to {target} failed: {reason}',
  'sink/unknown-kind': 'no sink is registered for handler kind `{kind}`',
  'sink/unconfigured': 'the handler `{handler}` needs {needed}',
  'listener/failed': 'the address {address} cannot be listened on: {reason}',
  'system/stopped': 'the system is stopping',
  'system/unsupported': 'the program uses what this version does not run: {parts}',
} as const;

export type FaultCode = keyof typeof FAULTS;

export interface FaultOptions {
  readonly values?: Readonly<Record<string, string | number>>;
  /** Whether the same attempt may succeed later. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  readonly retryable: boolean;

  constructor(code: FaultCode, options: FaultOptions = {}) {
    super(
      fill(FAULTS[code], options.values ?? {}),
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}

/** The text of anything that was thrown, for the `reason` of a fault. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}
