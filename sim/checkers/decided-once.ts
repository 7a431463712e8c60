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

function arbiterFault(
  { ledger, lanes, audit }: Observation,
  { name, streams }: CompiledArbiter,
): string | null {
  const subjects = new Subjects();
  const types = new Set(streams.map(({ factType }) => factType));
  const decided = new Tally();
  for (const { lane, steps } of lanes) {
    if (lane.arbiter !== name) continue;
    for (const { record } of steps) if (record.origin !== null) decided.add(record.origin.sequence);
  }
  const buried = new Tally();
  for (const { entry } of audit)
    if (entry.kind === 'dead-letter' && entry.arbiter === name) buried.add(entry.bodyDigest);
  const known = new Set<string>();
  for (const [index, { subject, id, body }] of ledger.stream.entries()) {
    const sequence = index + 1;
    if (!types.has(subjects.parseFact(subject)?.type ?? '')) continue;
    const times = decided.take(sequence);
    const isRepetition = id !== '' && known.has(id);
    if (times > 1) return `message ${sequence} (${id}) was decided ${times} times by ${name}`;
    if (times === 1 && isRepetition)
      return `message ${sequence} repeats ${id} and was decided again by ${name}`;
    if (times === 1) known.add(id);
    else if (!isRepetition && !buried.takeOne(digestOf(body)))
      return `message ${sequence} (${id}) was never decided by ${name}`;
  }
  return decided.rest() ?? buried.rest();
}

class Tally {
  readonly #counts = new Map<string | number, number>();

  add(name: string | number): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** Takes them all out. */
  take(name: string | number): number {
    const count = this.#counts.get(name) ?? 0;
    this.#counts.delete(name);
    return count;
  }

  /** Whether there was one to take out. */
  takeOne(name: string | number): boolean {
    const count = this.#counts.get(name) ?? 0;
    this.#counts.set(name, count - 1);
    return count > 0;
  }

  rest(): string | null {
    for (const [name, count] of this.#counts)
      if (count > 0) return `${name} was recorded without a message for it`;
    return null;
  }
}
