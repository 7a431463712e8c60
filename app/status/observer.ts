/** Watches a run: what it does goes to the log, to its statistics and to its metrics, and the status is told from them. */
import type { Telemetry } from '#actors';
import type { Address, Listener } from '#connectors/http/serve.js';
import { createMetrics, type Metrics } from '#connectors/telemetry/metrics.js';
import type { Runtime } from '../runtime.ts';
import { RunStatistics } from '../statistics.ts';
import { statusDocument } from './document.ts';
import { serveStatus } from './serve.ts';

interface Observing {
  readonly logged: Telemetry;
  readonly version: string;
  /** In ms. */
  readonly startedAt: number;
}

export class Observer {
  readonly statistics = new RunStatistics();
  readonly telemetry: Telemetry;
  readonly #observing: Observing;
  readonly #metrics: Metrics;
  #runtime: Runtime | null = null;

  constructor(observing: Observing) {
    this.#observing = observing;
    this.#metrics = createMetrics(
      () => this.#runtime?.system.status() ?? null,
      () => this.#runtime?.isUp() ?? false,
    );
    this.telemetry = {
      event: (event) => {
        this.statistics.note(event);
        this.#metrics.event(event);
        observing.logged.event(event);
      },
    };
  }

  /** Serves the status of a runtime that was opened with the telemetry. */
  async serve(runtime: Runtime, address: Address): Promise<Listener> {
    this.#runtime = runtime;
    const { version, startedAt } = this.#observing;
    const { place, capabilities, system, isUp } = runtime;
    const about = { version, startedAt, place, capabilities, statistics: this.statistics };
    const document = (listener: string) =>
      statusDocument({ ...about, listener, isUp: isUp(), system: system.status() });
    return await serveStatus({ document, metrics: this.#metrics }, address);
  }
}
