/**
 * A process that decides what is in a NATS stream and, when told to, kills itself at a named point of the commit path. Started
 * by crash-points.test.ts with one argument: options as JSON. Without a point it runs until everything is settled.
 */
import type { Batch, Ports } from '#actors/ports.js';
import { loadProgram } from '#app/load.js';
import { openRuntime } from '#app/runtime.js';
import { map } from 'rxjs';
import type { CrashOptions, CrashPoint } from './crash-points.ts';

const options: CrashOptions = JSON.parse(process.argv[2] ?? '{}');
const reached = new Map<CrashPoint, number>();

/** Kills this process when it comes to the point for the n-th time. */
function pass(point: CrashPoint): void {
  const times = (reached.get(point) ?? 0) + 1;
  reached.set(point, times);
  if (options.point === point && times === options.nth) process.kill(process.pid, 'SIGKILL');
}

function crashing(ports: Ports): Ports {
  const { store, source, publisher } = ports;
  return {
    ...ports,
    store: {
      get: (table, key) => store.get(table, key),
      range: (table, range) => store.range(table, range),
      close: () => store.close(),
      commit: async (batch) => {
        const isStep = holdsJournal(batch);
        pass(isStep ? 'before-commit' : 'before-settlement');
        const committing = store.commit(batch);
        pass(isStep ? 'commit-handed-over' : 'settlement-handed-over');
        await committing;
        pass(isStep ? 'after-commit' : 'after-settlement');
      },
    },
    source: {
      backlog: (arbiter) => source.backlog(arbiter),
      open: (consumption) =>
        source.open(consumption).pipe(
          map((delivery) => ({
            ...delivery,
            ack: () => {
              pass('before-ack');
              delivery.ack();
              pass('after-ack');
            },
          })),
        ),
    },
    publisher: {
      publish: async (message) => {
        pass('before-publish');
        await publisher.publish(message);
        pass('after-publish');
      },
    },
  };
}

function holdsJournal({ puts }: Batch): boolean {
  return puts.some(({ table }) => table === 'journal');
}

const loaded = await loadProgram(options.program);
if (loaded.kind !== 'program') throw new Error('the program does not compile');
const runtime = await openRuntime({
  loaded,
  data: options.data,
  transport: { kind: 'nats', url: options.url },
  telemetry: { event: () => undefined },
  write: () => undefined,
  format: 'json',
  around: crashing,
});
await Promise.race([runtime.system.settled(), runtime.system.failed]);
await runtime.close();
