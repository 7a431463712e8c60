/** Decisions in a web server, over real connections on the loopback. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request as send, type RequestOptions } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import {
  decisionOf,
  fastifyHook,
  type FastifyReply,
  type FastifyRequest,
  type HttpRules,
  middleware,
  type Middleware,
  type MiddlewareOptions,
} from '#app/http/middleware.js';
import { compile } from '#lang';
import t, { type Test } from 'tap';

const RULES = `
rule Limited { when { request.query.limit == 1 } then Limit { by: request.query.limit } }
rule Posting { when { request.method == "POST" and request.path starts_with "/admin" } then Guard { } }
rule Tenant { when { request.headers.x_tenant == "acme" } then Serve { } }
rule Broken { when { 1 USD + price > 0 USD } then Never { } }`;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

function rules(text = RULES) {
  const { program, diagnostics } = compile({ name: 'http.arb', text }, 'http');
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return program;
}

/** Answers with the decision and with the body, which nobody has read before. */
async function serve(t: Test, use: Middleware): Promise<number> {
  const server = createServer((request, response) => {
    use(request, response, () => {
      void textOf(request).then((body) => response.end(JSON.stringify({ ...decisionOf(request), body })));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function ask(
  port: number,
  path: string,
  options: RequestOptions & { body?: string } = {},
): Promise<Answer> {
  const asking = send({ host: '127.0.0.1', port, path, agent: false, ...options });
  asking.end(options.body);
  const [response]: IncomingMessage[] = await once(asking, 'response');
  if (response === undefined) throw new Error('no response');
  const type = response.headers['content-type'] ?? '';
  return { status: response.statusCode ?? 0, type, body: await textOf(response) };
}

async function decided(t: Test, path: string, options: RequestOptions & { body?: string } = {}) {
  const port = await serve(t, middleware(rules()));
  const { status, body } = await ask(port, path, options);
  t.equal(status, 200, body);
  return JSON.parse(body);
}

void t.test('a request is decided once, and its body is left alone', async (t) => {
  const { matched, body, arbitrace } = await decided(t, '/%61dmin/x?limit=1', {
    method: 'POST',
    headers: { 'X-Tenant': 'acme' },
    body: 'the body',
  });
  t.match(matched, [{ name: 'Limited', params: { by: 1 } }, { name: 'Posting' }, { name: 'Tenant' }]);
  t.equal(body, 'the body');
  t.ok(arbitrace.length > 0);
});

void t.test('the context', async (t) => {
  const headers = { 'X--Odd_Name-': ['1', 'x'], Authorization: 'Bearer t', Cookie: 'sid=1', Host: 'h:1' };
  const path = '/a%20b?n=1&n=2&id=007&e=1e3&big=12345678901234567890&neg=-0.5&yes=true&t=t&nan=NaN&=v&%20=w';
  const { context } = await decided(t, path, { headers, setHost: false });
  const { request } = context;
  t.match(request, { method: 'GET', host: 'h:1', path: '/a b', remote_addr: '127.0.0.1' });
  t.strictSame(request.query, {
    n: [1, 2],
    id: '007',
    e: '1e3',
    big: '12345678901234567890',
    neg: -0.5,
    yes: true,
    t: 't',
    nan: 'NaN',
    value: ['v', 'w'],
  });
  t.strictSame(request.headers, { x_odd_name: [1, 'x'], host: 'h:1', connection: 'close' });
  t.strictSame((await decided(t, '/')).context.request.query, null);
});

void t.test('credentials are read only where that is asked for', async (t) => {
  const port = await serve(t, middleware(rules(), { withCredentials: true }));
  const { body } = await ask(port, '/', { headers: { Authorization: 'Bearer t' } });
  t.equal(JSON.parse(body).context.request.headers.authorization, 'Bearer t');
});

void t.test('names are data: nothing is polluted', async (t) => {
  const { context } = await decided(
    t,
    '/?__proto__=1&constructor=2&__proto__.polluted=3&request.method=PUT',
    {
      headers: { __proto__x: '1', ['constructor']: '2' },
    },
  );
  const { query } = context.request;
  t.strictSame(query, { proto: 1, constructor: 2, proto_polluted: 3, request_method: 'PUT' });
  t.equal(context.request.method, 'GET');
  t.notOk('polluted' in {});
});

void t.test('what cannot be a context is answered with 400', async (t) => {
  const port = await serve(t, middleware(rules(), { queryMax: 2, headersMax: 5 }));
  const refused = { status: 400, type: 'text/plain; charset=utf-8' };
  t.match(await ask(port, '/%zz'), { ...refused, body: /^build arbiter context: URI malformed/ });
  const three = { ...refused, body: 'build arbiter context: the request has more than 2 query parameters' };
  t.strictSame(await ask(port, '/?a&b&c'), three);
  t.strictSame(await ask(port, `/?${'a&'.repeat(4_000)}`), three);
  const headers = Object.fromEntries([1, 2, 3, 4, 5].map((index) => [`x-${index}`, '']));
  t.match(await ask(port, '/', { headers }), { ...refused, body: /more than 5 headers/ });
  t.match(await ask(port, '/?a&b'), { status: 200 });
});

void t.test('a context of one’s own, at once or later', async (t) => {
  for (const buildContext of [
    () => ({ request: { query: { limit: 1 } } }),
    async () => ({ 'request.query.limit': 1 }),
  ]) {
    const { body } = await ask(await serve(t, middleware(rules(), { buildContext })), '/');
    t.match(JSON.parse(body).matched, [{ name: 'Limited' }]);
  }
  for (const buildContext of [
    () => {
      throw new Error('no session');
    },
    () => Promise.reject(new Error('no session')),
  ])
    t.match(await ask(await serve(t, middleware(rules(), { buildContext })), '/'), {
      status: 400,
      body: 'build arbiter context: no session',
    });
  const deep: unknown = JSON.parse(`${'{"a":'.repeat(65)}1${'}'.repeat(65)}`);
  for (const [context, reason] of [
    ['text', 'is no JSON object'],
    [deep, 'nests more than 64 deep'],
    [{ at: Number.NaN }, 'holds what is no JSON data'],
  ])
    t.match(await ask(await serve(t, middleware(rules(), { buildContext: () => context })), '/'), {
      status: 400,
      body: `build arbiter context: the context ${String(reason)}`,
    });
});

const BROKEN = { buildContext: () => ({ price: { $decimal: '1 EUR' } }) };

void t.test(
  'what cannot be decided is answered with 500, and a rule that errs only where that is asked for',
  async (t) => {
    const { body } = await ask(await serve(t, middleware(rules(), BROKEN)), '/');
    t.match(JSON.parse(body), { matched: [], errors: [{ rule: 'Broken' }] });
    const failing = await serve(t, middleware(rules(), { ...BROKEN, onTrap: 'fail' }));
    t.match(await ask(failing, '/'), { status: 500, body: /^evaluate arbiter rules: rule Broken: amounts/ });
    const port = await serve(t, middleware({ current: null }, {}));
    t.match(await ask(port, '/'), { status: 500, body: 'evaluate arbiter rules: there is no program yet' });
  },
);

void t.test('failures are answered otherwise by who wants to', async (t) => {
  const seen: string[] = [];
  const onFailure: MiddlewareOptions['onFailure'] = ({ stage, status }, { response, next }) => {
    seen.push(`${stage} ${status}`);
    if (stage === 'build') return next();
    response.statusCode = 503;
    response.end('later');
  };
  const port = await serve(t, middleware(rules(), { ...BROKEN, onTrap: 'fail', onFailure }));
  t.match(await ask(port, '/'), { status: 503, body: 'later' });
  const open = await serve(t, middleware(rules(), { queryMax: 0, onFailure }));
  t.match(await ask(open, '/?a'), { status: 200, body: '{"body":""}' });
  t.same(seen, ['evaluate 500', 'build 400']);
});

void t.test('once, however often it is used, and for the whole path below a router', async (t) => {
  const counted = { builds: 0 };
  const use = middleware(rules(), {
    buildContext: () => {
      counted.builds += 1;
      return {};
    },
  });
  const port = await serve(t, (request, response, next) => {
    use(request, response, () => use(request, response, next));
  });
  await ask(port, '/');
  t.equal(counted.builds, 1);
  const mounted = middleware(rules());
  const below = await serve(t, (request, response, next) => {
    Object.assign(request, { originalUrl: request.url, url: '/rest' });
    mounted(request, response, next);
  });
  const { body } = await ask(below, '/admin/rest?limit=1', { method: 'POST' });
  t.match(JSON.parse(body).matched, [{ name: 'Limited' }, { name: 'Posting' }]);
});

/** The life of a request in Fastify, as far as hooks see it: an answered request goes no further. */
async function serveLikeFastify(t: Test, program: HttpRules): Promise<number> {
  const hook = fastifyHook(program);
  return await serve(t, (raw, response, next) => {
    const reply: FastifyReply = {
      code: (status) => (response.statusCode = status),
      header: (name, value) => response.setHeader(name, value),
      send: (body) => response.end(body),
    };
    const request: FastifyRequest = { raw };
    void goOn(hook(request, reply), () => decisionOf(request) === decisionOf(raw) && next());
  });
}

async function goOn(answering: Promise<unknown>, next: () => void): Promise<void> {
  if ((await answering) === undefined) next();
}

void t.test('as a hook of Fastify', async (t) => {
  const port = await serveLikeFastify(t, rules());
  t.match(JSON.parse((await ask(port, '/?limit=1')).body).matched, [{ name: 'Limited' }]);
  t.match(await ask(port, '/%'), { status: 400, type: 'text/plain; charset=utf-8', body: /^build arbiter/ });
});
