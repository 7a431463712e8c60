/**
 * How a loop gets the facts that it has to look at. A loop that reads nothing of what is around it is *kept*: which facts make its
 * condition true is remembered, and changes with the facts. One that equates a field of its fact with something known before is
 * *keyed*: an index finds those facts. The others go through the whole type.
 */
import { instructionsOf } from '#lang/bytecode/instruction.js';
import { OP } from '#lang/bytecode/opcodes.js';
import type { CodeRange, Program } from '#lang/bytecode/program.js';
import { partsOf, readBody, type Term } from '../vm/terms.ts';
import { isInside, type Loop, type Words } from './loop.ts';
import { isQuiet } from './quiet.ts';
import { type KeySource, sourceOf } from './key-source.ts';

export type Access =
  | { readonly kind: 'whole' }
  | { readonly kind: 'kept' }
  | {
      readonly kind: 'keyed';
      readonly fields: readonly string[];
      readonly sources: readonly KeySource[];
      /** Where the loop may begin with a fact that the index has found. */
      readonly skip: Skip | null;
    };

/** A unit of code with its loops: whatever shares locals. */
export interface LoopUnit {
  readonly program: Program;
  readonly loops: readonly Loop[];
  readonly ranges: readonly Words[];
  /** What all else in the unit follows from. */
  readonly condition: CodeRange | null;
  /** The type of which `per_fact` shows one fact only, else empty. */
  readonly narrowed: string;
}

/** Words that are passed over for each fact of a loop. */
export interface Skip {
  readonly to: number;
  /** Whether nothing is left to ask: the condition is true. */
  readonly isDecided: boolean;
}

const WHOLE: Access = { kind: 'whole' };

export function accessOf(loop: Loop, unit: LoopUnit): Access {
  if (loop.kind !== 'any' && loop.value === null && isReadOutside(loop, unit)) return WHOLE;
  if (isClosed(loop, unit)) return leaksSafely(loop, unit) ? { kind: 'kept' } : WHOLE;
  return keyedAccess(loop, unit);
}

/** Whether a loop says the same wherever it stands: it reads its own variables alone, and no type that is narrowed. */
function isClosed(loop: Loop, { program, loops, narrowed }: LoopUnit): boolean {
  const assigned = new Set([loop.variable]);
  const read = new Set<number>();
  for (const { opcode, argument } of instructionsOf(program.code, lengthOf(loop))) {
    if (opcode.code === OP.StoreLocal || opcode.code === OP.IterOpen) assigned.add(argument);
    if (opcode.code === OP.LoadLocal) read.add(argument);
  }
  const isNarrowed = loops.some((inner) => isInside(inner, loop) && inner.type === narrowed);
  return !isNarrowed && loop.type !== narrowed && [...read].every((local) => assigned.has(local));
}

/**
 * Variables outlive a loop, so facts that are not looked at must not be able to leave one behind: a variable from inside is read
 * elsewhere only where it is certain that the fact which decides has bound it.
 */
function leaksSafely(loop: Loop, unit: LoopUnit): boolean {
  const bound = boundBy(conditionParts(unit.program, loop), unit);
  const certain = boundBy(rootParts(unit), unit);
  return unit.loops.every((inner) => {
    if (!isInside(inner, loop) || !isReadOutside(inner, unit)) return true;
    const isReadBehind = isReadOutside({ ...loop, variable: inner.variable }, unit);
    return bound.has(inner) && (!isReadBehind || certain.has(loop));
  });
}

/** The loops that have found a witness wherever all of the parts are true. */
function boundBy(parts: readonly Term[], unit: LoopUnit): ReadonlySet<Loop> {
  const bound = new Set<Loop>();
  for (const { end } of parts) {
    const loop = unit.loops.find((each) => each.kind === 'any' && each.end === end);
    if (loop === undefined) continue;
    bound.add(loop);
    for (const inner of boundBy(conditionParts(unit.program, loop), unit)) bound.add(inner);
  }
  return bound;
}

function rootParts({ program, condition }: LoopUnit): readonly Term[] {
  const body = condition === null ? null : readBody(program.code, condition);
  return body === null ? [] : partsOf(body.root, OP.AndThen);
}

function keyedAccess(loop: Loop, unit: LoopUnit): Access {
  const { program, loops } = unit;
  const inside = new Set(
    [loop, ...loops.filter((each) => isInside(each, loop))].map((each) => each.variable),
  );
  const fields: string[] = [];
  const sources: KeySource[] = [];
  for (const part of partsThrough(loop, unit)) {
    const pair = equated(program, part, loop, inside);
    if (pair !== null && !fields.includes(pair.field)) {
      fields.push(pair.field);
      sources.push(pair.source);
    } else if (!isQuiet(part)) break;
  }
  if (fields.length === 0) return WHOLE;
  return { kind: 'keyed', fields, sources, skip: skipOf(loop, unit, inside) };
}

/** What stands first and equates the fact with what it was found by need not be asked again. */
function skipOf(loop: Loop, { program }: LoopUnit, inside: ReadonlySet<number>): Skip | null {
  if (loop.condition === null || loop.kind === 'all') return null;
  const parts = conditionParts(program, loop);
  const fields = new Set<string>();
  const asked = parts.findIndex((part) => {
    const field = equated(program, part, loop, inside)?.field;
    // A field that is equated twice is in the key once: the second has to be asked.
    return field === undefined || fields.size === fields.add(field).size;
  });
  const next = parts[asked];
  if (next !== undefined) return asked === 0 ? null : { to: next.start, isDecided: false };
  return { to: loop.condition.end, isDecided: true };
}

/** With what a loop inside asks, where the fact counts only if that loop finds one: a join states its keys at the innermost place. */
function partsThrough(loop: Loop, unit: LoopUnit): readonly Term[] {
  const parts = conditionParts(unit.program, loop);
  if (loop.kind === 'all') return parts;
  return parts.flatMap((part) => {
    const inner = unit.loops.find(({ end, kind }) => kind === 'any' && end === part.end);
    return inner === undefined || !isInside(inner, loop) ? [part] : [...partsThrough(inner, unit), part];
  });
}

interface Equated {
  readonly field: string;
  readonly source: KeySource;
}

/** A part that decides against the fact unless a field of it equals what is known before the loop begins. */
function equated(program: Program, part: Term, loop: Loop, inside: ReadonlySet<number>): Equated | null {
  const [left, right] = part.operands;
  if (part.code !== (loop.kind === 'all' ? OP.NotEqual : OP.Equal)) return null;
  if (left === undefined || right === undefined) return null;
  return equatedBy(program, [left, right], loop, inside) ?? equatedBy(program, [right, left], loop, inside);
}

function equatedBy(
  program: Program,
  [own, other]: readonly [own: Term, other: Term],
  { variable }: Loop,
  inside: ReadonlySet<number>,
): Equated | null {
  const field = fieldOf(program, own, variable);
  const source = field === null ? null : sourceOf(program, other, inside);
  return field === null || source === null ? null : { field, source };
}

function fieldOf({ strings }: Program, { code, argument, operands }: Term, variable: number): string | null {
  const [of] = operands;
  if (code !== OP.LoadField || of?.code !== OP.LoadLocal || of.argument !== variable) return null;
  const name = strings[argument] ?? '';
  return name === '__age_seconds' ? null : name;
}

/** What the condition asks one after the other: each part can decide alone, `all` by being true. */
function conditionParts(program: Program, { condition, kind }: Loop): readonly Term[] {
  const body = condition === null ? null : readBody(program.code, lengthOf(condition, 1));
  if (body === null || body.start > (condition?.start ?? 0)) return [];
  return partsOf(body.root, kind === 'all' ? OP.OrElse : OP.AndThen);
}

/** Whether its variable is read where the loop is over, or has not begun. */
function isReadOutside(
  loop: Pick<Loop, 'variable' | 'start' | 'end'>,
  { program, ranges }: LoopUnit,
): boolean {
  return ranges.some((range) =>
    [...instructionsOf(program.code, lengthOf(range))].some(
      ({ opcode, argument, at }) =>
        opcode.code === OP.LoadLocal && argument === loop.variable && (at < loop.start || at >= loop.end),
    ),
  );
}

function lengthOf({ start, end }: Words, more = 0) {
  return { start, length: end - start + more };
}
