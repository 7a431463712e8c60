/**
 * What a condition came to, leaf by leaf: the parts between its `and`, `or` and `not`, with the values that each has seen. They
 * are evaluated in the order and with the short cuts of the condition itself, so what was not reached has no result.
 */
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

const NOTHING: Leaf['seen'] = Object.freeze({});

/** Call after `begin`. A failure shows in the machine, as always. */
export function traceCondition(machine: Machine, range: CodeRange): Traced {
  const { start, root, leaves } = partsOf(machine.program, range);
  if (start > range.start) machine.execute(range.start, start);
  const results = leaves.map(({ text, span }): Leaf => ({ check: text, result: null, seen: NOTHING, span }));
  const held = evaluate(root, machine, results);
  return { held: held && machine.faultAt < 0, leaves: results };
}

function evaluate(part: Part, machine: Machine, results: Leaf[]): boolean {
  switch (part.kind) {
    case 'and':
      return evaluate(part.left, machine, results) && evaluate(part.right, machine, results);
    case 'or':
      return evaluate(part.left, machine, results) || evaluate(part.right, machine, results);
    case 'not':
      return !evaluate(part.operand, machine, results);
    case 'unconditional':
      return true;
    case 'leaf': {
      const result = machine.evaluate(part.start, part.end) === true;
      results[part.index] = { check: part.text, result, seen: seenBy(part, machine), span: part.span };
      return result;
    }
  }
}

function seenBy({ reads }: LeafPart, machine: Machine): Leaf['seen'] {
  const seen: Record<string, Shown> = Object.create(null);
  for (const read of reads) seen[read.name] = shown(read.of(machine));
  return seen;
}
