/** The check of matchers: fields exist, and values are of the types that are declared for them. */
import type { Diagnostics } from '../diagnostic.ts';
import { areCompatible, BOOLEAN, NULL, numberOf, STRING, TIMESTAMP, type Type, UNKNOWN } from '../types.ts';
import { findUnit } from '../units.ts';
import type { Matcher, TestValue } from './ast.ts';
import { unknownField, wrongType } from './mistakes.ts';
import type { Fields } from './surface.ts';

interface Matched {
  readonly matchers: readonly Matcher[];
  readonly fields: Fields;
}

export function checkMatchers(owner: string, { matchers, fields }: Matched, diagnostics: Diagnostics): void {
  if (fields === null) return;
  for (const matcher of matchers) {
    const { field } = matcher;
    const [first = ''] = field.text.split('.');
    const expected = fields.get(first);
    if (expected === undefined)
      unknownField(owner, { name: first, span: field.span, known: fields.keys() }, diagnostics);
    else if (first === field.text) checkValues(matcher, expected, diagnostics);
  }
}

function checkValues(matcher: Matcher, expected: Type, diagnostics: Diagnostics): void {
  const values = matcher.kind === 'between' ? [matcher.low, matcher.high] : [matcher.value];
  for (const value of values) {
    const found = literalType(value);
    if (!areCompatible(expected, found))
      wrongType(matcher.field, { expected, found, span: value.span }, diagnostics);
    else if (expected.kind === 'enum' && value.kind === 'string' && !expected.values.includes(value.value))
      wrongType(
        matcher.field,
        { expected, found: { kind: 'enum', values: [value.value] }, span: value.span },
        diagnostics,
      );
  }
}

/** Structures are compared as a whole, so their parts are of no declared type. */
function literalType(value: TestValue): Type {
  switch (value.kind) {
    case 'number':
      return numberOf(value.unit === null ? null : (findUnit(value.unit)?.dimension ?? null));
    case 'decimal':
      return { kind: 'decimal', dimension: findUnit(value.unit)?.dimension ?? null, unit: value.unit };
    case 'string':
      return STRING;
    case 'boolean':
      return BOOLEAN;
    case 'null':
      return NULL;
    case 'timestamp':
      return TIMESTAMP;
    case 'list':
      return { kind: 'list', element: UNKNOWN };
    case 'record':
      return { kind: 'record', fields: [] };
  }
}
