/**
 * The JetStream streams that the system needs, as one table. They are created when missing and compared when they are there:
 * a difference is a fault that says what differs, never a silent change of somebody's stream. Limits such as age and size are
 * set at creation and then belong to the operator, so they are not compared.
 */
import {
  DiscardPolicy,
  type JetStreamManager,
  type NatsConnection,
  nanos,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from 'nats';
import { Fault, reasonOf } from '#streams/faults.js';
import type { Subjects } from '#streams/subjects.js';
import { meansNoJetStream, unlessMissing } from './api-errors.ts';

type StreamDefinition = Pick<
  StreamConfig,
  'name' | 'subjects' | 'retention' | 'storage' | 'duplicate_window' | 'discard' | 'max_age'
>;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** An outcome that is published again after a crash within this time is dropped by the server. */
const DUPLICATE_WINDOW_MS = 10 * MINUTE_MS;

/** A process that was down for longer misses facts. */
const AGE_MAX_MS = 30 * DAY_MS;

export function factStream(subjects: Subjects): string {
  return streamName(subjects, 'FACTS');
}

/** Safe to call at every start, by several processes at once. */
export async function ensureTopology(connection: NatsConnection, subjects: Subjects): Promise<void> {
  const manager = await jetStream(connection);
  for (const definition of definitions(subjects)) await ensureStream(manager, definition);
}

function definitions(subjects: Subjects): readonly StreamDefinition[] {
  return [
    stream(streamName(subjects, 'FACTS'), subjects.facts),
    stream(streamName(subjects, 'OUTCOMES'), subjects.outcomes),
    stream(streamName(subjects, 'DEAD'), subjects.deadLetters),
  ];
}

function stream(name: string, subjects: readonly string[]): StreamDefinition {
  return {
    name,
    subjects: [...subjects],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    duplicate_window: nanos(DUPLICATE_WINDOW_MS),
    discard: DiscardPolicy.Old,
    max_age: nanos(AGE_MAX_MS),
  };
}

/** `ARB_FACTS` for the prefix `arb`: systems with different prefixes share a server. */
function streamName(subjects: Subjects, content: string): string {
  const [prefix = ''] = (subjects.facts[0] ?? '').split('.');
  return `${prefix.toUpperCase()}_${content}`;
}

async function jetStream(connection: NatsConnection): Promise<JetStreamManager> {
  const url = connection.getServer();
  try {
    return await connection.jetstreamManager();
  } catch (error) {
    if (meansNoJetStream(error)) throw new Fault('nats/no-jetstream', { values: { url }, cause: error });
    throw new Fault('nats/unreachable', {
      values: { url, reason: reasonOf(error) },
      retryable: true,
      cause: error,
    });
  }
}

async function ensureStream(manager: JetStreamManager, wanted: StreamDefinition): Promise<void> {
  try {
    const present = await unlessMissing(() => manager.streams.info(wanted.name));
    const { config } = present ?? (await manager.streams.add(wanted));
    const difference = differenceBetween(config, wanted);
    if (difference !== null) throw topologyFault(wanted, difference);
  } catch (error) {
    throw error instanceof Fault ? error : topologyFault(wanted, reasonOf(error), error);
  }
}

function differenceBetween(present: StreamConfig, wanted: StreamDefinition): string | null {
  const shown = (config: StreamDefinition) => [
    ['subjects', [...config.subjects].sort().join(' ')],
    ['retention', config.retention],
    ['storage', config.storage],
    ['duplicate window', `${config.duplicate_window / 1e9} s`],
  ];
  const wantedValues = new Map(shown(wanted).map(([name = '', value]) => [name, value]));
  const differences = shown(present)
    .filter(([name = '', value]) => wantedValues.get(name) !== value)
    .map(([name = '', value]) => `${name} is \`${value}\`, not \`${wantedValues.get(name)}\``);
  return differences.length === 0 ? null : differences.join('; ');
}

function topologyFault({ name }: StreamDefinition, difference: string, cause?: unknown): Fault {
  return new Fault('nats/topology', { values: { stream: name, difference }, cause });
}
