/** Workers: an outcome in, a fact out, over a transport that is somebody else's. */
import type { WorkerDeclaration } from '../../ast/nodes.ts';
import { workerTransport } from '../arbiter-errors.ts';
import type { Checking } from '../checking.ts';
import { demand } from '../references.ts';

/** Routes of the runtime itself, which run nothing. */
const RESERVED: ReadonlySet<string> = new Set(['chain', 'worker', 'stdout', 'audit']);

export function checkWorker({ input, output, transport }: WorkerDeclaration, checking: Checking): void {
  demand('outcome', input, checking);
  demand('fact', output, checking);
  if (RESERVED.has(transport.text)) workerTransport(transport, checking.diagnostics);
}
