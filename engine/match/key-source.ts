/** What a join equates a field with, read straight from where it stands: a constant, the envelope, or a fact that an outer loop holds. */
import { OP } from '#lang/bytecode/opcodes.js';
import type { Program } from '#lang/bytecode/program.js';
import type { Value } from '../value.ts';
import type { Machine } from '../vm/machine.ts';
import type { Term } from '../vm/terms.ts';
import { isLeaf } from './quiet.ts';

export type KeySource =
  | { readonly kind: 'constant'; readonly value: Value }
  | { readonly kind: 'path'; readonly path: number }
  | { readonly kind: 'local'; readonly local: number; readonly fields: readonly string[] };

/** `null` for what has to be computed, or changes within the loop. */
export function sourceOf(program: Program, term: Term, inside: ReadonlySet<number>): KeySource | null {
  const { code, argument } = term;
  if (term.operands.length === 0 && !isLeaf(term)) return null;
  if (code === OP.LoadString) return { kind: 'constant', value: program.strings[argument] ?? null };
  if (code === OP.LoadNumber) return { kind: 'constant', value: program.numbers[argument] ?? null };
  if (code === OP.LoadBoolean) return { kind: 'constant', value: argument === 1 };
  if (code === OP.LoadPath) return { kind: 'path', path: argument };
  return localSource(program, term, inside);
}

function localSource(program: Program, term: Term, inside: ReadonlySet<number>): KeySource | null {
  const { code, argument, operands } = term;
  const [of] = operands;
  if (of === undefined && !isLeaf(term)) return null;
  if (code === OP.LoadLocal && !inside.has(argument)) return { kind: 'local', local: argument, fields: [] };
  if (code !== OP.LoadField || of === undefined) return null;
  const inner = localSource(program, of, inside);
  if (inner?.kind !== 'local') return null;
  return { ...inner, fields: [...inner.fields, program.strings[argument] ?? ''] };
}

export function readSource(machine: Machine, source: KeySource): Value {
  if (source.kind === 'constant') return source.value;
  if (source.kind === 'path') return machine.slot(source.path);
  let value = machine.locals[source.local] ?? null;
  for (const field of source.fields) value = machine.readField(value, field);
  return value;
}
