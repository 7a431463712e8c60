/**
 * Retention of external facts: `retain 1h` keeps a fact until an hour after it was asserted, `retain last N` keeps
 * the N most recently asserted of a type. Without either, facts stay until replaced or retracted.
 */
import type { CompiledRetention } from '#lang/bytecode/program.js';
import type { Fact } from '../fact.ts';
import type { WorkingMemory } from '../memory/working-memory.ts';

/** Facts that are past their time at `now`, oldest first. */
export function expiredFacts(
  memory: WorkingMemory,
  retention: CompiledRetention,
  now: number,
): readonly Fact[] {
  const { factType, forMs, last } = retention;
  if (!isDue(memory, retention, now)) return [];
  const facts = memory.external(factType);
  const surplus = last === 0 ? 0 : Math.max(0, facts.length - last);
  return facts.filter((fact, index) => index < surplus || (forMs > 0 && fact.assertedAt + forMs <= now));
}

/** When the oldest fact expires; `null` when none does. */
export function retentionDue(memory: WorkingMemory, { factType, forMs }: CompiledRetention): number | null {
  if (forMs === 0) return null;
  const oldest = memory.oldestExternal(factType);
  return oldest === undefined ? null : oldest.assertedAt + forMs;
}

function isDue(memory: WorkingMemory, retention: CompiledRetention, now: number): boolean {
  const due = retentionDue(memory, retention);
  if (due !== null && due <= now) return true;
  return retention.last > 0 && memory.externalCount(retention.factType) > retention.last;
}
