/** A listener for pages that are only read: GET and HEAD of a few paths, with bounds on what anybody may hold open. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Fault, reasonOf } from '#streams/faults.js';
import { codeOf, readableReason } from '../system/errno.ts';

export interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** By path. */
export type Pages = ReadonlyMap<string, () => Page | Promise<Page>>;

export interface Address {
  readonly host: string;
  /** 0 for one that is free. */
  readonly port: number;
}

export interface Listener {
  /** `host:port`. */
  readonly address: string;
  /** What is being answered is cut off. */
  close(): Promise<void>;
}

const CONNECTIONS_MAX = 64;
const REQUEST_MS = 10_000;
const TEXT = 'text/plain; charset=utf-8';

/** Rejects with `listener/failed` where the address cannot be used. */
export async function servePages(pages: Pages, { host, port }: Address): Promise<Listener> {
  const server = createServer(
    { requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS },
    (request, response) => {
      void answer(pages, request, response);
    },
  );
  server.maxConnections = CONNECTIONS_MAX;
  await listening(server, { host, port });
  const bound = server.address();
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    address: `${shown}:${typeof bound === 'object' && bound !== null ? bound.port : port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, { host, port }: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const reason = codeOf(error) === 'EADDRINUSE' ? 'another program listens there' : readableReason(error);
      reject(new Fault('listener/failed', { values: { address: `${host}:${port}`, reason }, cause: error }));
    });
    server.listen(port, host, resolve);
  });
}

async function answer(pages: Pages, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '' } = request;
  const { status, type, body } = await pageOf(pages, method, url.split('?')[0] ?? '');
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
  });
  response.end(method === 'HEAD' ? '' : body);
}

async function pageOf(pages: Pages, method: string, path: string): Promise<Page> {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, type: TEXT, body: 'GET or HEAD\n' };
  const page = pages.get(path);
  if (page === undefined) return { status: 404, type: TEXT, body: `${[...pages.keys()].join('\n')}\n` };
  try {
    return await page();
  } catch (error) {
    return { status: 500, type: TEXT, body: `${reasonOf(error)}\n` };
  }
}
