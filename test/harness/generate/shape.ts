/** The context that generated programs read: every path with its type, declared as the `input` of each of them. */
import type { Prng } from '#sim/prng.js';

export type Kind =
  | 'number'
  | 'length'
  | 'string'
  | 'boolean'
  | 'amount'
  | 'instant'
  | 'numbers'
  | 'texts'
  | 'amounts';

export const PATHS: Readonly<Record<Kind, readonly string[]>> = {
  number: ['user.age', 'cart.total', 'cart.count'],
  length: ['parcel.height', 'parcel.width'],
  string: ['user.name', 'user.tier', 'cart.region'],
  boolean: ['user.verified', 'cart.gift'],
  amount: ['cart.paid', 'cart.due', 'cart.tip'],
  instant: ['user.since', 'cart.at'],
  numbers: ['cart.sizes', 'user.scores'],
  texts: ['user.tags', 'cart.words'],
  amounts: ['cart.fees'],
};

const TYPES: Readonly<Record<Kind, string>> = {
  number: 'number',
  length: 'number<length>',
  string: 'string',
  boolean: 'boolean',
  amount: 'decimal<currency>',
  instant: 'timestamp',
  numbers: 'list<number>',
  texts: 'list<string>',
  amounts: 'list<decimal<currency>>',
};

export const KINDS: readonly Kind[] = [
  'number',
  'length',
  'string',
  'boolean',
  'amount',
  'instant',
  'numbers',
  'texts',
  'amounts',
];

/** `input { user: { age: number … } … }`. */
export function inputDeclaration(): string {
  const groups = new Map<string, string[]>();
  for (const kind of KINDS) {
    for (const path of PATHS[kind]) {
      const [group = '', field = ''] = path.split('.');
      groups.set(group, [...(groups.get(group) ?? []), `${field}?: ${TYPES[kind]}`]);
    }
  }
  const objects = [...groups].map(([group, fields]) => `    ${group}: { ${fields.join(' ')} }`);
  return `input {\n${objects.join('\n')}\n}\n`;
}

/** A context that mostly fits; some fields are missing, null or of another kind. */
export function generateContext(prng: Prng): Record<string, Record<string, unknown>> {
  const context: Record<string, Record<string, unknown>> = {};
  for (const kind of KINDS) {
    for (const path of PATHS[kind]) {
      const [group = '', field = ''] = path.split('.');
      const object = context[group] ?? {};
      context[group] = object;
      const chance = prng.integer(0, 11);
      if (chance === 0) continue;
      object[field] = chance === 1 ? null : value(chance === 2 ? oneOf(prng, KINDS) : kind, prng);
    }
  }
  return context;
}

export const WORDS: readonly string[] = ['', 'a', 'ab', 'gold', 'US', 'beta_1', 'é', 'Ω🌋', '('];

function value(kind: Kind, prng: Prng): unknown {
  switch (kind) {
    case 'number':
      return oneOf(prng, [0, -0, 1, -1, 2.5, 17, 1e21, -3.75, prng.integer(-100, 100)]);
    case 'length':
      return prng.integer(0, 3000) / 8;
    case 'string':
      return oneOf(prng, WORDS);
    case 'boolean':
      return prng.integer(0, 1) === 1;
    case 'amount':
      return oneOf(prng, ['0 USD', '-1.5 USD', '100.25 USD', '0.001 USD', '3 USD', '2.675 USD', '7 EUR']);
    case 'instant':
      return prng.integer(1_700_000_000, 1_800_000_000);
    case 'numbers':
      return Array.from({ length: prng.integer(0, 4) }, () => value('number', prng));
    case 'texts':
      return Array.from({ length: prng.integer(0, 3) }, () => value('string', prng));
    case 'amounts':
      return Array.from({ length: prng.integer(0, 3) }, () => value('amount', prng));
  }
}

export function oneOf<Value>(prng: Prng, values: readonly [Value, ...Value[]] | readonly Value[]): Value {
  const chosen = values[prng.integer(0, values.length - 1)];
  if (chosen === undefined) throw new RangeError('there is nothing to choose from');
  return chosen;
}
