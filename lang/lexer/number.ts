/**
 * Everything that begins with a digit: numbers, quantities (`28 C`), compact durations (`5m`) and timestamps.
 * A unit belongs to its number only on the same line and only when it ends at a word boundary, so that
 * `{ cost: 5 method: 2 }` never reads as five metres; `5 in list` and `7 % 2` are operators (language 1.3).
 */
import { findUnit, unitSymbols } from '../units.ts';
import { COLON, DOT, OPEN_PAREN, isBlank, isDigit, isNamePart, isNameStart } from './characters.ts';
import { printable } from './printable.ts';
import type { Lexeme, Problem } from './token.ts';
import { type Text, triviaAt } from './trivia.ts';

/** Loose on purpose: what looks like a timestamp is one, and `literal.ts` reports an impossible one as a whole. */
const TIMESTAMP = /\d{4}-\d{2}-\d{2}T[\d:.]*(?:Z|[+-][\d:]+)?\w*/y;
const COMPACT = /^\d+(?:\.\d+)?(?:ms|s|min|m|hr|h|d)(?:\d+(?:ms|s|min|m|hr|h|d))*$/;

/** Words after `5 in` that continue the expression or clause, so that the unit stays a unit. */
export const CONTINUATIONS: ReadonlySet<string> = new Set(
  (
    'and or not in is between contains retains subset_of superset_of vague_contains starts_with ends_with matches ' +
    'for where let then otherwise else'
  ).split(' '),
);

/** Unit symbols by their first character, longest first. */
const SYMBOLS_BY_FIRST: ReadonlyMap<string, readonly string[]> = new Map(
  unitSymbols().map((symbol) => [
    symbol.charAt(0),
    unitSymbols().filter((other) => other.startsWith(symbol.charAt(0))),
  ]),
);

const ORDER_BY = /order\s+by\b/y;

export function scanNumber(source: Text, start: number): Lexeme {
  const { text } = source;
  TIMESTAMP.lastIndex = start;
  if (TIMESTAMP.test(text)) return { kind: 'timestamp', start, end: TIMESTAMP.lastIndex };
  const end = digitsEnd(text, start);
  if (isNamePart(text.charCodeAt(end))) return scanSuffixed(text, start, end);
  const unitEnd = quantityEnd(source, end);
  return unitEnd === undefined ? { kind: 'number', start, end } : { kind: 'quantity', start, end: unitEnd };
}

function digitsEnd(text: string, start: number): number {
  let end = skipDigits(text, start);
  if (text.charCodeAt(end) === DOT && isDigit(text.charCodeAt(end + 1))) end = skipDigits(text, end + 1);
  const exponent = text.charAt(end);
  if (exponent !== 'e' && exponent !== 'E') return end;
  const sign = text.charAt(end + 1);
  const digits = sign === '+' || sign === '-' ? end + 2 : end + 1;
  return isDigit(text.charCodeAt(digits)) ? skipDigits(text, digits) : end;
}

function skipDigits(text: string, start: number): number {
  let end = start;
  while (isDigit(text.charCodeAt(end))) end++;
  return end;
}

/** A number with letters right behind it: a compact duration or nothing. */
function scanSuffixed(text: string, start: number, numberEnd: number): Lexeme {
  let end = numberEnd;
  while (isNamePart(text.charCodeAt(end))) end++;
  const number = text.slice(start, numberEnd);
  const suffix = text.slice(numberEnd, end);
  if (COMPACT.test(`${number}${suffix}`)) return { kind: 'duration', start, end };
  return { kind: 'error', start, end, problem: malformed(number, suffix) };
}

function malformed(number: string, suffix: string): Problem {
  const values = { text: printable(`${number}${suffix}`) };
  if (findUnit(suffix) === undefined) return { code: 'lex/malformed-number', values };
  return {
    code: 'lex/malformed-number',
    values,
    help: `put a blank between the number and its unit: \`${printable(`${number} ${suffix}`)}\``,
  };
}

function quantityEnd(source: Text, numberEnd: number): number | undefined {
  const { text } = source;
  let start = numberEnd;
  while (isBlank(text.charCodeAt(start))) start++;
  if (start === numberEnd) return undefined;
  for (const symbol of SYMBOLS_BY_FIRST.get(text.charAt(start)) ?? []) {
    const end = start + symbol.length;
    if (!text.startsWith(symbol, start) || isNamePart(text.charCodeAt(end))) continue;
    return isName(text, end) || isOperator(source, symbol, end) ? undefined : end;
  }
  return undefined;
}

/** Whether the word that ends here is a path, a call or a parameter name rather than a unit. */
function isName(text: string, end: number): boolean {
  const code = text.charCodeAt(end);
  if (code === DOT || code === OPEN_PAREN) return true;
  let next = end;
  while (isBlank(text.charCodeAt(next))) next++;
  return text.charCodeAt(next) === COLON;
}

/**
 * `in` and `%` are operators when an operand follows; a sign begins one only after `%`: `10 in - 5 in` is a length. A literal
 * on the next line is none, because it may be the next row of a table.
 */
function isOperator(source: Text, symbol: string, end: number): boolean {
  if (symbol !== 'in' && symbol !== '%') return false;
  const { text } = source;
  const { end: start, hasNewline } = triviaAt(source, end);
  const first = text.charAt(start);
  if (first === '[' || first === '(') return true;
  if (isNameStart(text.charCodeAt(start))) return !isContinuation(source, start);
  if (isDigit(text.charCodeAt(start)) || first === '"') return !hasNewline;
  return symbol === '%' && first === '-' && !hasNewline && !isBlank(text.charCodeAt(start + 1));
}

function isContinuation(source: Text, start: number): boolean {
  const { text } = source;
  let end = start;
  while (isNamePart(text.charCodeAt(end))) end++;
  ORDER_BY.lastIndex = start;
  if (ORDER_BY.test(text)) return true;
  return CONTINUATIONS.has(text.slice(start, end)) || text.charCodeAt(triviaAt(source, end).end) === COLON;
}
