/**
 * The lanes that are in memory, most recently used last. It lives outside any machine's context because looking up and adding
 * must not cost more with more lanes. Beyond its bound, idle lanes are passivated: their state is in the store.
 */
import { type ActorRefFrom, createActor } from 'xstate';
import { assert } from '#engine/assert.js';
import type { Lane } from '#streams/ports.js';
import { laneKey } from '../keys.ts';
import { type LaneWorld, sessionMachine, type TaskResult } from '../session/session.machine.ts';
import type { Task } from '../session/decide.ts';

interface LiveLane {
  readonly actor: ActorRefFrom<typeof sessionMachine>;
  isBusy: boolean;
}

export class LaneRegistry {
  readonly #lanes = new Map<string, LiveLane>();
  readonly #worldOf: (arbiter: string) => LaneWorld;
  readonly #sessionsMax: number;

  constructor(worldOf: (arbiter: string) => LaneWorld, sessionsMax: number) {
    this.#worldOf = worldOf;
    this.#sessionsMax = sessionsMax;
  }

  get size(): number {
    return this.#lanes.size;
  }

  /** Resolves when the task is done. A lane takes one at a time. */
  async perform(lane: Lane, task: Task): Promise<TaskResult> {
    const live = this.#wake(lane);
    assert(!live.isBusy, 'a lane has one task at a time');
    live.isBusy = true;
    const result = await new Promise<TaskResult>((report) => live.actor.send({ type: 'TASK', task, report }));
    live.isBusy = false;
    this.#passivate();
    return result;
  }

  /** Every lane stops where it is; what it has not committed is decided again after the next start. */
  stop(): void {
    for (const { actor } of this.#lanes.values()) actor.stop();
    this.#lanes.clear();
  }

  #wake(lane: Lane): LiveLane {
    const id = laneKey(lane);
    const live = this.#lanes.get(id) ?? this.#start(lane);
    this.#lanes.delete(id);
    this.#lanes.set(id, live);
    return live;
  }

  #start(lane: Lane): LiveLane {
    const world = this.#worldOf(lane.arbiter);
    const actor = createActor(sessionMachine, { input: { lane, world }, clock: world.clock });
    actor.start();
    return { actor, isBusy: false };
  }

  #passivate(): void {
    for (const [id, { actor, isBusy }] of this.#lanes) {
      if (this.#lanes.size <= this.#sessionsMax) return;
      if (isBusy) continue;
      actor.stop();
      this.#lanes.delete(id);
    }
  }
}
