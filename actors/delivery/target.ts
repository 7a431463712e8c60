/** Targets: what outcomes queue for. One queue per handler kind and target text, so that a dead target blocks no other. */
import type { Program } from '#lang/bytecode/program.js';
import type { StoredOutcome } from '../records.ts';

/** The handler kind of dead letters; not a kind that rules can name. */
export const DEAD_LETTER = 'dead-letter';

export function targetOf({ handler, target }: Pick<StoredOutcome, 'handler' | 'target'>): string {
  return target === '' ? handler : `${handler} ${target}`;
}

/** Every target that a program can deliver to, dead letters included. */
export function targetsOf(program: Program): readonly string[] {
  const targets = program.arbiters.flatMap(({ name, handlers }) => [
    ...handlers.map(({ kind, target }) => targetOf({ handler: kind, target })),
    targetOf({ handler: DEAD_LETTER, target: name }),
  ]);
  return [...new Set(targets)];
}
