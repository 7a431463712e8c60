/**
 * Programs of expert rules that pass the checker, by seed: few fact types, declared or not, that rules derive, hide and overlay for
 * each other. Kept in parts, so that a finding can be shrunk rule by rule.
 */
import type { Prng } from '#sim/prng.js';
import { boolean, type Extent, maybe, type Writing } from './condition.ts';
import { expertRule } from './rule.ts';

export interface ExpertProgram {
  /** What rules stand on. */
  readonly declarations: string;
  readonly rules: readonly string[];
}

const EXTERNAL = ['A', 'B', 'U'] as const;
const DERIVED = ['D', 'E'] as const;
const FIELDS = '{ n: number s: string m?: decimal<currency> by?: string }';

export function textOf({ declarations, rules }: ExpertProgram): string {
  return `${declarations}${rules.join('')}`;
}

export function generateExpertProgram(prng: Prng, extent: Extent): ExpertProgram {
  const types = [...EXTERNAL, ...DERIVED].slice(prng.integer(0, 2));
  const segments = prng.integer(0, 2);
  const writing = (): Writing => ({ prng, extent, types, bound: [], typeOf: new Map(), count: 0 });
  const declarations = [
    ...types.map((type) => maybe(prng, 0.6, () => `fact ${type} ${FIELDS}\n`)),
    maybe(prng, 0.6, () => 'outcome O { n: number s: string }\n'),
    maybe(prng, 0.3, () => 'outcome P { n?: number s?: string }\n'),
    ...Array.from({ length: segments }, (_, index) => `segment S${index} { ${boolean(writing(), 2)} }\n`),
  ];
  const focus = extent === 'whole' && prng.chance(0.5) ? prng.pick(types) : null;
  const targets = [...DERIVED, ...DERIVED, prng.pick(types)];
  const rules = Array.from({ length: prng.integer(3, 8) }, (_, index) =>
    expertRule({ index, segments, targets, focus }, writing()),
  );
  return { declarations: declarations.join(''), rules: prng.shuffle(rules) };
}
