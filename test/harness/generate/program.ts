/**
 * Programs that pass the checker, by seed: consts, segments, a table, rules, strategies and flags with every gate. For differential tests: what
 * two evaluators make of such a program and a context must be the same.
 */
import type { Prng } from '#sim/prng.js';
import { expression, lookup, type Names } from './expression.ts';
import { flag, ROUTE, rollout, strategy } from './governed.ts';
import { inputDeclaration, KINDS, type Kind, oneOf } from './shape.ts';

const TABLE = `table ladder {
    from: number | rate: number
    0 | 1
    100 | 2.5
    250 | 4
}
`;

const OUTCOMES = ['Ship', 'Flag', 'Offer'] as const;
const FUEL = 4;

/** Source text; every program reads the context of `shape.ts`. */
export function generateProgram(prng: Prng): string {
  const consts = Array.from({ length: prng.integer(0, 3) }, (_, index) => {
    const kind = oneOf(prng, KINDS);
    return { kind, name: `K${index}`, text: expression(kind, prng, { known: {}, depth: 0 }, 2) };
  });
  const names: Names = { known: byKind(consts), depth: 0 };
  const segments = Array.from({ length: prng.integer(1, 3) }, (_, index) => {
    return `segment S${index} { ${expression('boolean', prng, names, FUEL)} }\n`;
  });
  const flags = Array.from({ length: prng.integer(0, 3) }, (_, index) =>
    flag(index, segments.length, { prng, names }),
  );
  const rules = Array.from({ length: prng.integer(1, 5) }, (_, index) =>
    rule(index, { segments: segments.length, flags: flags.length }, { prng, names }),
  );
  const strategies = Array.from({ length: prng.integer(0, 2) }, (_, index) =>
    strategy(index, segments.length, { prng, names }),
  );
  return [
    inputDeclaration(),
    'tag "one"\ntags "two,three"\n',
    TABLE,
    ...consts.map(({ name, text }) => `const ${name} = ${text}\n`),
    ...segments,
    ...flags,
    ...rules,
    ...(strategies.length === 0 ? [] : [ROUTE, ...strategies]),
  ].join('\n');
}

function byKind(
  consts: readonly { readonly kind: Kind; readonly name: string }[],
): Partial<Record<Kind, readonly string[]>> {
  const known: Partial<Record<Kind, readonly string[]>> = {};
  for (const { kind, name } of consts) known[kind] = [...(known[kind] ?? []), name];
  return known;
}

interface Counts {
  readonly segments: number;
  readonly flags: number;
}

function rule(
  index: number,
  { segments, flags }: Counts,
  { prng, names }: { readonly prng: Prng; readonly names: Names },
): string {
  const locals: Names = {
    known: { ...names.known, number: [...(names.known.number ?? []), 'l0'] },
    depth: 0,
  };
  const header = [
    maybe(prng, 3, () => ` priority ${prng.integer(-3, 3)}`),
    maybe(prng, 4, () => ` tag "${oneOf(prng, ['one', 'two', 'three'])}"`),
  ];
  const clauses = [
    maybe(prng, 8, () => `kill_switch ${oneOf(prng, ['on', 'off'])}`),
    maybe(prng, 6, () => 'active_from 2025-01-01'),
    maybe(prng, 6, () => `active_until ${oneOf(prng, ['2026-01-01', '2027-01-01T00:00:00Z'])}`),
    maybe(prng, 3, () => (index === 0 ? '' : `requires R${prng.integer(0, index - 1)}`)),
    maybe(prng, 5, () => (index === 0 ? '' : `excludes R${prng.integer(0, index - 1)}`)),
    maybe(prng, 6, () => (flags === 0 ? '' : `requires f${prng.integer(0, flags - 1)}`)),
    maybe(prng, 5, () => rollout(prng)),
    maybe(prng, 8, () => when(segments, prng, { names, locals }), true),
    `then ${oneOf(prng, OUTCOMES)} {\n${params(prng, locals)}    }`,
    maybe(prng, 3, () => `otherwise ${oneOf(prng, OUTCOMES)} {\n${params(prng, names)}    }`),
  ];
  const body = clauses.filter((clause) => clause !== '').map((clause) => `    ${clause}\n`);
  const hasLocal = body.some((clause) => clause.includes('let l0'));
  const text = `rule R${index}${header.join('')} {\n${body.join('')}}\n`;
  return hasLocal ? text : text.replaceAll(/\bl0\b/g, 'cart.total');
}

function when(
  segments: number,
  prng: Prng,
  { names, locals }: { readonly names: Names; readonly locals: Names },
): string {
  const segment = maybe(prng, 3, () => ` segment S${prng.integer(0, segments - 1)}`);
  const local =
    prng.integer(0, 1) === 0 ? '' : `let l0 = ${expression('number', prng, names, FUEL)}\n        `;
  const condition = expression('boolean', prng, local === '' ? names : locals, FUEL);
  return `when${segment} {\n        ${local}${condition}\n    }`;
}

function params(prng: Prng, names: Names): string {
  const given = Array.from({ length: prng.integer(0, 3) }, (_, index) => {
    const kind = oneOf(prng, KINDS);
    return `        p${index}: ${expression(kind, prng, names, FUEL)},\n`;
  });
  const row = maybe(prng, 3, () => `        let row = ${lookup(prng, names, 2)}\n`);
  return row === '' ? given.join('') : `${row}${given.join('')}        rate: row.rate,\n`;
}

/** Once in `chance` times, or all but once. */
function maybe(prng: Prng, chance: number, make: () => string, mostly = false): string {
  return (prng.integer(0, chance - 1) === 0) !== mostly ? make() : '';
}
