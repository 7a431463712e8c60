/** The pages of a running system: whether it lives, whether it is ready, what it does, what it counts. */
import { type Address, type Listener, type Page, type Pages, servePages } from '#connectors/http/serve.js';
import type { Metrics } from '#connectors/telemetry/metrics.js';
import type { StatusDocument } from './document.ts';

export interface StatusPages {
  /** `listener` is the address that the pages are served at. */
  readonly document: (listener: string) => StatusDocument;
  readonly metrics: Metrics;
}

export async function serveStatus({ document, metrics }: StatusPages, address: Address): Promise<Listener> {
  let listener = '';
  const pages: Pages = new Map<string, () => Page | Promise<Page>>([
    ['/healthz', () => textPage(200, 'ok')],
    [
      '/readyz',
      () => {
        const { ready, reasons } = document(listener).readiness;
        return ready ? textPage(200, 'ok') : textPage(503, reasons.join('\n'));
      },
    ],
    ['/status', () => jsonPage(document(listener))],
    ['/status/issues', () => jsonPage(document(listener).issues)],
    ['/metrics', async () => ({ status: 200, type: metrics.contentType, body: await metrics.text() })],
  ]);
  const serving = await servePages(pages, address);
  listener = serving.address;
  return serving;
}

function textPage(status: number, text: string): Page {
  return { status, type: 'text/plain; charset=utf-8', body: `${text}\n` };
}

function jsonPage(json: unknown): Page {
  return { status: 200, type: 'application/json', body: `${JSON.stringify(json, null, 2)}\n` };
}
