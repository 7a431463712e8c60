/** What else the machine did during a measurement: figures of a busy one are worth less, and should say so. */
import { cpus } from 'node:os';

/** Milliseconds of all processors together, since the machine started. */
function busyMs(): number {
  const times = cpus().map(({ times: { user, nice, sys, irq } }) => user + nice + sys + irq);
  return times.reduce((sum, time) => sum + time, 0);
}

export interface Attended<Result> {
  readonly result: Result;
  /** Processors that were busy beside the one that a measurement takes; not all of them with work of others, as V8 has threads. */
  readonly others: number;
}

export async function attended<Result>(measure: () => Promise<Result>): Promise<Attended<Result>> {
  const before = { busy: busyMs(), now: performance.now() };
  const result = await measure();
  const busy = (busyMs() - before.busy) / (performance.now() - before.now);
  return { result, others: Math.max(0, Number((busy - 1).toFixed(1))) };
}
