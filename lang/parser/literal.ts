/**
 * Literals: token text → value. What cannot be represented is reported and replaced by zero, so that one bad number
 * does not hide the other mistakes of its declaration.
 */
import type { DecimalLiteral, NumberLiteral, StringLiteral, TimestampLiteral } from '../ast/nodes.ts';
import { parseDurationMs } from '../duration.ts';
import { parseInstant } from '../instant.ts';
import { printable } from '../lexer/printable.ts';
import type { SourceToken } from '../lexer/token.ts';
import { findUnit, isMoney, toCanonical } from '../units.ts';
import { type Grammar, leaf, type Site } from './combinators.ts';

const QUANTITY = /^(\S+)[ \t]+(\S+)$/;
/** One part; durations of several are taken in seconds. */
const COMPACT = /^([\d.]+)([a-z]+)$/;
/** Compact units that are spelled otherwise in the table of units; there `m` is metres. */
const COMPACT_UNITS: Readonly<Record<string, string>> = { m: 'min', h: 'hr' };

export const number: Grammar<NumberLiteral> = leaf('number', (token, site) =>
  numberLiteral(token.text, null, site),
);

/** Amounts of money are decimals. */
export const quantity: Grammar<NumberLiteral | DecimalLiteral> = leaf('quantity', ({ text }, site) => {
  const [, value = '', unit = ''] = QUANTITY.exec(text) ?? [];
  const found = findUnit(unit);
  return found !== undefined && isMoney(found)
    ? decimalLiteral(value, unit, site)
    : numberLiteral(value, unit, site);
});

export const compactDuration: Grammar<NumberLiteral> = leaf('duration', ({ text }, site) => {
  const [, value = '', unit] = COMPACT.exec(text) ?? [];
  if (unit === undefined) return numberLiteral(String((parseDurationMs(text) ?? 0) / 1000), 's', site);
  return numberLiteral(value, COMPACT_UNITS[unit] ?? unit, site);
});

export const timestamp: Grammar<TimestampLiteral> = leaf('timestamp', ({ text }, { span, diagnostics }) => {
  const seconds = parseInstant(text);
  if (seconds === undefined)
    diagnostics.report('lex/invalid-timestamp', { span, values: { text: printable(text) } });
  return { kind: 'timestamp', seconds: seconds ?? 0, span };
});

export const string: Grammar<StringLiteral> = leaf('string', (token, { span }) => {
  return { kind: 'string', value: stringValue(token), span };
});

/** The only escapes are `\"` and `\\`; any other backslash is itself, so that regular expressions need none. */
export function stringValue({ text }: SourceToken): string {
  return text.slice(1, -1).replace(/\\(["\\])/g, '$1');
}

function decimalLiteral(digits: string, unit: string, { span, diagnostics }: Site): DecimalLiteral {
  if (!/e/i.test(digits)) return { kind: 'decimal', digits, unit, span };
  const help = 'amounts of money are exact: write all digits';
  diagnostics.report('lex/malformed-number', {
    span,
    values: { text: printable(`${digits} ${unit}`) },
    help,
  });
  return { kind: 'decimal', digits: '0', unit, span };
}

function numberLiteral(text: string, unit: string | null, { span, diagnostics }: Site): NumberLiteral {
  const value = Number(text);
  const found = unit === null ? undefined : findUnit(unit);
  if (Number.isFinite(value) && (found === undefined || Number.isFinite(toCanonical(value, found)))) {
    return { kind: 'number', value, unit, span };
  }
  diagnostics.report('lex/number-range', { span, values: { text: printable(text) } });
  return { kind: 'number', value: 0, unit, span };
}
