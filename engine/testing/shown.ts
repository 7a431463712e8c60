/** What failures show: values as the test language writes them, a claim in its own words, and the steps that stood in the way. */
import type { Matcher, Expectation, TestValue } from '#lang/testing/ast.js';
import { findUnit } from '#lang/units.js';
import { detailText } from '../govern/seen-text.ts';
import type { ArbitraceStep } from '../govern/trace.ts';
import { plainDecimal, type Value } from '../value.ts';
import { cut, valueText } from '../value-text.ts';
import type { Reader } from './match.ts';

/** Seconds that a date can be. */
const INSTANT_MAX = 8_640_000_000_000;

/** The source of a claim on one line, without its `expect`. */
export function claimText({ span: { source, start, end } }: Pick<Expectation, 'span'>): string {
  return cut(
    source.text
      .slice(start, end)
      .replace(/\s+/g, ' ')
      .replace(/^expect /, ''),
  );
}

/** `Name { field: value }` with the fields that were asked for. */
export function candidateText(name: string, matchers: readonly Matcher[], read: Reader): string {
  const fields = matchers.map((matcher) => {
    const found = read(matcher.field.text);
    return `${matcher.field.text}: ${found === undefined ? 'missing' : foundText(found, matcher)}`;
  });
  return fields.length === 0 ? name : cut(`${name} { ${fields.join(', ')} }`);
}

/** A line for each step, with what its condition has seen. */
export function traceLines(
  steps: readonly ArbitraceStep[],
  isShown: (step: ArbitraceStep) => boolean,
): readonly string[] {
  return steps
    .filter(isShown)
    .map((step) => `${step.disposition} ${step.subject}: ${step.check}: ${detailText(step)}`);
}

/** A quantity in the unit, and an instant in the form, that the matcher is written in. */
function foundText(found: Value, matcher: Matcher): string {
  const literal: TestValue = matcher.kind === 'between' ? matcher.low : matcher.value;
  if (typeof found !== 'number') return valueText(found);
  if (literal.kind === 'timestamp' && Math.abs(found) <= INSTANT_MAX)
    return new Date(found * 1000).toISOString().replace('.000Z', 'Z');
  const unit = literal.kind === 'number' && literal.unit !== null ? findUnit(literal.unit) : undefined;
  if (unit === undefined) return valueText(found);
  const value = Number(((found - unit.offset) / unit.factor).toPrecision(12));
  return `${plainDecimal(value)} ${unit.symbol}`;
}
