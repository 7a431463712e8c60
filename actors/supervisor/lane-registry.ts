/**
 * The lanes that are in memory, most recently used last. It lives outside any machine's context because looking up and adding
 * must not cost more with more lanes. Beyond its bound, idle lanes are passivated: their state is in the store.
 */
import { type ActorRefFrom, createActor } from 'xstate';
import type { Lane } from '#streams/ports.js';
import { laneKey } from '../keys.ts';
import { type LaneWorld, sessionMachine, type TaskResult } from '../session/session.machine.ts';
import type { Task } from '../session/decide.ts';

interface LiveLane {
  readonly actor: ActorRefFrom<typeof sessionMachine>;
  /** Resolves when the last task handed over is done: the next one waits for it. */
  tail: Promise<unknown>;
  tasks: number;
}

export class LaneRegistry {
  readonly #lanes = new Map<string, LiveLane>();
  readonly #worldOf: (arbiter: string) => LaneWorld;
  readonly #sessionsMax: number;
  #tasks = 0;

  constructor(worldOf: (arbiter: string) => LaneWorld, sessionsMax: number) {
    this.#worldOf = worldOf;
    this.#sessionsMax = sessionsMax;
  }

  get size(): number {
    return this.#lanes.size;
  }

  /** Tasks handed over and not done, of all lanes. */
  get tasks(): number {
    return this.#tasks;
  }

  /** Tasks of one lane run one at a time, in the order of the calls. */
  async perform(lane: Lane, task: Task): Promise<TaskResult> {
    const live = this.#wake(lane);
    live.tasks += 1;
    this.#tasks += 1;
    const before = live.tail;
    const result = (async () => {
      await before;
      return new Promise<TaskResult>((report) => live.actor.send({ type: 'TASK', task, report }));
    })();
    live.tail = result;
    try {
      return await result;
    } finally {
      live.tasks -= 1;
      this.#tasks -= 1;
      this.#passivate();
    }
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
    return { actor, tail: Promise.resolve(), tasks: 0 };
  }

  #passivate(): void {
    for (const [id, { actor, tasks }] of this.#lanes) {
      if (this.#lanes.size <= this.#sessionsMax) return;
      if (tasks > 0) continue;
      actor.stop();
      this.#lanes.delete(id);
    }
  }
}
