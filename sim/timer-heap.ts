/**
 * Timers in a binary heap on (due, order of setting). A cancelled timer lets go of its callback at once and its place when
 * cancelled ones outnumber the others: a system that sets and clears a timer per message does not grow the heap.
 */
export class VirtualTimer {
  readonly due: number;
  readonly order: number;
  #callback: (() => void) | null;

  constructor(due: number, order: number, callback: () => void) {
    this.due = due;
    this.order = order;
    this.#callback = callback;
  }

  get isSet(): boolean {
    return this.#callback !== null;
  }

  run(): void {
    const callback = this.#callback;
    this.#callback = null;
    callback?.();
  }

  cancel(): void {
    this.#callback = null;
  }
}

/** Below this, cancelled timers may stay until they are due. */
const COMPACT_MIN = 64;

export class TimerHeap {
  #heap: VirtualTimer[] = [];
  #cancelled = 0;

  get size(): number {
    return this.#heap.length - this.#cancelled;
  }

  /** Due instant of the next timer. */
  get due(): number | null {
    this.#dropCancelled();
    return this.#heap[0]?.due ?? null;
  }

  add(timer: VirtualTimer): void {
    this.#heap.push(timer);
    this.#rise(this.#heap.length - 1, timer);
  }

  take(): VirtualTimer | undefined {
    this.#dropCancelled();
    return this.#pop();
  }

  cancel(timer: VirtualTimer): void {
    if (!timer.isSet) return;
    timer.cancel();
    this.#cancelled += 1;
    if (this.#cancelled > COMPACT_MIN && this.#cancelled > this.size) this.#compact();
  }

  #dropCancelled(): void {
    while (this.#heap[0]?.isSet === false) {
      this.#pop();
      this.#cancelled -= 1;
    }
  }

  #compact(): void {
    const kept = this.#heap.filter((timer) => timer.isSet);
    this.#heap = [];
    this.#cancelled = 0;
    for (const timer of kept) this.add(timer);
  }

  #pop(): VirtualTimer | undefined {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (first !== last && last !== undefined) this.#sink(last);
    return first;
  }

  #rise(from: number, timer: VirtualTimer): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = this.#heap[parent];
      if (above === undefined || !isBefore(timer, above)) break;
      this.#heap[index] = above;
      index = parent;
    }
    this.#heap[index] = timer;
  }

  /** Puts the timer at the root and lets it sink to its place. */
  #sink(timer: VirtualTimer): void {
    let index = 0;
    for (;;) {
      const child = this.#earlierChild(index);
      const below = this.#heap[child];
      if (below === undefined || !isBefore(below, timer)) break;
      this.#heap[index] = below;
      index = child;
    }
    this.#heap[index] = timer;
  }

  #earlierChild(index: number): number {
    const left = this.#heap[2 * index + 1];
    const right = this.#heap[2 * index + 2];
    return left !== undefined && right !== undefined && isBefore(right, left) ? 2 * index + 2 : 2 * index + 1;
  }
}

function isBefore(a: VirtualTimer, b: VirtualTimer): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order);
}
