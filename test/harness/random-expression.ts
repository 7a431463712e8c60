/**
 * Expressions at random, as words for `random-layout.ts`. By precedence, so that they are right, with parentheses that
 * nobody needs and with names that are words of the language, because there the traps are.
 */
import type { Prng } from '#sim/prng.js';
import { BLANK, TIGHT } from './random-layout.ts';

export type Words = readonly string[];

const PLAIN = ['a', 'b', 'user', 'x', 'total', 'facts'] as const;
const WORDS = 'in order else segment bind count m asc for where fact tag set rule now and is by then'.split(
  ' ',
);
const NUMBERS = ['0', '1', '007', '1e3', '2.5', '35'] as const;
const UNITS = ['C', 'km', 'in', '%', 'm', 'min', 'L/min', 'USD', 'd'] as const;
const COMPARISONS = [
  '==',
  '!=',
  '>',
  '>=',
  '<',
  '<=',
  'in',
  'contains',
  'matches',
  'starts_with',
  'subset_of',
];

export class RandomExpression {
  readonly #prng: Prng;

  constructor(prng: Prng) {
    this.#prng = prng;
  }

  name(): string {
    return this.#prng.chance(0.12) ? this.#prng.pick(WORDS) : this.#prng.pick(PLAIN);
  }

  path(): Words {
    const segments = Array.from({ length: this.#prng.pick([1, 1, 2, 3]) }, () => this.name());
    return segments.flatMap((segment, index) => (index === 0 ? [segment] : [TIGHT, '.', TIGHT, segment]));
  }

  string(): string {
    return this.#prng.pick([
      '"x"',
      '"a # b"',
      '"// {"',
      '"^\\d+$"',
      '"q\\"\\\\"',
      '""',
      '"two\n  lines "',
      '"é漢🌋"',
    ]);
  }

  number(): Words {
    const { chance, pick } = { chance: (p: number) => this.#prng.chance(p), pick: this.#prng };
    const sign = chance(0.2) ? ['-'] : [];
    if (chance(0.2)) return [...sign, pick.pick(['5m', '1.5h', '1h30m', '100ms'])];
    const digits = pick.pick(NUMBERS);
    return chance(0.35) && !digits.includes('e')
      ? [...sign, digits, BLANK, pick.pick(UNITS)]
      : [...sign, digits];
  }

  literal(): Words {
    const kind = this.#prng.integer(0, 7);
    if (kind < 4) return this.number();
    if (kind === 4) return [this.string()];
    if (kind === 5) return [this.#prng.pick(['true', 'false', 'null'])];
    if (kind === 6) return [this.#prng.pick(['2026-01-01T00:00:00Z', '2026-01-01T10:00:00.5+02:00'])];
    return [this.#prng.pick(['2026-01-01', '2026 - 01 - 01', 'secret("a/b")'])];
  }

  whole(depth: number): Words {
    if (this.#prng.chance(0.06)) return this.lookup(depth - 1);
    return this.#chain(depth, 'or', () => this.#chain(depth, 'and', () => this.condition(depth)));
  }

  condition(depth: number): Words {
    if (depth > 0 && this.#prng.chance(0.12)) return ['not', ...this.condition(depth - 1)];
    if (depth > 0 && this.#prng.chance(0.12)) return this.quantifier(depth - 1);
    if (depth > 0 && this.#prng.chance(0.05)) return this.join(depth - 1);
    const left = this.arithmetic(depth);
    if (!this.#prng.chance(0.5)) return left;
    if (this.#prng.chance(0.15)) return [...left, 'is', ...(this.#prng.chance(0.5) ? ['not'] : []), 'null'];
    if (this.#prng.chance(0.1)) {
      const [open, close] = [this.#prng.pick(['[', '(']), this.#prng.pick([']', ')'])];
      return [
        ...left,
        'between',
        open,
        ...this.arithmetic(depth - 1),
        ',',
        ...this.arithmetic(depth - 1),
        close,
      ];
    }
    const operator = this.#prng.chance(0.1) ? ['not', 'in'] : [this.#prng.pick(COMPARISONS)];
    return [...left, ...operator, ...this.arithmetic(depth)];
  }

  arithmetic(depth: number): Words {
    return this.#chain(depth, this.#prng.pick(['+', '-']), () =>
      this.#chain(depth, this.#prng.pick(['*', '/', '%']), () => this.value(depth)),
    );
  }

  value(depth: number): Words {
    if (depth <= 0) return this.#prng.chance(0.5) ? this.path() : this.literal();
    switch (this.#prng.integer(0, 9)) {
      case 0:
        return ['[', ...this.list(depth - 1), ']'];
      case 1:
        return [this.name(), TIGHT, '(', ...this.list(depth - 1), ')'];
      case 2:
        return this.aggregate(depth - 1);
      case 3:
        return ['-', ...this.value(depth - 1)];
      case 4:
      case 5:
        return ['(', ...this.whole(depth - 1), ')'];
      case 6:
      case 7:
        return this.path();
      default:
        return this.literal();
    }
  }

  list(depth: number): Words {
    const elements = Array.from({ length: this.#prng.integer(0, 3) }, () => this.whole(depth));
    const words = elements.flatMap((each, index) => (index === 0 ? each : [',', ...each]));
    return words.length > 0 && this.#prng.chance(0.2) ? [...words, ','] : words;
  }

  aggregate(depth: number): Words {
    const value = this.#prng.chance(0.5) ? [...this.whole(depth), 'for'] : [];
    const filter = this.#prng.chance(0.4) ? ['where', ...this.whole(depth)] : [];
    const over = [this.name(), 'in', ...this.value(depth)];
    return [this.#prng.pick(['sum', 'count', 'max']), TIGHT, '(', ...value, ...over, ...filter, ')'];
  }

  quantifier(depth: number): Words {
    const word = this.#prng.pick(['any', 'all', 'none']);
    return [word, this.name(), 'in', ...this.value(depth), '{', ...this.whole(depth), '}'];
  }

  join(depth: number): Words {
    const self = this.#prng.chance(0.3) ? ['including_self'] : [];
    const on = this.#prng.chance(0.5) ? ['.', 'id'] : this.whole(depth);
    return [
      'join',
      'p',
      ':',
      'Order',
      ',',
      'q',
      ':',
      'Order',
      ...self,
      'on',
      ...on,
      '{',
      ...this.whole(depth),
      '}',
    ];
  }

  lookup(depth: number): Words {
    const order = this.#prng.chance(0.5)
      ? ['order', 'by', 'c', ...this.#prng.pick([[], ['asc'], ['desc']])]
      : [];
    const otherwise = this.#prng.chance(0.5) ? ['else', ...this.params(depth)] : [];
    return ['lookup', BLANK, 'ladder', 'where', ...this.whole(depth), ...order, ...otherwise];
  }

  params(depth: number): Words {
    return ['{', ...this.paramList(depth), '}'];
  }

  paramList(depth: number): Words {
    const count = this.#prng.pick([0, 1, 2, 3]);
    return Array.from({ length: count }, () => this.param(depth)).flat();
  }

  param(depth: number): Words {
    const comma = this.#prng.chance(0.7) ? [','] : [];
    return [this.name(), ':', ...this.whole(depth), ...comma];
  }

  #chain(depth: number, operator: string, operand: () => Words): Words {
    const words = [...operand()];
    while (depth > 0 && this.#prng.chance(0.15)) words.push(operator, ...operand());
    return words;
  }
}
