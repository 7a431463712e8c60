/**
 * The lanes of a running system, as the pipelines see them: finds or restores the session actor of a key, hands it one
 * task at a time, buries what it cannot decide, and says what became durable.
 */
import { Fault } from '#streams/faults.js';
import { DEAD_LANE } from '#streams/pipelines/facts.js';
import type { DeadLetter, FactCommand, Lane, Lanes, Origin, Position } from '#streams/ports.js';
import type { DecisionLog } from '../decision-log.ts';
import { targetOf } from '../delivery/target.ts';
import type { SystemLimits } from '../limits.ts';
import type { Ports } from '../ports.ts';
import type { StoredOutcome } from '../records.ts';
import { isSettled } from '../session/decide.ts';
import type { Recorder, Recording } from '../session/recording.ts';
import { readLane } from '../session/restore.ts';
import type { LaneWorld } from '../session/session.machine.ts';
import { bury } from './burial.ts';
import { LaneRegistry } from './lane-registry.ts';
import { LaneTurns } from './lane-turns.ts';

/** What the rest of the system wants to hear. */
export interface SupervisorEvents {
  /** Outcomes wait in the outbox of a target. */
  readonly onOutbox: (target: string) => void;
  /** A lane's timer is now due at this instant, or no more. */
  readonly onDue: (arbiter: string, due: number | null) => void;
  /** The system cannot go on. */
  readonly onFailure: (fault: Fault) => void;
}

interface Supervision extends SupervisorEvents {
  readonly ports: Ports;
  readonly log: DecisionLog;
  readonly limits: SystemLimits;
  readonly recorders: ReadonlyMap<string, Recorder>;
}

export class Supervisor implements Lanes {
  readonly #supervision: Supervision;
  readonly #registry: LaneRegistry;
  readonly #turns = new LaneTurns();

  constructor(supervision: Supervision) {
    this.#supervision = supervision;
    const worlds = new Map(
      [...supervision.recorders].map(([name, recorder]) => [name, this.#worldOf(recorder)]),
    );
    this.#registry = new LaneRegistry((arbiter) => {
      const world = worlds.get(arbiter);
      if (world === undefined) throw new RangeError(`no arbiter ${arbiter}`);
      return world;
    }, supervision.limits.sessionsMax);
  }

  get sessionCount(): number {
    return this.#registry.size;
  }

  /** Tasks that lanes have in hand or in line. */
  get tasks(): number {
    return this.#turns.count;
  }

  decide(command: FactCommand, position: Position | null): Promise<void> {
    return this.#turns.take(command.lane, () => this.#decide(command, position));
  }

  wake(lane: Lane, frontier: number): Promise<void> {
    return this.#turns.take(lane, async () => {
      const result = await this.#registry.perform(lane, { kind: 'wake', frontier });
      if (result.kind === 'poison') this.#supervision.onFailure(poison(result.reason));
    });
  }

  bury(letter: DeadLetter, position: Position | null): Promise<void> {
    const lane = { arbiter: letter.arbiter, key: DEAD_LANE };
    return this.#turns.take(lane, async () => {
      if (!this.#isSettled(lane, letter.origin)) await this.#bury(lane, letter, position);
    });
  }

  stop(): void {
    this.#registry.stop();
  }

  async #decide(command: FactCommand, position: Position | null): Promise<void> {
    const { lane, at, origin, message } = command;
    if (this.#isSettled(lane, origin)) return;
    const result = await this.#registry.perform(lane, { kind: 'decide', command, position });
    if (result.kind === 'done') return;
    const { code, message: reason } = poison(result.reason);
    await this.#bury(
      lane,
      { arbiter: lane.arbiter, code, reason, ...messageOf(message), at, origin },
      position,
    );
  }

  /** Only within a turn of the lane: what is visible then is durable. */
  #isSettled(lane: Lane, origin: Origin): boolean {
    const { store } = this.#supervision.ports;
    return isSettled(store, lane, readLane(store, lane), origin);
  }

  async #bury(lane: Lane, letter: DeadLetter, position: Position | null): Promise<void> {
    const { log, limits, ports, onOutbox } = this.#supervision;
    const { clock, entropy, telemetry } = ports;
    const onRetry = (of: Lane, attempt: number, fault: Fault): void => this.#reportRetry(of, attempt, fault);
    const outcome: StoredOutcome = await bury(
      { log, limits, clock, entropy, onRetry },
      lane,
      letter,
      position,
    );
    telemetry.event({ type: 'buried', arbiter: letter.arbiter, code: letter.code, reason: letter.reason });
    onOutbox(targetOf(outcome));
  }

  #worldOf(recorder: Recorder): LaneWorld {
    const { ports, log, limits, onFailure } = this.#supervision;
    const { store, clock, entropy } = ports;
    return {
      recorder,
      log,
      store,
      clock,
      entropy,
      limits,
      onCommitted: (recording, ms) => this.#reportCommitted(recording, ms),
      onRetry: (lane, attempt, fault) => this.#reportRetry(lane, attempt, fault),
      onBroken: (_lane, fault) => onFailure(fault),
    };
  }

  #reportCommitted({ decision, after, outcomes }: Recording, durationMs: number): void {
    const { ports, onDue, onOutbox } = this.#supervision;
    const { arbiter } = decision;
    ports.telemetry.event({ type: 'decided', arbiter, durationMs, decision });
    onDue(arbiter, after.due);
    for (const target of new Set(outcomes.map(targetOf))) onOutbox(target);
  }

  #reportRetry({ arbiter, key }: Lane, attempt: number, fault: Fault): void {
    const what = `lane ${arbiter}/${key}`;
    this.#supervision.ports.telemetry.event({ type: 'retrying', what, attempt, reason: fault.message });
  }
}

function messageOf({ subject, headers, body }: FactCommand['message']): FactCommand['message'] {
  return { subject, headers, body };
}

function poison(reason: string): Fault {
  return new Fault('fact/poison', { values: { reason } });
}
