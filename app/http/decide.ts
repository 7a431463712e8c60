/**
 * What the middleware of every framework shares: one decision a request, kept beside the request and never on it, where a
 * parameter of the same name could be mistaken for it.
 */
import type { IncomingMessage } from 'node:http';
import {
  decideRules,
  InvalidContext,
  readContext,
  type RuleDecision,
  type RuleOptions,
  type ValueRecord,
} from '#engine';
import type { Program } from '#lang';
import { reasonOf } from '#streams/faults.js';
import type { Clock } from '#actors';
import type { WatchedProgram } from '../watch.ts';
import { type ContextOptions, requestContext } from './context.ts';

/** A program, or one that follows its files. */
export type HttpRules = Program | Pick<WatchedProgram, 'current'>;

export interface HttpOptions extends ContextOptions, Omit<RuleOptions, 'nowSeconds'> {
  /** Default: the system's. */
  readonly clock?: Pick<Clock, 'now'>;
  /** In place of `requestContext`; what it throws or rejects with is a build failure. */
  readonly buildContext?: (request: IncomingMessage) => unknown;
}

export interface HttpDecision extends RuleDecision {
  readonly context: ValueRecord;
}

/** `build`: there is no context for the request. `evaluate`: there is no decision for the context. */
export interface HttpFailure {
  readonly stage: 'build' | 'evaluate';
  readonly status: 400 | 500;
  /** One line. */
  readonly message: string;
  readonly cause: unknown;
}

export type HttpOutcome = HttpDecision | HttpFailure;

const DECISIONS = new WeakMap<object, HttpDecision>();

/** The decision on a request, by whichever object a framework shows it as; `undefined` before the middleware ran. */
export function decisionOf(request: object): HttpDecision | undefined {
  return DECISIONS.get(request);
}

export function isFailure(outcome: HttpOutcome): outcome is HttpFailure {
  return 'stage' in outcome;
}

export function remember(decision: HttpDecision, ...requests: readonly object[]): void {
  for (const request of requests) DECISIONS.set(request, decision);
}

/** At once, unless the context has to be waited for. Never throws, never rejects. */
export function decideRequest(
  rules: HttpRules,
  request: IncomingMessage,
  options: HttpOptions,
): HttpOutcome | Promise<HttpOutcome> {
  try {
    const built = (options.buildContext ?? ((given) => requestContext(given, options)))(request);
    if (!(built instanceof Promise)) return decideContext(rules, built, options);
    return built.then((context: unknown) => decideContext(rules, context, options), buildFailure);
  } catch (error) {
    return buildFailure(error);
  }
}

function decideContext(rules: HttpRules, raw: unknown, options: HttpOptions): HttpOutcome {
  const program = 'current' in rules ? (rules.current?.program ?? null) : rules;
  if (program === null) return evaluateFailure(new Error('there is no program yet'));
  const reading = readContext(raw, program.context);
  if (reading.kind === 'invalid') return buildFailure(new InvalidContext(`the context ${reading.reason}`));
  return decideProgram(program, reading.context, options);
}

function decideProgram(program: Program, context: ValueRecord, options: HttpOptions): HttpOutcome {
  const nowSeconds = Math.floor((options.clock?.now() ?? Date.now()) / 1000);
  try {
    const decision = decideRules(program, context, { ...options, nowSeconds });
    const [first] = decision.errors;
    if (first === undefined || options.onTrap !== 'fail') return { context, ...decision };
    return evaluateFailure(new Error(`rule ${first.rule}: ${first.message}`));
  } catch (error) {
    return evaluateFailure(error);
  }
}

function buildFailure(cause: unknown): HttpFailure {
  return { stage: 'build', status: 400, message: `build arbiter context: ${reasonOf(cause)}`, cause };
}

function evaluateFailure(cause: unknown): HttpFailure {
  return { stage: 'evaluate', status: 500, message: `evaluate arbiter rules: ${reasonOf(cause)}`, cause };
}
