/** Strategies and flags that pass the checker, with every gate; and the options that a decision can have. */
import type { RuleOptions } from '#engine/decide/rules.js';
import type { Override } from '#engine/govern/overrides.js';
import type { Prng } from '#sim/prng.js';
import { expression, type Names } from './expression.ts';
import { oneOf } from './shape.ts';

export const ROUTE =
  'outcome Route {\n    label: string\n    score?: number\n    fee?: decimal<currency>\n}\n';

const FUEL = 3;
const LABELS = ['Fast', 'Slow', 'Held'] as const;
const VARIANTS = ['base', 'x', 'y'] as const;

/** Once in `chance` times. */
function maybe(prng: Prng, chance: number, make: () => string): string {
  return prng.integer(0, chance - 1) === 0 ? make() : '';
}

export function rollout(prng: Prng): string {
  const percent = oneOf(prng, ['0', '12.5', '50', '99.99', '100']);
  const subject = oneOf(prng, ['', ' by user.name', ' by cart.total', ' by user.verified']);
  return `rollout ${percent}${subject}${maybe(prng, 3, () => ` namespace "${oneOf(prng, ['n', ' wave ', ''])}"`)}`;
}

/** What may stand before an arm or before a rule of a flag. */
function gates(prng: Prng): readonly string[] {
  return [
    maybe(prng, 6, () => `active_from ${oneOf(prng, ['2025-01-01', '2026-06-01'])}`),
    maybe(prng, 6, () => 'active_until 2026-12-31T23:59:59Z'),
    maybe(prng, 4, () => rollout(prng)),
  ].filter((gate) => gate !== '');
}

export function strategy(index: number, segments: number, { prng, names }: Source): string {
  const labels = LABELS.slice(0, prng.integer(1, LABELS.length));
  const arms = labels.map((label) => {
    const killed = maybe(prng, 6, () => `kill_switch ${oneOf(prng, ['on', 'off'])} `);
    const before = gates(prng).map((gate) => `${gate} `);
    const segment = maybe(prng, 3, () => ` segment S${prng.integer(0, segments - 1)}`);
    const block = segment !== '' && prng.integer(0, 2) === 0 ? '' : ` { ${condition({ prng, names })} }`;
    return `    when${segment}${block} ${killed}${before.join('')}then ${label} {\n${payload({ prng, names })}    }\n`;
  });
  return `strategy Pick${index} returns Route {\n${arms.join('')}    else Rest {\n${payload({ prng, names })}    }\n}\n`;
}

interface Source {
  readonly prng: Prng;
  readonly names: Names;
}

function condition({ prng, names }: Source): string {
  return expression('boolean', prng, names, FUEL);
}

function payload({ prng, names }: Source): string {
  const score = maybe(prng, 2, () => `        score: ${expression('number', prng, names, FUEL)},\n`);
  const fee = maybe(prng, 2, () => `        fee: ${expression('amount', prng, names, FUEL)},\n`);
  return `        label: ${expression('string', prng, names, FUEL)},\n${score}${fee}`;
}

/** Requires flags with a smaller index only. */
export function flag(index: number, segments: number, { prng, names }: Source): string {
  const rules = Array.from({ length: prng.integer(1, 3) }, () => flagRule(segments, { prng, names }));
  const requires = maybe(prng, 2, () => (index === 0 ? '' : `    requires f${prng.integer(0, index - 1)}\n`));
  const killed = maybe(prng, 6, () => ` kill_switch ${oneOf(prng, ['on', 'off'])}`);
  const values = maybe(prng, 2, () => `    defaults {\n${fields({ prng, names })}    }\n`);
  const variants = VARIANTS.map((name) => `    variant "${name}" {\n${fields({ prng, names })}    }\n`);
  const declared = prng.integer(0, 3) === 0 ? '' : variants.join('');
  const head = `flag f${index} type multivariate default "base"${killed} {\n    owner: "o"\n`;
  return `${head}${requires}${values}${declared}${rules.join('')}}\n`;
}

function fields({ prng, names }: Source): string {
  return [
    maybe(prng, 2, () => `        n: ${expression('number', prng, names, 2)},\n`),
    maybe(prng, 2, () => `        s: ${expression('string', prng, names, 2)},\n`),
    maybe(prng, 3, () => `        p: ${expression('amount', prng, names, 2)},\n`),
    maybe(prng, 3, () => `        l: ${expression('numbers', prng, names, 2)},\n`),
  ].join('');
}

function flagRule(segments: number, { prng, names }: Source): string {
  const before = gates(prng).map((gate) => `${gate} `);
  const segment = maybe(prng, 3, () => ` segment S${prng.integer(0, segments - 1)}`);
  const block = segment !== '' && prng.integer(0, 2) === 0 ? '' : ` { ${condition({ prng, names })} }`;
  const serves = prng.integer(0, 2) === 0 ? split(prng) : `then "${oneOf(prng, VARIANTS)}"`;
  return `    ${before.join('')}when${segment}${block} ${serves}\n`;
}

function split(prng: Prng): string {
  const first = oneOf(prng, [0, 1, 3333, 5000, 10_000]);
  const second = prng.integer(0, 10_000 - first);
  const weights = [first, second, 10_000 - first - second].map(
    (weight, index) => `"${VARIANTS[index] ?? 'base'}": ${weight}`,
  );
  const subject = oneOf(prng, ['', ' by user.name', ' by cart.total']);
  return `split${subject}${maybe(prng, 3, () => ' namespace "n"')} { ${weights.join(', ')} }`;
}

/** What a caller may ask for, over programs of this generator. */
export function generateOptions(prng: Prng, nowSeconds: number): RuleOptions {
  const isPlain = prng.integer(0, 1) === 0;
  if (isPlain) return { nowSeconds };
  const words = ['one', 'two', 'three'];
  return {
    nowSeconds: nowSeconds + oneOf(prng, [0, -100_000_000, 100_000_000]),
    trace: oneOf(prng, ['full', 'full', 'blocked', 'off']),
    onTrap: oneOf(prng, ['record', 'record', 'fail']),
    ...(prng.integer(0, 2) === 0 ? { tags: words.slice(0, prng.integer(0, 2)) } : {}),
    ...(prng.integer(0, 5) === 0 ? { allTags: words.slice(0, prng.integer(0, 1)) } : {}),
    ...(prng.integer(0, 2) === 0 ? { bundleName: 'shop' } : {}),
    overrides: {
      rules: { [`R${prng.integer(0, 2)}`]: override(prng) },
      arms: { Pick0: { [oneOf(prng, LABELS)]: override(prng) } },
      flags: { f0: override(prng) },
      flagRules: { f1: { [String(prng.integer(0, 1))]: { rollout: oneOf(prng, [0, 5000, 10_000]) } } },
    },
  };
}

function override(prng: Prng): Override {
  return {
    ...(prng.integer(0, 1) === 0 ? { killSwitch: prng.integer(0, 1) === 0 } : {}),
    ...(prng.integer(0, 2) === 0 ? { rollout: oneOf(prng, [0, 5000, 10_000]) } : {}),
  };
}
