/**
 * The smallest sets of leaves of a condition: those that made it what it is, and those that would have to be otherwise for it to
 * be the opposite. Each leaf stands in one place of the tree, so the sets of the two sides of a connective never meet, and the
 * smallest of the whole are made of the smallest of its parts.
 */
import type { Part } from '../govern/parts.ts';

/** Results by index of the leaf; `null` for one that failed or is not known. */
export type Results = readonly (boolean | null)[];

export interface Assignment {
  readonly index: number;
  readonly value: boolean;
}

type Chosen = readonly Assignment[] | null;

/** Leaves that suffice for the part to be `value`, which it is; `null` when it is not. */
export function support(part: Part, value: boolean, results: Results): Chosen {
  return choose(part, value, (leaf) => (results[leaf.index] === leaf.value ? [leaf] : null));
}

/** Leaves that have to become what they are not for the part to become `value`; `null` when nothing can make it so. */
export function change(part: Part, value: boolean, results: Results): Chosen {
  return choose(part, value, (leaf) => (results[leaf.index] === leaf.value ? [] : [leaf]));
}

/** What it takes for a part to be `value`, given what it takes for a leaf. */
function choose(part: Part, value: boolean, take: (leaf: Assignment) => Chosen): Chosen {
  switch (part.kind) {
    case 'leaf':
      return take({ index: part.index, value });
    case 'not':
      return choose(part.operand, !value, take);
    case 'unconditional':
      return value ? [] : null;
    case 'and':
    case 'or': {
      const [left, right] = [choose(part.left, value, take), choose(part.right, value, take)];
      const needsBoth = (part.kind === 'and') === value;
      return needsBoth ? both(left, right) : smaller(left, right);
    }
  }
}

function both(left: Chosen, right: Chosen): Chosen {
  return left === null || right === null ? null : [...left, ...right];
}

/** The left one of equals: it is asked first. */
function smaller(left: Chosen, right: Chosen): Chosen {
  if (left === null || right === null) return left ?? right;
  return right.length < left.length ? right : left;
}
