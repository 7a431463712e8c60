/**
 * A request as a context: method, host, path, address of the peer, headers and query. The body is never read, forwarding headers
 * are believed by nobody, and credentials stay out, because contexts and traces are written down.
 */
import type { IncomingMessage } from 'node:http';

export interface ContextLimits {
  readonly headersMax: number;
  readonly queryMax: number;
}

export interface ContextOptions extends Partial<ContextLimits> {
  /** Whether `authorization`, `proxy-authorization` and `cookie` are in the context. Default false. */
  readonly withCredentials?: boolean;
}

type Scalar = string | number | boolean;
type Named = readonly (readonly [name: string, value: string])[];

export interface RequestContext {
  readonly request: {
    readonly method: string;
    readonly host: string | null;
    /** Percent-decoded, without the query. */
    readonly path: string;
    readonly remote_addr: string | null;
    readonly headers: Readonly<Record<string, Scalar | readonly Scalar[]>> | null;
    readonly query: Readonly<Record<string, Scalar | readonly Scalar[]>> | null;
  };
}

export const CONTEXT_LIMITS: ContextLimits = { headersMax: 100, queryMax: 100 };
const CREDENTIALS: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie']);

/** Throws a `RangeError` for a request beyond the limits, and a `URIError` for a path that is not encoded properly. */
export function requestContext(request: IncomingMessage, options: ContextOptions = {}): RequestContext {
  const { headersMax = CONTEXT_LIMITS.headersMax, queryMax = CONTEXT_LIMITS.queryMax } = options;
  const { path, query } = targetOf(request);
  const headers = bounded('headers', pairs(request.rawHeaders), headersMax);
  const shown = options.withCredentials === true ? headers : headers.filter(([name]) => !isCredential(name));
  const asked = bounded('query parameters', query === '' ? [] : parameters(query, queryMax), queryMax);
  return {
    request: {
      method: request.method ?? '',
      host: request.headers.host ?? null,
      path: decodeURIComponent(path),
      remote_addr: request.socket.remoteAddress ?? null,
      headers: recordOf(shown),
      query: recordOf(asked),
    },
  };
}

/**
 * Text, unless it is the shortest way to write a number, or `true` or `false`: `1` is a number and never a boolean; `007`, `1.0`,
 * `1e3`, `t`, `NaN` and digits that a double cannot hold are text.
 */
export function scalarOf(text: string): Scalar {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text ? number : text;
}

/** `X-Request-Id` is `x_request_id`: what the rules can write as a name. */
export function nameOf(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
  return name === '' ? 'value' : name;
}

/** Routers rewrite `url` below where they are mounted, and keep the whole as `originalUrl`. */
function targetOf(request: IncomingMessage): { readonly path: string; readonly query: string } {
  const original = 'originalUrl' in request ? request.originalUrl : undefined;
  const target = typeof original === 'string' ? original : (request.url ?? '');
  const local = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/#.*$/s, '');
  const at = local.indexOf('?');
  return at < 0 ? { path: local, query: '' } : { path: local.slice(0, at), query: local.slice(at + 1) };
}

/** One more than allowed is enough to be refused. */
function parameters(query: string, max: number): Named {
  const parts = query.split('&', max + 1);
  return [...new URLSearchParams(parts.join('&'))];
}

function pairs(raw: readonly string[]): Named {
  return Array.from({ length: raw.length >> 1 }, (_, index) => [
    raw[2 * index] ?? '',
    raw[2 * index + 1] ?? '',
  ]);
}

function bounded(what: string, found: Named, max: number): Named {
  if (found.length > max) throw new RangeError(`the request has more than ${max} ${what}`);
  return found;
}

function isCredential(name: string): boolean {
  return CREDENTIALS.has(name.toLowerCase());
}

/** One value is itself, several are a list; names that become one are one. `null` for none at all. */
function recordOf(named: Named): Readonly<Record<string, Scalar | readonly Scalar[]>> | null {
  const gathered = new Map<string, Scalar[]>();
  for (const [name, value] of named) {
    const key = nameOf(name);
    gathered.set(key, [...(gathered.get(key) ?? []), scalarOf(value)]);
  }
  if (gathered.size === 0) return null;
  return Object.fromEntries(
    [...gathered].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}
