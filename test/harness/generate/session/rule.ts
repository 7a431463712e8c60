/** Expert rules that pass the checker, with every clause and effect. */
import type { Prng } from '#sim/prng.js';
import { formatInstant } from '#lang/instant.js';
import {
  bindings,
  boolean,
  count,
  KEYS,
  maybe,
  number,
  quantifier,
  stranger,
  type Writing,
} from './condition.ts';

/** Where histories begin, in ms. */
export const BEGINNING = 1_770_000_000_000;

export interface RulePlace {
  readonly index: number;
  readonly segments: number;
  /** Fact types that rules hold, hide and overlay. */
  readonly targets: readonly string[];
  /** What many rules of the program hide and overlay, so that they meet; `null` for nothing in particular. */
  readonly focus: string | null;
}

export function expertRule(place: RulePlace, writing: Writing): string {
  const { prng, extent } = writing;
  const isWhole = extent === 'whole';
  const perFact = prng.chance(0.3);
  const effects = place.focus === null ? EFFECTS : ([...EFFECTS, 'modify', 'modify', 'retract'] as const);
  const effect = prng.pick(isWhole ? effects : (['assert', 'assert', 'emit'] as const));
  const temporal = perFact ? '' : maybe(prng, 0.3, () => temporalClause(writing));
  const mayDebounce = isWhole && !perFact && !temporal.startsWith(' for');
  const header = [
    maybe(prng, 0.6, () => ` priority ${prng.integer(-2, 3)}`),
    perFact ? ' per_fact' : '',
    maybe(prng, effect === 'emit' ? 0.3 : 0.05, () => ` cooldown ${prng.pick(DURATIONS)}`),
    mayDebounce ? maybe(prng, 0.15, () => ` debounce ${prng.pick(DURATIONS)}`) : '',
  ];
  const when = whenClause(place, writing, perFact);
  const clauses = [
    ...governance(place, writing),
    `${when}${temporal}`,
    `then ${effectText(effect, { place, writing, perFact })}`,
  ];
  const body = clauses.filter((clause) => clause !== '').map((clause) => `    ${clause}\n`);
  return `expert rule R${place.index}${header.join('')} {\n${body.join('')}}\n`;
}

const EFFECTS = ['assert', 'assert', 'assert', 'emit', 'emit', 'retract', 'modify', 'modify'] as const;
type Effect = (typeof EFFECTS)[number];
const DURATIONS = ['1s', '5s', '1500ms', '1m'] as const;

function temporalClause({ prng, extent }: Writing): string {
  if (extent === 'whole' && prng.chance(0.3)) return ` stable_for ${prng.integer(1, 4)} cycles`;
  return ` ${prng.pick(['for', 'within'])} ${prng.pick(DURATIONS)}`;
}

function governance({ index }: RulePlace, { prng, extent }: Writing): readonly string[] {
  const isWhole = extent === 'whole';
  const other = (): string => `R${prng.integer(0, index - 1)}`;
  return [
    maybe(prng, 0.08, () => `kill_switch ${prng.pick(['on', 'off', 'off'])}`),
    maybe(prng, index === 0 ? 0 : 0.2, () => `requires ${other()}`),
    maybe(prng, index === 0 ? 0 : 0.15, () => `excludes ${other()}`),
    maybe(prng, 0.15, () => 'no_loop'),
    ...(isWhole ? wholeGovernance(prng) : []),
  ];
}

function wholeGovernance(prng: Prng): readonly string[] {
  return [
    maybe(prng, 0.08, () => `active_from ${instant(prng)}`),
    maybe(prng, 0.08, () => `active_until ${instant(prng)}`),
    maybe(prng, 0.12, () => {
      const namespace = maybe(prng, 0.3, () => ' namespace "wave"');
      return `rollout ${prng.pick(['0', '30', '50', '100'])}${prng.pick(['', ' by user.id', ' by mode'])}${namespace}`;
    }),
    maybe(prng, 0.15, () => 'stable'),
    maybe(prng, 0.25, () => `activation_group G${prng.integer(0, 1)}`),
  ];
}

function instant(prng: Prng): string {
  return formatInstant(BEGINNING / 1000 + prng.pick([-60, 5, 10, 60, 300]));
}

/** Without `per_fact` any condition; with it one that begins with a fact. */
function whenClause({ segments }: RulePlace, writing: Writing, perFact: boolean): string {
  const { prng, extent, types } = writing;
  const segment = segments === 0 ? '' : maybe(prng, 0.3, () => ` segment S${prng.integer(0, segments - 1)}`);
  if (perFact && extent === 'present') {
    writing.bound.push('f0');
    const simple = prng.pick(['f0.n > 1', 'f0.s == mode', 'f0.n < limit and f0.s == "a"', 'true']);
    return `when${segment} { any f0 in facts.${prng.pick(types)} { ${simple} } }`;
  }
  if (prng.chance(0.08)) return `when${segment} { ${bindings(writing, 1)} }`;
  const local = maybe(prng, 0.2, () => {
    const value = prng.chance(0.5) ? count(writing, 1) : number(writing, 1);
    return `let c = ${value}\n        `;
  });
  const compared = local === '' ? '' : ` ${prng.pick(['and', 'or'])} c ${prng.pick(['>', '<='])} 1`;
  const first = prng.chance(0.85)
    ? quantifier(writing, 2, prng.chance(0.85) ? 'any' : undefined)
    : boolean(writing, 2);
  const others = maybe(prng, 0.4, () => ` ${prng.pick(['and', 'and', 'or'])} ${boolean(writing, 1)}`);
  return `when${segment} {\n        ${local}${first}${others}${compared}\n    }`;
}

interface EffectPlace {
  readonly place: RulePlace;
  readonly writing: Writing;
  readonly perFact: boolean;
}

function effectText(effect: Effect, { place, writing, perFact }: EffectPlace): string {
  const { prng } = writing;
  const target = prng.pick(place.targets);
  const key = `key: ${keyOf(writing, perFact)}`;
  const local = maybe(prng, 0.1, () => `let g = ${number(writing, 1)} `);
  switch (effect) {
    case 'assert':
      return `assert ${target} { ${local}${key}, ${fields(place, writing)} }`;
    case 'emit':
      return `emit ${prng.pick(['O', 'P'])} { ${local}s: ${text(writing)}, n: ${number(writing, 1)} }`;
    case 'retract':
      return `retract ${reach(place, writing, local)} }`;
    case 'modify':
      return `modify ${reach(place, writing, local)} set { ${overlay(writing)} } }`;
  }
}

/** Mostly a fact that is there: one that the rule has matched. */
function reach({ targets, focus }: RulePlace, writing: Writing, local: string): string {
  const { prng, bound, typeOf, types } = writing;
  if (focus !== null && prng.chance(0.7)) return `${focus} { ${local}key: "k1"`;
  const variable = bound.length > 0 && prng.chance(0.6) ? prng.pick(bound) : null;
  if (variable !== null) return `${typeOf.get(variable) ?? 'D'} { ${local}key: ${variable}.key`;
  const target = prng.chance(0.5) ? prng.pick(types) : prng.pick(targets);
  return `${target} { ${local}key: ${keyOf(writing, false)}`;
}

function keyOf({ prng, bound, extent }: Writing, perFact: boolean): string {
  if (extent === 'present' && perFact) return 'f0.key';
  const shapes = [`"${prng.pick(KEYS)}"`, `"${prng.pick(KEYS)}"`];
  if (bound.length > 0) {
    const variable = prng.pick(bound);
    shapes.push(`${variable}.key`, `${variable}.key`, `${variable}.key`, `${variable}.s`);
  }
  if (prng.chance(0.05)) shapes.push('""', '"a key that is long"', 'mode');
  return prng.pick(shapes);
}

/** `by` tells facts of rules apart where that matters. */
function fields({ index }: RulePlace, writing: Writing): string {
  const { prng, extent } = writing;
  const by = maybe(prng, extent === 'present' ? 1 : 0.15, () => `, by: "R${index}"`);
  const money = maybe(prng, 0.25, () => `, m: ${amountText(writing)}`);
  return `n: ${number(writing, 1)}, s: ${text(writing)}${money}${by}`;
}

function overlay(writing: Writing): string {
  const { prng } = writing;
  const all = [`n: ${number(writing, 1)}`, `s: ${text(writing)}`, `m: ${amountText(writing)}`];
  const kept = all.filter(() => prng.chance(0.5));
  return (kept.length === 0 ? [`n: ${prng.integer(0, 3)}`] : kept).join(', ');
}

function text({ prng, bound }: Writing): string {
  const shapes = ['"a"', '"b"', 'mode'];
  if (bound.length > 0) {
    const variable = prng.pick(bound);
    shapes.push(`${variable}.s`, `${variable}.s`);
    if (prng.chance(0.2)) shapes.push(`${variable}.key`);
  }
  return prng.pick(shapes);
}

function amountText({ prng, bound, extent }: Writing): string {
  const shapes = ['1 USD', stranger(extent)];
  if (bound.length > 0) shapes.push(`${prng.pick(bound)}.m`);
  return prng.pick(shapes);
}
