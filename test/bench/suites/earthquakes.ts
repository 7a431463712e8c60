/**
 * The example `examples/earthquakes`: what does one more fact cost a session of some 500 retained ones, what do its program
 * and its bundle cost to load? There is no limit by hand for these; the yardstick is work of the same process.
 */
import { policyOf } from '#engine/session/policy.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleDigest, decodeProgram, encodeProgram, type Program, Session } from '#app/library.js';
import { decisionBytes, decisionOf } from '#engine/decision.js';
import { ROOT } from '../../harness/sources.ts';
import { candidate, comparison } from '../candidate.ts';
import { programOf } from '../peers/arbiter.ts';

const RETAINED = 500;
const ONCE = [null];

interface Quake {
  readonly region: string;
  readonly place: string;
  readonly kind: string;
  readonly magnitude: number;
  readonly depth: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly at: number;
}

export const earthquakes = comparison({
  name: 'earthquakes',
  question: 'The example of the earthquakes: a fact into a session, the program, its bundle',
  prepare: ({ rulesMax }) => {
    const text = readFileSync(join(ROOT, 'examples', 'earthquakes', 'monitor.arb'), 'utf8');
    const program = programOf(text);
    const bundle = encodeProgram(program);
    const retained = Math.min(RETAINED, rulesMax);
    const facts = Array.from({ length: retained }, (_, index) => quake(index));
    const loaded = { own: true, inputs: ONCE, expected: [digestOf(program)] };
    return [
      candidate({
        name: `yardstick: ${RETAINED} of its facts to JSON and back`,
        inputs: ONCE,
        decide: (): readonly Quake[] => JSON.parse(JSON.stringify(facts)),
        answer: (read) => read,
        expected: [facts],
      }),
      candidate({
        name: 'one more earthquake: step and canonical decision',
        own: true,
        inputs: ONCE,
        decide: growingSession(program, retained),
        answer: (bytes): unknown => JSON.parse(Buffer.from(bytes).toString()).traps,
        expected: [[]],
      }),
      candidate({
        ...loaded,
        name: 'compile `monitor.arb`',
        decide: () => programOf(text),
        answer: digestOf,
      }),
      candidate({
        ...loaded,
        name: 'decode and verify its bundle',
        decide: () => decodeProgram(bundle),
        answer: (decoded) => (decoded.kind === 'program' ? digestOf(decoded.program) : decoded.reason),
      }),
    ];
  },
});

function digestOf(program: Program): string {
  return bundleDigest(encodeProgram(program));
}

const START_MS = 1_517_000_000_000;
const TEN_MINUTES_MS = 600_000;

function quake(sequence: number): Quake {
  const at = (START_MS + sequence * TEN_MINUTES_MS) / 1000;
  const place = { latitude: 0, longitude: 0, depth: 10_000 };
  return { region: 'x', place: 'y', kind: 'earthquake', magnitude: (sequence % 50) / 10, ...place, at };
}

/** One more fact each time, ten minutes later, into a session that has got some already. */
function growingSession(program: Program, retained: number): () => Uint8Array {
  const [arbiter] = program.arbiters;
  const session = new Session(program, arbiter === undefined ? {} : { policy: policyOf(arbiter) });
  let sequence = 0;
  const next = (): Uint8Array => {
    sequence += 1;
    const fields = Object.assign(Object.create(null), quake(sequence));
    const command = { kind: 'assert' as const, type: 'Quake', key: `q${sequence}`, fields };
    const step = session.apply(command, START_MS + sequence * TEN_MINUTES_MS);
    return decisionBytes(decisionOf({ bundle: 'b', arbiter: 'm', key: 'x', sequence }, command, step));
  };
  while (sequence < retained) next();
  return next;
}
