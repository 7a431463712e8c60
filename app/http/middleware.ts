/** Decisions in web servers: `arbiter/http`, for `node:http`, Express and whatever else calls `(req, res, next)`, and for Fastify. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  decideRequest,
  decisionOf,
  type HttpFailure,
  type HttpOptions,
  type HttpOutcome,
  type HttpRules,
  isFailure,
  remember,
} from './decide.ts';

export { CONTEXT_LIMITS, type ContextOptions, type RequestContext, requestContext } from './context.ts';
export {
  decisionOf,
  type HttpDecision,
  type HttpFailure,
  type HttpOptions,
  type HttpRules,
} from './decide.ts';

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly next: (error?: unknown) => void;
}

export interface MiddlewareOptions extends HttpOptions {
  /** In place of `answerFailure`: answers, or goes on with `next`. */
  readonly onFailure?: (failure: HttpFailure, exchange: Exchange) => void;
}

export type Middleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** What is needed of Fastify's request and reply. */
export interface FastifyRequest {
  readonly raw: IncomingMessage;
}

export interface FastifyReply {
  code(status: number): unknown;
  header(name: string, value: string): unknown;
  send(body: string): unknown;
}

export interface HookOptions extends HttpOptions {
  /** In place of the answer; a request that is not answered goes on. */
  readonly onFailure?: (failure: HttpFailure, reply: FastifyReply) => unknown;
}

const PLAIN_TEXT = 'text/plain; charset=utf-8';

/**
 * Decides the rules of a program for a request, once, before what comes next; `decisionOf(request)` says what came out.
 *
 * @example
 * app.use(middleware(program));
 * app.get('/', (request, response) => response.json(decisionOf(request).matched));
 */
export function middleware(rules: HttpRules, options: MiddlewareOptions = {}): Middleware {
  const { onFailure = (failure, { response }) => answerFailure(failure, response) } = options;
  return (request, response, next) => {
    if (decisionOf(request) !== undefined) return next();
    const goOn = (outcome: HttpOutcome): void => {
      if (isFailure(outcome)) return onFailure(outcome, { request, response, next });
      remember(outcome, request);
      next();
    };
    const outcome = decideRequest(rules, request, options);
    // What follows is not caught here: its errors are its own.
    if (outcome instanceof Promise) void outcome.then(goOn);
    else goOn(outcome);
  };
}

/**
 * The same as a hook of Fastify, for `onRequest` or later; the decision belongs to Fastify's request and to Node's.
 *
 * @example
 * fastify.addHook('onRequest', fastifyHook(program));
 */
export function fastifyHook(rules: HttpRules, options: HookOptions = {}) {
  const { onFailure = sendFailure } = options;
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    if (decisionOf(request) !== undefined) return undefined;
    const outcome = await decideRequest(rules, request.raw, options);
    if (isFailure(outcome)) return onFailure(outcome, reply);
    remember(outcome, request, request.raw);
    return undefined;
  };
}

/** 400 or 500, with the message as plain text. */
export function answerFailure({ status, message }: HttpFailure, response: ServerResponse): void {
  response.statusCode = status;
  response.setHeader('Content-Type', PLAIN_TEXT);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.end(message);
}

/** An asynchronous hook that has answered returns the reply. */
function sendFailure({ status, message }: HttpFailure, reply: FastifyReply): unknown {
  reply.code(status);
  reply.header('Content-Type', PLAIN_TEXT);
  reply.header('X-Content-Type-Options', 'nosniff');
  reply.send(message);
  return reply;
}
