/**
 * What the pipelines need from a message system. NATS JetStream implements it in production, the in-process bus when
 * embedded, and the simulator under faults; the pipelines cannot tell them apart.
 */
import type { Observable } from 'rxjs';

/** Header names are lower case. */
export type Headers = ReadonlyMap<string, string>;

/** One message with its settlement. Exactly one of `ack` and `term` is called, once its effect is durable. */
export interface Delivery {
  readonly subject: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** Identity of the stream's present life: sequences of different incarnations do not compare. */
  readonly incarnation: string;
  /** Position in the stream, from 1. */
  readonly sequence: number;
  /** 1, 2, 3 … in stream order within one opening of a source, gap-free; a repetition keeps its first ordinal. */
  readonly ordinal: number;
  /** When the stream took the message, in ms. */
  readonly timestamp: number;
  /** Messages behind this one that were not delivered yet, as far as known. */
  readonly pending: number;
  /** Tells the stream never to deliver it again. Not confirmed: a lost ack means a repetition, which is harmless. */
  ack(): void;
  /** Like `ack`, for a message that was set aside as a dead letter. */
  term(reason: string): void;
}

/** How far a consumer has settled everything, in stream order. */
export interface Position {
  readonly incarnation: string;
  readonly sequence: number;
  /** The largest instant (ms) up to there; see `operators/advance-frontier.ts`. */
  readonly frontier: number;
}

export interface Consumption {
  /** Names the durable consumer. */
  readonly arbiter: string;
  /** Fact types to receive, spelled as declared; receiving others too is allowed. */
  readonly factTypes: readonly string[];
  /** Start behind this position, or at the beginning; a position of another incarnation counts as the beginning. */
  readonly after: Position | null;
  /** Bound on deliveries that are not settled yet. RxJS has no back-pressure; this is where it comes from. */
  readonly creditMax: number;
}

export interface FactSource {
  /**
   * Deliveries from `after` on, those that were settled before included: at least once, ordinals in stream order. Unsubscribing stops pulling; unsettled
   * deliveries come again at the next opening. Errors with a `Fault` when the connection is lost for good.
   */
  open(consumption: Consumption): Observable<Delivery>;
  /** Messages of an arbiter that are not settled yet, delivered or not; 0 when it has caught up. */
  backlog(arbiter: string): Promise<number>;
}

export interface OutboundMessage {
  readonly subject: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** Idempotency key: publishing it again within the stream's duplicate window has no effect. */
  readonly id: string;
}

export interface Publisher {
  /** Resolves when the message is stored; rejects with a `Fault`. */
  publish(message: OutboundMessage): Promise<void>;
}

/** A lane: all commands of one arbiter's one partition key, strictly ordered. */
export interface Lane {
  readonly arbiter: string;
  readonly key: string;
}

/** Where a command came from, for recognising it when it comes again. */
export interface Origin {
  readonly incarnation: string;
  readonly sequence: number;
  /** `Nats-Msg-Id` or `ce-id`; empty when the message had none. */
  readonly id: string;
}

/** A fact or retraction, decoded, validated and placed in its lane. */
export interface FactCommand {
  readonly kind: 'assert' | 'retract';
  readonly lane: Lane;
  readonly type: string;
  readonly key: string;
  /** Normalised by the schema; empty for a retraction. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Its instant, in ms. */
  readonly at: number;
  /** Largest instant in the stream up to and including it: timers due by then run first. */
  readonly frontier: number;
  readonly origin: Origin;
  /** As it came, for the dead letter if deciding it fails. */
  readonly message: Pick<Delivery, 'subject' | 'headers' | 'body'>;
}

/** What could not become a command, with the message as it came. */
export interface DeadLetter {
  readonly arbiter: string;
  readonly code: string;
  readonly reason: string;
  readonly subject: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly at: number;
  readonly origin: Origin;
}

/**
 * The lanes, as the pipelines see them. Each call resolves when its effect is durable, at once when it was before: a
 * repetition changes nothing. Store failures are retried behind it and hold the lane.
 */
export interface Lanes {
  decide(command: FactCommand, position: Position | null): Promise<void>;
  /** Runs every timer of the lane that is due at `frontier`. */
  wake(lane: Lane, frontier: number): Promise<void>;
  bury(letter: DeadLetter, position: Position | null): Promise<void>;
}
