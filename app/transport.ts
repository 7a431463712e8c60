/** How facts come in and outcomes go out: the in-process bus, a NATS server that is there, or one that is started for this run. */
import { closeNats, connectNats } from '#connectors/nats/connection.js';
import { natsFactSource } from '#connectors/nats/fact-source.js';
import { Link } from '#connectors/nats/link.js';
import { natsPublisher } from '#connectors/nats/publisher.js';
import { startLocalServer } from '#connectors/nats/server.js';
import { ensureTopology } from '#connectors/nats/topology.js';
import { MemoryBus } from '#streams/memory-bus.js';
import type { FactSource, Publisher } from '#streams/ports.js';
import type { Subjects } from '#streams/subjects.js';
import type { Clock } from '#actors';
import { natsDirectory } from './directories.ts';

export type TransportChoice =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'nats'; readonly url: string }
  /** Without a port: 4222, or a free one when that is taken. */
  | { readonly kind: 'local'; readonly port: number | null };

export interface Transport {
  readonly source: FactSource;
  readonly publisher: Publisher;
  /** For people: where it is. */
  readonly place: string;
  /** Whether messages come and go at present. */
  readonly isUp: () => boolean;
  close(): Promise<void>;
}

interface Opening {
  readonly choice: TransportChoice;
  readonly data: string;
  readonly subjects: Subjects;
  readonly clock: Clock;
  /** Identity of an in-process bus; its sequences start anew with every process. */
  readonly incarnation: string;
}

export async function openTransport(opening: Opening): Promise<Transport> {
  const { choice } = opening;
  if (choice.kind === 'embedded') return openBus(opening);
  if (choice.kind === 'nats') return openNats(choice.url, opening);
  const server = await startLocalServer({
    configFile: new URL('../../nats.conf', import.meta.url).pathname,
    directory: natsDirectory(opening.data),
    ...(choice.port === null ? {} : { port: choice.port }),
  });
  try {
    const transport = await openNats(server.url, opening);
    return {
      ...transport,
      close: async () => {
        await transport.close();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function openBus({ subjects, clock, incarnation }: Opening): Transport {
  const bus = new MemoryBus({ subjects, incarnation, now: () => clock.now() });
  return {
    source: bus,
    publisher: bus,
    place: 'in-process bus',
    isUp: () => true,
    close: () => Promise.resolve(),
  };
}

async function openNats(url: string, { subjects }: Opening): Promise<Transport> {
  const connection = await connectNats({ url, name: 'arbiter' });
  try {
    await ensureTopology(connection, subjects);
    const link = new Link(connection);
    return {
      source: natsFactSource(connection, subjects, link),
      isUp: () => link.isUp,
      publisher: natsPublisher(connection),
      place: connection.getServer(),
      close: () => closeNats(connection),
    };
  } catch (error) {
    await closeNats(connection);
    throw error;
  }
}
