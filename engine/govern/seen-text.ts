/** What a condition has seen, for people: `total = 12, user.country = "DE"`. */
import { cut, valueText } from '../value-text.ts';
import type { Leaf } from './leaves.ts';
import type { ArbitraceStep } from './trace.ts';

/** Each value once, in the order of the source; a value that is long is cut. */
export function seenText(leaves: readonly Pick<Leaf, 'seen'>[]): string {
  const texts = leaves.flatMap(({ seen }) =>
    Object.entries(seen).map(([name, value]) => `${name} = ${cut(valueText(value))}`),
  );
  return [...new Set(texts)].join(', ');
}

/** `total > 35 -> false (total = 12)`. */
export function detailText({ detail, leaves = [] }: ArbitraceStep): string {
  const seen = seenText(leaves);
  return seen === '' ? detail : `${detail} (${seen})`;
}
