/**
 * Units of measurement: symbol → dimension, factor and offset to the dimension's base unit
 * (`base = value × factor + offset`). Run-time quantities are plain numbers in base units, so this table is the only
 * place where units have a meaning; amounts of money are decimals and keep theirs. Factors are the exact SI or NIST definitions; `F` keeps the rounded offset
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
  mass: { mg: 0.000001, g: 0.001, kg: 1, lb: 0.45359237, oz: 0.028349523125 },
  time: { ms: 0.001, s: 1, min: 60, hr: 3600, h: 3600, d: 86400 },
  volume: { mL: 0.001, L: 1, gal: 3.785411784, fl_oz: 0.0295735295625 },
  pressure: { Pa: 1, hPa: 100, kPa: 1000, bar: 100_000, psi: 6894.757293168361, atm: 101_325 },
  percentage: { pct: 1, '%': 1 },
  concentration: { ppm: 1, ppb: 0.001 },
  area: { mm2: 0.000001, cm2: 0.0001, m2: 1, km2: 1_000_000, ha: 10_000, acre: 4046.8564224 },
  speed: { 'm/s': 1, 'km/h': 1000 / 3600, mph: 1609.344 / 3600, kn: 1852 / 3600 },
  electric_current: { mA: 0.001, A: 1 },
  voltage: { mV: 0.001, V: 1, kV: 1000 },
  power: { W: 1, kW: 1000, MW: 1_000_000, hp: 745.6998715822702 },
  energy: { J: 1, kJ: 1000, kWh: 3_600_000, cal: 4.184, kcal: 4184 },
  frequency: { Hz: 1, kHz: 1000, MHz: 1_000_000, GHz: 1_000_000_000 },
  data: { B: 1, KB: 1000, MB: 1_000_000, GB: 1_000_000_000, TB: 1_000_000_000_000 },
  flow: { 'L/min': 1, 'L/hr': 1 / 60, 'gal/min': 3.785411784, 'm3/s': 60_000 },
  currency: { USD: 1, EUR: 1, GBP: 1, JPY: 1, CNY: 1, CHF: 1, CAD: 1, AUD: 1 },
  cryptocurrency: { BTC: 1, ETH: 1, SOL: 1, USDC: 1, USDT: 1 },
};

/** Dimensions whose quantities are exact decimals. */
const MONEY: ReadonlySet<string> = new Set(['currency', 'cryptocurrency']);

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

/** Whether numbers with the unit are decimals. */
export function isMoney({ dimension }: Unit): boolean {
  return MONEY.has(dimension);
}

export function isMoneyDimension(dimension: string): boolean {
  return MONEY.has(dimension);
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
