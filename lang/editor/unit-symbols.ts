/** The units of a dimension as an editor offers them. */
import { findUnit, unitSymbols } from '../units.ts';

/** The shortest symbols first. */
export function symbolsOf(dimension: string): readonly string[] {
  return unitSymbols()
    .filter((symbol) => findUnit(symbol)?.dimension === dimension)
    .reverse();
}

/** The unit in which quantities of a dimension are kept. */
export function canonicalSymbol(dimension: string): string {
  const isBase = (symbol: string): boolean => {
    const unit = findUnit(symbol);
    return unit?.factor === 1 && unit.offset === 0;
  };
  return symbolsOf(dimension).find(isBase) ?? '';
}
