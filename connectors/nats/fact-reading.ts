/**
 * One opening of the fact stream: makes the consumer, reads, and makes it again behind the last message that was emitted in
 * order whenever something was missed or the consumer is gone. The store, not the consumer, knows where to begin, so a
 * consumer may be thrown away at any time. Goes on until it is stopped or the connection is closed for good.
 */
import {
  AckPolicy,
  type Consumer,
  ConsumerEvents,
  type ConsumerMessages,
  DeliverPolicy,
  type JsMsg,
  type NatsConnection,
  nanos,
  ReplayPolicy,
} from 'nats';
import type { Subscriber } from 'rxjs';
import { Fault, reasonOf } from '#streams/faults.js';
import type { Delivery, Position } from '#streams/ports.js';
import { pause } from '../system/pause.ts';
import { unlessMissing } from './api-errors.ts';
import type { Link } from './link.ts';
import { StreamOrder } from './stream-order.ts';

export interface Reading {
  readonly connection: NatsConnection;
  readonly link: Link;
  readonly stream: string;
  readonly consumer: string;
  readonly after: Position | null;
  readonly creditMax: number;
}

/** Only a message whose ack got lost without a trace waits this long; every other loss is noticed and repaired. */
const ACK_WAIT_MS = 30_000;

/** Two missed ones and the consumer is made again: deleted while no request of ours was waiting there, it says nothing. */
const HEARTBEAT_MS = 1_000;

const PAUSE_MIN_MS = 50;
const PAUSE_MAX_MS = 2_000;

/** Consumers that could not be made, in a row, while the connection was up: 5 s or more, then people should know. */
const FAILURES_MAX = 6;

const CONSUMER_GONE: ReadonlySet<string> = new Set([
  ConsumerEvents.ConsumerDeleted,
  ConsumerEvents.ConsumerNotFound,
  ConsumerEvents.StreamNotFound,
  ConsumerEvents.NoResponders,
  ConsumerEvents.HeartbeatsMissed,
]);

export class FactReading {
  readonly #reading: Reading;
  readonly #subscriber: Subscriber<Delivery>;
  readonly #order: StreamOrder<JsMsg>;
  readonly #stopping = new AbortController();

  constructor(reading: Reading, subscriber: Subscriber<Delivery>) {
    this.#reading = reading;
    this.#subscriber = subscriber;
    this.#order = new StreamOrder(reading.after);
  }

  /** Resolves when reading has ended for whatever reason; the subscriber was told then. */
  async run(): Promise<void> {
    const { connection, link } = this.#reading;
    let failures = 0;
    let losses = 0;
    while (!this.#isStopped) {
      const before = this.#order.lastOrdinal;
      const failure = await this.#consumeUntilLost();
      await link.settled();
      failures = failure === undefined ? 0 : failures + 1;
      losses = this.#order.lastOrdinal > before ? 0 : losses + 1;
      if (connection.isClosed() || failures > FAILURES_MAX) return this.#fail(failure);
      if (losses > 0) await pause(Math.min(PAUSE_MIN_MS * losses ** 2, PAUSE_MAX_MS), this.#stopping.signal);
    }
  }

  /** Leaves what is not settled to the next opening. */
  stop(): void {
    this.#stopping.abort();
  }

  get #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** What went wrong, or `undefined` when the consumer was there and then had to be given up. */
  async #consumeUntilLost(): Promise<unknown> {
    try {
      const consumer = await this.#makeConsumer();
      if (!this.#isStopped) await this.#consume(consumer);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  async #makeConsumer(): Promise<Consumer> {
    const { connection, stream } = this.#reading;
    const manager = await connection.jetstreamManager({ checkAPI: false });
    const { created } = await manager.streams.info(stream);
    await unlessMissing(() => manager.consumers.delete(stream, this.#reading.consumer));
    const made = await manager.consumers.add(stream, this.#configuration(this.#order.begin(created)));
    const { created: createdStill } = await manager.streams.info(stream);
    if (createdStill !== created) throw new Error(`stream ${stream} was replaced meanwhile`);
    return connection.jetstream().consumers.getPullConsumerFor(made);
  }

  /**
   * No filter: publishers may spell a fact type in any case and NATS compares exactly, so a filter could lose facts. What
   * is not ours is acknowledged by the pipeline.
   */
  #configuration(start: number) {
    const { consumer, creditMax } = this.#reading;
    return {
      durable_name: consumer,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: start,
      replay_policy: ReplayPolicy.Instant,
      ack_wait: nanos(ACK_WAIT_MS),
      max_ack_pending: creditMax,
      max_deliver: -1,
    };
  }

  /** Resolves when this consumer has to be given up; nothing is emitted from it after that. */
  async #consume(consumer: Consumer): Promise<void> {
    const ended = new AbortController();
    const end = (): void => ended.abort();
    const callback = (message: JsMsg): void => {
      if (!ended.signal.aborted && !this.#take(message)) end();
    };
    const { creditMax: max_messages, link } = this.#reading;
    const messages = await consumer.consume({
      callback,
      bind: true,
      max_messages,
      idle_heartbeat: HEARTBEAT_MS,
    });
    const release = link.onChange(end);
    void watchConsumer(messages, end);
    this.#stopping.signal.addEventListener('abort', end, { signal: ended.signal });
    if (!this.#isStopped) await aborted(ended.signal);
    end();
    release();
    messages.stop();
    await messages.closed();
  }

  /** Whether the consumer can go on. */
  #take(message: JsMsg): boolean {
    const { info } = message;
    const verdict = this.#order.admit(info, message);
    if (verdict.kind === 'settled') this.#settle(verdict.message, 'ack');
    if (verdict.kind === 'next') this.#subscriber.next(this.#delivery(message, verdict.ordinal));
    return verdict.kind !== 'gap';
  }

  #delivery(message: JsMsg, ordinal: number): Delivery {
    const { streamSequence: sequence, timestampNanos, pending } = message.info;
    const order = this.#order;
    return {
      subject: message.subject,
      headers: headersOf(message),
      body: message.data,
      incarnation: order.incarnation,
      sequence,
      ordinal,
      timestamp: Math.floor(timestampNanos / 1e6),
      pending,
      ack: () => this.#settle(order.release(sequence, ordinal), 'ack'),
      // Without its reason, which a server before 2.10 takes for an unknown command.
      term: () => this.#settle(order.release(sequence, ordinal), 'term'),
    };
  }

  /** A connection that is closed takes nothing; the message comes again, which is harmless. */
  #settle(message: JsMsg | null, how: 'ack' | 'term'): void {
    const { connection } = this.#reading;
    if (!connection.isClosed() && !connection.isDraining()) message?.[how]();
  }

  #fail(cause: unknown): void {
    const { connection, stream } = this.#reading;
    const options = { retryable: true, cause };
    if (connection.isClosed()) return this.#subscriber.error(new Fault('bus/disconnected', options));
    const values = { stream, difference: reasonOf(cause) };
    this.#subscriber.error(new Fault('nats/topology', { ...options, values }));
  }
}

async function watchConsumer(messages: ConsumerMessages, lost: () => void): Promise<void> {
  for await (const { type } of await messages.status()) if (CONSUMER_GONE.has(type)) lost();
  lost();
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function headersOf({ headers }: JsMsg): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (headers !== undefined) for (const [name, [value = '']] of headers) found.set(name.toLowerCase(), value);
  return found;
}
