/** The composition root: real ports around the one wiring. Nothing here decides anything. */
import { join } from 'node:path';
import {
  type Ports,
  type RunningSystem,
  startSystem,
  SYSTEM_LIMITS,
  type SystemLimits,
  type Telemetry,
} from '#actors';
import { openStore } from '#connectors/lmdb/store.js';
import { systemClock } from '#connectors/system/clock.js';
import { systemEntropy } from '#connectors/system/entropy.js';
import type { Publisher } from '#streams/ports.js';
import { Subjects } from '#streams/subjects.js';
import { storeDirectory } from './directories.ts';
import type { LoadedProgram } from './load.ts';
import { hostSinks, type SinkOptions } from './sinks.ts';
import type { Capabilities } from './status/document.ts';
import { openTransport, type TransportChoice } from './transport.ts';

export interface RuntimeOptions extends Omit<SinkOptions, 'program'> {
  readonly loaded: LoadedProgram;
  readonly transport: TransportChoice;
  readonly telemetry: Telemetry;
  readonly limits?: SystemLimits;
  /** Tests put a port of their own in front of a real one. */
  readonly around?: (ports: Ports) => Ports;
}

export interface Runtime {
  readonly system: RunningSystem;
  readonly publisher: Publisher;
  readonly subjects: Subjects;
  readonly place: string;
  /** Whether messages come and go at present. */
  readonly isUp: () => boolean;
  readonly capabilities: Capabilities;
  /** Stops deciding, flushes, and closes what was opened. */
  close(): Promise<void>;
}

export async function openRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { loaded, data } = options;
  const subjects = new Subjects();
  const clock = systemClock();
  const entropy = systemEntropy();
  const closing: (() => Promise<void>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  const { sinks, close: closeSinks } = hostSinks({ ...options, program: loaded.program });
  closing.push(() => Promise.resolve(closeSinks()));
  try {
    const store = await openStore({ directory: storeDirectory(data) });
    closing.push(() => store.close());
    const incarnation = `${clock.now()}-${Math.floor(entropy.random() * 2 ** 32).toString(16)}`;
    const transport = await openTransport({ choice: options.transport, data, subjects, clock, incarnation });
    closing.push(() => transport.close());
    const { source, publisher, place, isUp } = transport;
    const ports: Ports = { clock, entropy, store, source, publisher, sinks, telemetry: options.telemetry };
    const system = await startSystem({
      program: loaded.program,
      bundle: loaded,
      ports: options.around?.(ports) ?? ports,
      limits: options.limits ?? SYSTEM_LIMITS,
      subjects,
    });
    closing.push(() => system.stop());
    return { system, publisher, subjects, place, isUp, capabilities: capabilitiesOf(sinks), close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** `nats` is served by the system itself. */
function capabilitiesOf(sinks: ReadonlyMap<string, unknown>): Capabilities {
  const named = (name: string) => ({ name, owner: 'core' as const });
  return { streams: ['nats', 'poll', 'schedule'].map(named), handlers: ['nats', ...sinks.keys()].map(named) };
}

/** Where the program keeps its data unless told otherwise. */
export function defaultDirectory(loaded: LoadedProgram): string {
  return join('.arbiter', loaded.program.name);
}
