/**
 * Facts from JetStream, through one durable pull consumer per arbiter. Where to begin comes from the store; the consumer only carries
 * the messages and bounds how many are under way (see fact-reading.ts).
 */
import { type ConsumerInfo, type JetStreamManager, type NatsConnection, type StreamInfo } from 'nats';
import { Observable } from 'rxjs';
import { Fault } from '#streams/faults.js';
import type { Consumption, Delivery, FactSource } from '#streams/ports.js';
import { encodeToken, type Subjects } from '#streams/subjects.js';
import { unlessMissing } from './api-errors.ts';
import { FactReading } from './fact-reading.ts';
import { Link } from './link.ts';
import { factStream } from './topology.ts';

/** The streams must be there (`ensureTopology`). */
export function natsFactSource(
  connection: NatsConnection,
  subjects: Subjects,
  link = new Link(connection),
): FactSource {
  return new NatsFactSource(connection, factStream(subjects), link);
}

class NatsFactSource implements FactSource {
  readonly #connection: NatsConnection;
  readonly #link: Link;
  readonly #stream: string;
  /** By consumer. An opening waits for the end of the one before, which could delete the consumer it makes. */
  readonly #endings = new Map<string, Promise<void>>();

  constructor(connection: NatsConnection, stream: string, link: Link) {
    this.#connection = connection;
    this.#link = link;
    this.#stream = stream;
  }

  open({ arbiter, after, creditMax }: Consumption): Observable<Delivery> {
    const consumer = consumerName(arbiter);
    const place = { connection: this.#connection, link: this.#link, stream: this.#stream, consumer };
    return new Observable((subscriber) => {
      const reading = new FactReading({ ...place, after, creditMax }, subscriber);
      const before = this.#endings.get(consumer) ?? Promise.resolve();
      this.#endings.set(
        consumer,
        before.then(() => reading.run()),
      );
      return () => reading.stop();
    });
  }

  async backlog(arbiter: string): Promise<number> {
    try {
      const manager = await this.#connection.jetstreamManager({ checkAPI: false });
      const stream = await manager.streams.info(this.#stream);
      const consumer = await findConsumer(manager, this.#stream, consumerName(arbiter));
      return consumer === null ? stream.state.messages : await backlogOf(manager, stream, consumer);
    } catch (error) {
      throw new Fault('bus/disconnected', { retryable: true, cause: error });
    }
  }
}

/**
 * The server counts what is pending a moment after it has acknowledged a message to its publisher. So the last message of
 * the stream is looked at before the backlog is called empty: when it exists and was not delivered, one waits.
 */
async function backlogOf(
  manager: JetStreamManager,
  stream: StreamInfo,
  consumer: ConsumerInfo,
): Promise<number> {
  const known = consumer.num_pending + consumer.num_ack_pending;
  const { last_seq: last } = stream.state;
  if (known > 0 || consumer.delivered.stream_seq >= last) return known;
  const isThere = await unlessMissing(() => manager.streams.getMessage(stream.config.name, { seq: last }));
  return isThere === null ? 0 : 1;
}

function findConsumer(manager: JetStreamManager, stream: string, name: string): Promise<ConsumerInfo | null> {
  return unlessMissing(() => manager.consumers.info(stream, name));
}

function consumerName(arbiter: string): string {
  return `arb_${encodeToken(arbiter)}`;
}
