/** Expert sessions for those who hold one in their own process: plain data in, steps and explanations out. */
import {
  checkpointSession,
  type Command,
  contextFromJson,
  deltaOf,
  type EngineLimits,
  fork,
  type Justification,
  type Overrides,
  type Proof,
  proveFact,
  proveOutcome,
  restoreSession as restoreEngineSession,
  Session,
  type SessionDelta,
  type SessionSnapshot,
  snapshotOf,
  type Step,
  syncTo,
  unsupportedBySessions,
  type WhyNot,
  whyNot,
} from '#engine';
import type { Program } from '#lang';
import { assertedFrom, distinct, type GivenFact, identityFrom } from './session-facts.ts';

/** What was given as a checkpoint is none, or has rules that the program does not have. */
export class InvalidCheckpoint extends TypeError {
  override readonly name = 'InvalidCheckpoint';
}

export interface ExpertOptions {
  /** What conditions can read beside facts, as JSON. */
  readonly envelope?: object;
  /** Asserted before the first run. */
  readonly facts?: readonly GivenFact[];
  readonly overrides?: Overrides;
  /** The name under which rollouts without a namespace count. Default: that of the program. */
  readonly bundleName?: string;
  readonly limits?: EngineLimits;
}

export interface SyncResult {
  readonly added: number;
  readonly updated: number;
  readonly retracted: number;
  /** Whether there was anything to do. */
  readonly changed: boolean;
}

/** Facts and rules that reason over them. What is asserted and retracted is decided by the next `run`, together. */
export class ExpertSession {
  readonly #session: Session;
  #waiting: Command[] = [];

  /** Use `createSession` and `restoreSession`. */
  constructor(session: Session) {
    this.#session = session;
  }

  /** Adds a fact, or replaces the one of its type and key. Throws `InvalidFact`. */
  assert(fact: GivenFact): this {
    this.#waiting.push({ kind: 'assert', ...assertedFrom(this.#session, fact) });
    return this;
  }

  /** Takes back a fact that was asserted from outside; one that is not there is none to take back. */
  retract(fact: Pick<GivenFact, 'type' | 'key'>): this {
    this.#waiting.push({ kind: 'retract', ...identityFrom(fact) });
    return this;
  }

  /** Makes the facts from outside equal to a list, which holds each type and key once. Throws `InvalidFact`, and changes nothing then. */
  sync(facts: readonly GivenFact[]): SyncResult {
    const wanted = distinct(facts.map((fact) => assertedFrom(this.#session, fact)));
    const { commands, added, updated, retracted } = syncTo(this.#session, this.#waiting, wanted);
    for (const command of commands) this.#waiting.push(command);
    return { added, updated, retracted, changed: commands.length > 0 };
  }

  /** Replaces what conditions read beside facts. */
  setEnvelope(envelope: object): this {
    this.#session.setEnvelope(contextFromJson(envelope, this.#session.program.context));
    return this;
  }

  /** Replaces the kill switches and rollouts that count beside those of the source. */
  setOverrides(overrides: Overrides): this {
    this.#session.setOverrides(overrides);
    return this;
  }

  /** Lets the rules run until nothing changes. Instants never run backwards: an earlier one counts as that of the last run. */
  run(now: Date | number = Date.now()): Step {
    const instant = this.#clamped(now);
    const commands = this.#waiting;
    this.#waiting = [];
    return this.#session.applyAll(commands, instant);
  }

  /** Every visible fact, by type and key. */
  snapshot(): SessionSnapshot {
    return snapshotOf(this.#session);
  }

  /** How the visible facts differ from those of a snapshot. */
  delta(since: SessionSnapshot): SessionDelta {
    return deltaOf(since, this.snapshot());
  }

  /** The whole session as bytes, for `restoreSession`; what waits for the next run is not among them. */
  checkpoint(): Uint8Array {
    return checkpointSession(this.#session);
  }

  /** The rules and facts that a fact rests on. */
  why(fact: Pick<GivenFact, 'type' | 'key'>): Proof {
    return proveFact(this.#session, fact);
  }

  /** Every match that supports an outcome of the name. */
  whyOutcome(name: string): readonly Justification[] {
    return proveOutcome(this.#session, name);
  }

  /** What stands between a rule and its match. Throws `RangeError` for a rule that the program does not have. */
  whyNot(rule: string): WhyNot {
    const found = whyNot(this.#session, rule);
    if (found !== undefined) return found;
    throw new RangeError(`the program \`${this.#session.program.name}\` has no expert rule \`${rule}\``);
  }

  /** What a run would decide if the changes were made: they are made to a copy, with what waits for the next run. */
  whatIf(change: (copy: ExpertSession) => void, now: Date | number = Math.max(0, this.#session.now)): Step {
    const copy = new ExpertSession(fork(this.#session));
    copy.#waiting = [...this.#waiting];
    change(copy);
    return copy.run(now);
  }

  #clamped(now: Date | number): number {
    const instant = Math.floor(Number(now));
    if (!Number.isSafeInteger(instant) || instant < 0)
      throw new RangeError(`\`${String(now)}\` is no instant from 1970 on`);
    return Math.max(instant, this.#session.now);
  }
}

/**
 * A session of the expert rules of a program. Throws `InvalidFact`, `InvalidContext`, and `TypeError` for a program that sessions
 * cannot run.
 *
 * @example
 * const session = createSession(program, { facts: [{ type: 'Reading', key: 'r1', fields: { value: 90 } }] });
 * const { outcomes } = session.run();
 */
export function createSession(program: Program, options: ExpertOptions = {}): ExpertSession {
  requireRunnable(program);
  const { envelope = {}, facts = [], ...rest } = options;
  const context = contextFromJson(envelope, program.context);
  const session = new Session(program, { ...rest, envelope: context });
  const expert = new ExpertSession(session);
  for (const fact of facts) expert.assert(fact);
  return expert;
}

/** The session that wrote a checkpoint, under the same program. Throws `InvalidCheckpoint`. */
export function restoreSession(
  program: Program,
  checkpoint: Uint8Array,
  options: Pick<ExpertOptions, 'overrides' | 'limits' | 'bundleName'> = {},
): ExpertSession {
  requireRunnable(program);
  const restored = restoreEngineSession(program, jsonOf(checkpoint), options);
  if (restored.kind === 'refused') throw new InvalidCheckpoint(restored.reason);
  return new ExpertSession(restored.session);
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    throw new InvalidCheckpoint('the checkpoint is no JSON', { cause: error });
  }
}

function requireRunnable(program: Program): void {
  const [first] = unsupportedBySessions(program);
  if (first !== undefined) throw new TypeError(`sessions cannot run the program: ${first}`);
}
