/**
 * Every message in the stream is decided exactly once by each arbiter that listens to its type, or buried exactly once; a
 * repetition under a known id is neither.
 */
import { digestOf } from '#engine/audit/canonical.js';
import type { CompiledArbiter } from '#lang/bytecode/program.js';
import { Subjects } from '#streams/subjects.js';
import type { Observation } from '../observation/observation.ts';

export function checkDecidedOnce(observation: Observation): string | null {
  for (const arbiter of observation.program.arbiters) {
    const fault = arbiterFault(observation, arbiter);
    if (fault !== null) return fault;
  }
  return null;
}

function arbiterFault({ ledger, lanes, audit }: Observation, arbiter: CompiledArbiter): string | null {
  const decided = decidedBy(arbiter, lanes);
  const buried = buriedBy(arbiter, audit);
  const subjects = new Subjects();
  const types = new Set(arbiter.streams.map(({ factType }) => factType));
  const known = new Set<string>();
  for (const [index, { subject, id, body }] of ledger.stream.entries()) {
    if (!types.has(subjects.parseFact(subject)?.type ?? '')) continue;
    const times = decided.takeAll(index + 1);
    const isRepetition = id !== '' && known.has(id);
    const name = `message ${index + 1} (${id}) was`;
    if (times > 1) return `${name} decided ${times} times by ${arbiter.name}`;
    if (times === 1 && isRepetition) return `${name} decided by ${arbiter.name}, though it repeats another`;
    if (times === 0 && !isRepetition && !buried.take(digestOf(body)))
      return `${name} never decided by ${arbiter.name}`;
    if (times === 1) known.add(id);
  }
  return decided.rest() ?? buried.rest();
}

/** Sequences in the stream. */
function decidedBy({ name }: CompiledArbiter, lanes: Observation['lanes']): Tally {
  const decided = new Tally();
  for (const { lane, steps } of lanes) {
    if (lane.arbiter !== name) continue;
    for (const { record } of steps) if (record.origin !== null) decided.add(record.origin.sequence);
  }
  return decided;
}

/** Digests of bodies. */
function buriedBy({ name }: CompiledArbiter, audit: Observation['audit']): Tally {
  const buried = new Tally();
  for (const { entry } of audit) {
    if (entry.kind === 'dead-letter' && entry.arbiter === name) buried.add(entry.bodyDigest);
  }
  return buried;
}

class Tally {
  readonly #counts = new Map<string | number, number>();

  add(name: string | number): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** How many there were. */
  takeAll(name: string | number): number {
    const count = this.#counts.get(name) ?? 0;
    this.#counts.delete(name);
    return count;
  }

  /** Whether there was one. */
  take(name: string | number): boolean {
    const count = this.#counts.get(name) ?? 0;
    this.#counts.set(name, count - 1);
    return count > 0;
  }

  rest(): string | null {
    for (const [name, count] of this.#counts) {
      if (count > 0) return `the store records ${name} more often than the stream holds it`;
    }
    return null;
  }
}
