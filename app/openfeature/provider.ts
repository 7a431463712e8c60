/**
 * An OpenFeature provider for the flags of a program: `arbiter/openfeature`. It decides in process, from the program that is
 * current when it is asked; with a file it follows the file, and a broken edit leaves the last good program in place.
 */
import {
  ErrorCode,
  type EvaluationContext,
  type FlagMetadata,
  GeneralError,
  type JsonValue,
  type Logger,
  OpenFeatureEventEmitter,
  ParseError,
  type Provider,
  ProviderEvents,
  type ResolutionDetails,
  StandardResolutionReasons,
} from '@openfeature/server-sdk';
import type { Clock } from '#actors';
import {
  decideFlag,
  type FlagDecision,
  type Overrides,
  type SecretResolver,
  type ValueRecord,
} from '#engine';
import { bundleDigest, encodeProgram, type Program } from '#lang';
import type { CompiledFlag } from '#lang/bytecode/program.js';
import type { LoadedProgram } from '../load.ts';
import {
  failureText,
  type LoadFailure,
  type WatchedProgram,
  type WatchOptions,
  watchProgram,
} from '../watch.ts';
import { changedFlags } from './changes.ts';
import { contextFrom } from './context.ts';
import { lacksTargetingKey, resolutionReason, trapsOf } from './reason.ts';
import { booleanOf, type Chosen, numberOf, objectOf, stringOf } from './value.ts';

/** A program in memory, or a file that is followed: text or a bundle. */
export type ProviderSource =
  | { readonly program: Program }
  | { readonly file: string; readonly watch?: Omit<WatchOptions, 'onChange' | 'onError'> };

export interface ProviderSettings {
  /** Default: the system's. */
  readonly clock?: Pick<Clock, 'now'>;
  /** A function is asked for each evaluation, so that overrides may change while the program runs. */
  readonly overrides?: Overrides | (() => Overrides);
  /** The name under which the bundle was published: the namespace of rollouts and splits that have none of their own. */
  readonly bundleName?: string;
  /** What conditions and payloads get for `secret(…)`; a value that is one is shown redacted. */
  readonly secrets?: SecretResolver;
}

export type ArbiterProviderOptions = ProviderSource & ProviderSettings;

interface Current {
  readonly program: Program;
  readonly digest: string;
  readonly flags: ReadonlyMap<string, CompiledFlag>;
}

interface Question<Answer> {
  readonly fallback: Answer;
  readonly type: 'boolean' | 'string' | 'number' | 'object';
  read(chosen: Chosen): Answer | undefined;
}

/** Of one call. */
interface Call {
  readonly key: string;
  readonly context: EvaluationContext;
  readonly logger: Logger;
}

/**
 * @example
 * await OpenFeature.setProviderAndWait(new ArbiterProvider({ file: 'flags.arb' }));
 */
export class ArbiterProvider implements Provider {
  readonly metadata = { name: 'arbiter' } as const;
  readonly runsOn = 'server';
  readonly events = new OpenFeatureEventEmitter();
  readonly #options: ArbiterProviderOptions;
  #current: Current | null = null;
  #watched: WatchedProgram | null = null;
  /** Whether the file holds something that could not be taken. */
  #isBehind = false;

  constructor(options: ArbiterProviderOptions) {
    this.#options = options;
    if ('program' in options)
      this.#current = currentOf(options.program, bundleDigest(encodeProgram(options.program)));
  }

  /** Rejects when there is no program in the file; it goes on being watched, and is ready once there is. */
  async initialize(): Promise<void> {
    const options = this.#options;
    if ('program' in options || this.#watched !== null) return;
    const watched = await watchProgram(options.file, {
      ...options.watch,
      onChange: (current, previous) => this.#change(current, previous),
      onError: (failure, current) => this.#report(failure, current),
    });
    this.#watched = watched;
    const { current, failure } = watched;
    if (current !== null) this.#current = currentOf(current.program, current.digest);
    this.#isBehind = failure !== null;
    if (failure !== null) throw errorOf(failure);
  }

  async onClose(): Promise<void> {
    const watched = this.#watched;
    this.#watched = null;
    await watched?.close();
  }

  async resolveBooleanEvaluation(
    key: string,
    fallback: boolean,
    context: EvaluationContext,
    logger: Logger,
  ): Promise<ResolutionDetails<boolean>> {
    return this.#resolve({ key, context, logger }, { fallback, type: 'boolean', read: booleanOf });
  }

  async resolveStringEvaluation(
    key: string,
    fallback: string,
    context: EvaluationContext,
    logger: Logger,
  ): Promise<ResolutionDetails<string>> {
    return this.#resolve({ key, context, logger }, { fallback, type: 'string', read: stringOf });
  }

  async resolveNumberEvaluation(
    key: string,
    fallback: number,
    context: EvaluationContext,
    logger: Logger,
  ): Promise<ResolutionDetails<number>> {
    return this.#resolve({ key, context, logger }, { fallback, type: 'number', read: numberOf });
  }

  async resolveObjectEvaluation<Shape extends JsonValue>(
    key: string,
    fallback: Shape,
    context: EvaluationContext,
    logger: Logger,
  ): Promise<ResolutionDetails<Shape>> {
    const read = (chosen: Chosen): Shape | undefined => {
      const found = objectOf(chosen);
      return isOfShape(found, fallback) ? found : undefined;
    };
    return this.#resolve({ key, context, logger }, { fallback, type: 'object', read });
  }

  #resolve<Answer>(call: Call, question: Question<Answer>): ResolutionDetails<Answer> {
    const current = this.#current;
    if (current === null) return this.#unready(question.fallback);
    const { fallback, type } = question;
    const { key } = call;
    const flag = current.flags.get(key);
    if (flag === undefined)
      return failed(fallback, ErrorCode.FLAG_NOT_FOUND, `the program has no flag \`${key}\``);
    const reading = contextFrom(call.context, current.program);
    if (reading.kind === 'invalid')
      return failed(fallback, ErrorCode.INVALID_CONTEXT, `the context ${reading.reason}`);
    const decision = this.#decide(current.program, reading.context, call);
    const flagMetadata = this.#metadataOf(flag, decision, current);
    if (lacksTargetingKey(decision)) {
      const message = `flag \`${key}\` gives shares of users, and the context says no targeting key`;
      return { ...failed(fallback, ErrorCode.TARGETING_KEY_MISSING, message), flagMetadata };
    }
    const reason = resolutionReason(current.program, flag, decision);
    const { variant, values } = decision;
    if (variant === '') return { value: fallback, reason, flagMetadata };
    const value = question.read({ type: flag.type, variant, values });
    if (value !== undefined) return { value, variant, reason, flagMetadata };
    const message = `variant \`${variant}\` of flag \`${key}\` is no ${type}`;
    return { ...failed(fallback, ErrorCode.TYPE_MISMATCH, message), flagMetadata };
  }

  #decide(program: Program, context: ValueRecord, { key, logger }: Call): FlagDecision {
    const { clock, overrides, bundleName, secrets } = this.#options;
    const decision = decideFlag(program, key, {
      context,
      nowSeconds: Math.floor((clock?.now() ?? Date.now()) / 1000),
      ...(overrides === undefined
        ? {}
        : { overrides: typeof overrides === 'function' ? overrides() : overrides }),
      ...(bundleName === undefined ? {} : { bundleName }),
      ...(secrets === undefined ? {} : { secrets }),
    });
    for (const trap of trapsOf(decision)) logger.warn(`flag ${key}: ${trap}`);
    return decision;
  }

  /** What the flag says of itself wins over what is added here. */
  #metadataOf(
    { metadata }: CompiledFlag,
    { reason }: FlagDecision,
    { program, digest }: Current,
  ): FlagMetadata {
    const flagSetId = this.#options.bundleName ?? program.name;
    const own = Object.fromEntries(metadata.map(({ name, value }) => [name, value]));
    return { flagSetId, version: digest, decidedBy: reason, ...own };
  }

  #unready<Answer>(fallback: Answer): ResolutionDetails<Answer> {
    const failure = this.#watched?.failure ?? null;
    if (failure === null)
      return failed(fallback, ErrorCode.PROVIDER_NOT_READY, 'the provider has not been initialized');
    return failed(fallback, errorOf(failure).code, failureText(failure));
  }

  #change({ program, digest }: LoadedProgram, previous: LoadedProgram | null): void {
    this.#current = currentOf(program, digest);
    if (this.#isBehind)
      this.events.emit(ProviderEvents.Ready, { message: 'the program is that of the file' });
    this.#isBehind = false;
    const flagsChanged = changedFlags(previous?.program ?? null, program);
    this.events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged });
  }

  /** With a good program in place the provider is only behind its source. */
  #report(failure: LoadFailure, current: LoadedProgram | null): void {
    this.#isBehind = true;
    const message = failureText(failure);
    if (current !== null) this.events.emit(ProviderEvents.Stale, { message });
    else this.events.emit(ProviderEvents.Error, { message, errorCode: errorOf(failure).code });
  }
}

function currentOf(program: Program, digest: string): Current {
  return { program, digest, flags: new Map(program.flags.map((flag) => [flag.name, flag])) };
}

function errorOf(failure: LoadFailure): ParseError | GeneralError {
  const message = failureText(failure);
  return failure.kind === 'unreadable' ? new GeneralError(message) : new ParseError(message);
}

function failed<Answer>(
  value: Answer,
  errorCode: ErrorCode,
  errorMessage: string,
): ResolutionDetails<Answer> {
  return { value, reason: StandardResolutionReasons.ERROR, errorCode, errorMessage };
}

/** That both are lists or both objects is all that can be seen; the members are the promise of the caller's type. */
function isOfShape<Shape extends JsonValue>(found: JsonValue | undefined, like: Shape): found is Shape {
  if (typeof found !== 'object' || found === null) return false;
  return typeof like !== 'object' || like === null || Array.isArray(found) === Array.isArray(like);
}
