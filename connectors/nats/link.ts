/**
 * Whether a connection is up, for those who must start over when it comes back. nats.js tells it as an iterator that cannot
 * be left early without leaking and does not end when the connection is closed, so there is one watch per connection.
 */
import { Events, type NatsConnection } from 'nats';

export class Link {
  readonly #connection: NatsConnection;
  readonly #watchers = new Set<() => void>();
  #isUp = true;

  constructor(connection: NatsConnection) {
    this.#connection = connection;
    void this.#watch();
    void connection.closed().then(() => this.#tell());
  }

  get isUp(): boolean {
    return this.#isUp && !this.#connection.isClosed();
  }

  /** Calls back whenever the connection came back or was closed for good, until the returned function is called. */
  onChange(callback: () => void): () => void {
    this.#watchers.add(callback);
    return () => this.#watchers.delete(callback);
  }

  /** Resolves when the connection is up, or closed for good. */
  async settled(): Promise<void> {
    while (!this.#isUp && !this.#connection.isClosed()) {
      await new Promise<void>((resolve) => {
        const release = this.onChange(() => {
          release();
          resolve();
        });
      });
    }
  }

  async #watch(): Promise<void> {
    for await (const { type } of this.#connection.status()) {
      if (type === Events.Disconnect) this.#isUp = false;
      if (type !== Events.Reconnect) continue;
      this.#isUp = true;
      this.#tell();
    }
  }

  #tell(): void {
    for (const callback of this.#watchers) callback();
  }
}
