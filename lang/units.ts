/**
 * Units of measurement: symbol → dimension, factor and offset to the dimension's base unit
 * (`base = value × factor + offset`). Run-time quantities are plain numbers in base units, so this table is the only
 * place where units have a meaning. Factors are the exact SI or NIST definitions; `F` keeps the rounded offset
 * that the language has always used (buckets and thresholds of deployed rules depend on it).
 */
export interface Unit {
  readonly symbol: string;
  readonly dimension: string;
  readonly factor: number;
  readonly offset: number;
}

type Scale = Readonly<Record<string, number | readonly [factor: number, offset: number]>>;

const DIMENSIONS: Readonly<Record<string, Scale>> = {
  temperature: { K: 1, C: [1, 273.15], F: [5 / 9, 255.3722222222222] },
  length: { mm: 0.001, cm: 0.01, m: 1, km: 1000, in: 0.0254, ft: 0.3048, yd: 0.9144, mi: 1609.344 },
  time: { ms: 0.001, s: 1, min: 60, hr: 3600, h: 3600, d: 86400 },
};

const UNITS: ReadonlyMap<string, Unit> = new Map(
  Object.entries(DIMENSIONS).flatMap(([dimension, scale]) =>
    Object.entries(scale).map(([symbol, definition]): [string, Unit] => {
      const [factor, offset] = typeof definition === 'number' ? [definition, 0] : definition;
      return [symbol, { symbol, dimension, factor, offset }];
    }),
  ),
);

export function findUnit(symbol: string): Unit | undefined {
  return UNITS.get(symbol);
}

export function isDimension(name: string): boolean {
  return Object.hasOwn(DIMENSIONS, name);
}

/** All symbols, longest first: the order in which a lexer must try them. */
export function unitSymbols(): readonly string[] {
  return [...UNITS.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

export function dimensionNames(): readonly string[] {
  return Object.keys(DIMENSIONS);
}

/** The value in base units: `toCanonical(28, C)` is 301.15. */
export function toCanonical(value: number, unit: Unit): number {
  return value * unit.factor + unit.offset;
}

/** A difference in base units, without the offset: 5 C of difference is 5, not 278.15. */
export function toCanonicalDifference(value: number, unit: Unit): number {
  return value * unit.factor;
}
