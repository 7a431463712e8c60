/**
 * What a condition came to, leaf by leaf: the parts between its `and`, `or` and `not`, with the values that each has seen. They
 * are evaluated in the order and with the short cuts of the condition itself, so what was not reached has no result.
 */
import { bareRecord } from '../bare.ts';
import type { CodeRange, CompiledSpan } from '#lang/bytecode/program.js';
import type { Machine } from '../vm/machine.ts';
import { type LeafPart, type Part, partsOf } from './parts.ts';
import { type Shown, shown } from './shown.ts';

export interface Leaf {
  /** As it stands in the source. */
  readonly check: string;
  /** `null` where the rest had decided already. */
  readonly result: boolean | null;
  /** By path, or by name of a let; empty where it was not reached. */
  readonly seen: Readonly<Record<string, Shown>>;
  readonly span: CompiledSpan;
}

export interface Traced {
  readonly held: boolean;
  readonly leaves: readonly Leaf[];
}

/** Call after `begin`. A failure shows in the machine, as always. */
export function traceCondition(machine: Machine, range: CodeRange): Traced {
  const { start, root, unreached } = partsOf(machine.program, range);
  if (start > range.start) machine.execute(range.start, start);
  const results = unreached.slice();
  const held = evaluatePart(root, (leaf) => {
    const result = machine.conditions.termHolds(leaf.start, leaf.end);
    results[leaf.index] = { check: leaf.text, result, seen: seenBy(leaf, machine), span: leaf.span };
    return result;
  });
  return { held: held && machine.faultAt < 0, leaves: results };
}

/** In order, and no further than it takes. */
export function evaluatePart(part: Part, ask: (leaf: LeafPart) => boolean): boolean {
  switch (part.kind) {
    case 'and':
      return evaluatePart(part.left, ask) && evaluatePart(part.right, ask);
    case 'or':
      return evaluatePart(part.left, ask) || evaluatePart(part.right, ask);
    case 'not':
      return !evaluatePart(part.operand, ask);
    case 'unconditional':
      return true;
    case 'leaf':
      return ask(part);
  }
}

/** Right after the leaf was evaluated: what comes behind it may bind the same names again. */
export function seenBy({ reads }: LeafPart, machine: Machine): Leaf['seen'] {
  const seen = bareRecord<Shown>();
  for (const { name, of } of reads)
    seen[name] = shown(typeof of === 'number' ? machine.slot(of) : of(machine));
  return seen;
}
