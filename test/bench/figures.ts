/** Figures as text, with three digits, because no more of them are true. */
import type { Reach, Row, Table } from './suite.ts';

interface Unit {
  readonly symbol: string;
  readonly size: number;
}

const UNITS: Readonly<Record<Table['unit'], readonly Unit[]>> = {
  ns: [
    { symbol: 's', size: 1e9 },
    { symbol: 'ms', size: 1e6 },
    { symbol: 'µs', size: 1e3 },
    { symbol: 'ns', size: 1 },
  ],
  bytes: [
    { symbol: 'MB', size: 1e6 },
    { symbol: 'kB', size: 1e3 },
    { symbol: 'B', size: 1 },
  ],
};

export function figureText(figure: number, unit: Table['unit']): string {
  const { symbol, size } = UNITS[unit].find((unit) => figure >= unit.size) ?? { symbol: unit, size: 1 };
  return `${digits(figure / size)} ${symbol}`;
}

export function ratioText(ratio: number): string {
  return `${digits(ratio)}×`;
}

/** What is asked of a row and whether it is so; empty where nothing is asked. */
export function reachText(
  { reach, median, ratio, beside }: Row,
  unit: Table['unit'],
): readonly [string, string] {
  if (reach === undefined) return ['', ''];
  const isReached =
    ratio <= (reach.ratio ?? Infinity) &&
    median <= (reach.median ?? Infinity) &&
    (beside ?? 0) <= (reach.beside?.ratio ?? Infinity);
  const answer = isReached ? 'yes' : 'no';
  return [askedText(reach, unit), beside === undefined ? answer : `${answer}, ${ratioText(beside)}`];
}

function askedText({ ratio, median, beside }: Reach, unit: Table['unit']): string {
  const asked = [
    ...(ratio === undefined ? [] : [ratioText(ratio)]),
    ...(median === undefined ? [] : [figureText(median, unit)]),
    ...(beside === undefined ? [] : [`${ratioText(beside.ratio)} of ${beside.row}`]),
  ];
  return `≤ ${asked.join(', ')}`;
}

function digits(figure: number): string {
  return figure.toLocaleString('en', { maximumSignificantDigits: 3 });
}
