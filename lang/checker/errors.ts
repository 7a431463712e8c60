/**
 * Every mistake the checker finds, one function each: what is told about it, where, and what is suggested. The
 * sentences themselves are in the catalogue (`codes.ts`); names are made printable here because they may be long.
 */
import type { Name, StringLiteral } from '../ast/nodes.ts';
import type { Code } from '../codes.ts';
import type { Diagnostics } from '../diagnostic.ts';
import { printable } from '../lexer/printable.ts';
import type { Span } from '../span.ts';
import { nearest } from '../suggest.ts';
import { type Type, typeName } from '../types.ts';

/** What a kind of declaration is called in messages. */
export const KIND_TITLES = {
  const: 'const',
  segment: 'segment',
  input: 'input',
  feature: 'feature',
  fact: 'fact',
  outcome: 'outcome',
  table: 'table',
  tag: 'tag',
  include: 'include',
  import: 'namespace',
  rule: 'rule',
  strategy: 'strategy',
  flag: 'flag',
  'expert-rule': 'expert rule',
  arbiter: 'arbiter',
  worker: 'worker',
} as const;

export type DeclaredKind = keyof typeof KIND_TITLES;

/** Codes of names that nothing declares; kinds without one are never referred to. */
const UNKNOWN_CODES: Readonly<Partial<Record<DeclaredKind, Code>>> = {
  const: 'check/unknown-const',
  segment: 'check/unknown-segment',
  table: 'check/unknown-table',
  tag: 'check/unknown-tag',
  outcome: 'check/unknown-outcome',
  fact: 'check/unknown-fact',
  worker: 'check/unknown-worker',
  arbiter: 'check/unknown-arbiter',
};

export function unknownName(kind: DeclaredKind, unknown: Unknown, diagnostics: Diagnostics): void {
  const code = UNKNOWN_CODES[kind] ?? 'check/unknown-rule';
  reportUnknown(code, { ...unknown, values: { kind: KIND_TITLES[kind] } }, diagnostics);
}

/** A name that the declared shape of the context does not have. */
export function unknownPath(unknown: Unknown, diagnostics: Diagnostics): void {
  reportUnknown('check/unknown-path', unknown, diagnostics);
}

/** A field that the object at a path does not have. */
export function unknownMember(path: string, unknown: Unknown, diagnostics: Diagnostics): void {
  const values = { kind: 'object', owner: printable(path), field: printable(unknown.name.text) };
  reportUnknown('check/unknown-field', { ...unknown, values }, diagnostics);
}

export function unknownColumn(table: Owner, unknown: Unknown, diagnostics: Diagnostics): void {
  unknownField(table, unknown, diagnostics);
}

export function emptyEnum(span: Span, diagnostics: Diagnostics): void {
  diagnostics.report('check/empty-enum', { span });
}

export function enumValue(text: StringLiteral, values: readonly string[], diagnostics: Diagnostics): void {
  const meant = nearest(text.value, values);
  const help = meant === undefined ? {} : { help: `did you mean "${printable(meant)}"?` };
  const shown = values.map((value) => `"${value}"`).join(', ');
  diagnostics.report('check/enum-value', {
    span: text.span,
    values: { text: printable(text.value), values: printable(shown) },
    ...help,
  });
}

export function invalidPattern(span: Span, problem: string, diagnostics: Diagnostics): void {
  diagnostics.report('check/invalid-pattern', { span, values: { problem: printable(problem) } });
}

export function bareDate(span: Span, diagnostics: Diagnostics): void {
  diagnostics.report('check/bare-date', { span });
}

export function impossibleDate(span: Span, diagnostics: Diagnostics): void {
  diagnostics.report('check/impossible-date', { span });
}

export function lookupWithoutElse(span: Span, diagnostics: Diagnostics): void {
  diagnostics.report('check/lookup-without-else', { span });
}

type Values = Readonly<Record<string, string | number>>;
type Names = Iterable<string>;

const CYCLE_SHOWN_MAX = 6;

export function duplicateDeclaration(kind: DeclaredKind, places: Repetition, diagnostics: Diagnostics): void {
  reportRepetition('check/duplicate-declaration', { kind: KIND_TITLES[kind] }, places, diagnostics);
}

export function duplicateField(owner: Owner, places: Repetition, diagnostics: Diagnostics): void {
  reportRepetition('check/duplicate-field', { kind: owner.kind, owner: owner.name }, places, diagnostics);
}

export function duplicateParam(places: Repetition, diagnostics: Diagnostics): void {
  reportRepetition('check/duplicate-param', {}, places, diagnostics);
}

/** Every name that was bound before by the same list. */
export function boundAgain(names: readonly Name[], diagnostics: Diagnostics): void {
  const seen = new Map<string, Name>();
  for (const again of names) {
    const first = seen.get(again.text);
    if (first !== undefined) reportRepetition('check/bound-again', {}, { first, again }, diagnostics);
    seen.set(again.text, again);
  }
}

export function letWithoutCondition({ text, span }: Name, diagnostics: Diagnostics): void {
  diagnostics.report('check/let-without-condition', { span, values: { name: printable(text) } });
}

export function reservedField(name: Name, diagnostics: Diagnostics): void {
  diagnostics.report('check/reserved-field', { span: name.span, values: { name: printable(name.text) } });
}

export function invalidKeyField(fact: Name, span: Span, diagnostics: Diagnostics): void {
  diagnostics.report('check/key-field', { span, values: { fact: printable(fact.text) } });
}

export function unknownType(name: Name, known: Names, diagnostics: Diagnostics): void {
  reportUnknown('check/unknown-type', { name, known }, diagnostics);
}

export function unknownDimension(name: Name, known: Names, diagnostics: Diagnostics): void {
  reportUnknown('check/unknown-dimension', { name, known }, diagnostics);
}

export function typeParameter(type: Name, span: Span, diagnostics: Diagnostics): void {
  diagnostics.report('check/type-parameter', { span, values: { name: printable(type.text) } });
}

export function undeclaredFact(name: Name, known: Names, diagnostics: Diagnostics): void {
  reportUnknown('check/undeclared-fact', { name, known }, diagnostics);
}

export function undeclaredOutcome(name: Name, known: Names, diagnostics: Diagnostics): void {
  reportUnknown('check/undeclared-outcome', { name, known }, diagnostics);
}

export function unknownFunction(name: Name, known: Names, diagnostics: Diagnostics): void {
  reportUnknown('check/unknown-function', { name, known }, diagnostics);
}

/** An aggregate used like a function. */
export function calledAggregate(name: Name, diagnostics: Diagnostics): void {
  const help = `\`${name.text}\` goes over a list: \`${name.text}(x in list)\``;
  diagnostics.report('check/unknown-function', { span: name.span, values: { name: name.text }, help });
}

export function unknownAggregate(name: Name, known: Names, diagnostics: Diagnostics): void {
  reportUnknown('check/unknown-aggregate', { name, known }, diagnostics);
}

export function unknownField(owner: Owner, unknown: Unknown, diagnostics: Diagnostics): void {
  const { name } = unknown;
  const values = { kind: owner.kind, owner: printable(owner.name), field: printable(name.text) };
  reportUnknown('check/unknown-field', { ...unknown, values }, diagnostics);
}

export function scalarField(path: Word, type: Type, diagnostics: Diagnostics): void {
  const values = { path: printable(path.text), type: typeName(type) };
  diagnostics.report('check/scalar-field', { span: path.span, values });
}

export function collectionField(fact: Name, field: Name, diagnostics: Diagnostics): void {
  const values = { fact: printable(fact.text), field: printable(field.text) };
  diagnostics.report('check/collection-field', { span: field.span, values });
}

export function factsWithoutType(span: Span, diagnostics: Diagnostics): void {
  diagnostics.report('check/facts-type', { span });
}

export function cycle(
  code: 'check/requires-cycle' | 'check/const-cycle' | 'check/chain-cycle',
  found: Cycle,
  diagnostics: Diagnostics,
): void {
  const [first = ''] = found.names;
  const shown = [
    ...found.names.slice(0, CYCLE_SHOWN_MAX),
    ...(found.names.length > CYCLE_SHOWN_MAX ? ['…'] : []),
    first,
  ];
  const values = { kind: found.kind, name: printable(first), cycle: shown.map(printable).join(' → ') };
  const labels = found.others.slice(0, CYCLE_SHOWN_MAX).map((span) => ({ span, text: 'on the way' }));
  diagnostics.report(code, { span: found.span, values, labels });
}

export function constTooLarge(name: Name, diagnostics: Diagnostics): void {
  diagnostics.report('check/const-too-large', { span: name.span, values: { name: printable(name.text) } });
}

const UNUSED_CODES = {
  const: 'check/unused-const',
  segment: 'check/unused-segment',
  table: 'check/unused-table',
} as const;

export function unused(kind: keyof typeof UNUSED_CODES, name: Name, diagnostics: Diagnostics): void {
  diagnostics.report(UNUSED_CODES[kind], { span: name.span, values: { name: printable(name.text) } });
}

export function conditionType(owner: string, found: Typed, diagnostics: Diagnostics): void {
  diagnostics.report('check/condition-type', {
    span: found.span,
    values: { owner, type: typeName(found.type) },
  });
}

export function logicalOperand(operator: string, found: Typed, diagnostics: Diagnostics): void {
  diagnostics.report('check/logical-operand', {
    span: found.span,
    values: { operator, type: typeName(found.type) },
  });
}

export function typeMismatch(pair: Pair, diagnostics: Diagnostics): void {
  diagnostics.report('check/type-mismatch', { span: pair.span, values: pairValues(pair) });
}

export function crossDimension(pair: Pair, diagnostics: Diagnostics): void {
  diagnostics.report('check/cross-dimension', { span: pair.span, values: pairValues(pair) });
}

export function unorderedType(operator: string, found: Typed, diagnostics: Diagnostics): void {
  diagnostics.report('check/unordered-type', {
    span: found.span,
    values: { operator, type: typeName(found.type) },
  });
}

export function operandType(operator: string, found: Typed, diagnostics: Diagnostics): void {
  diagnostics.report('check/operand-type', {
    span: found.span,
    values: { operator, type: typeName(found.type) },
  });
}

export function temperatureSum(span: Span, diagnostics: Diagnostics): void {
  diagnostics.report('check/temperature-sum', { span });
}

export function argumentCount(
  name: Name,
  counts: { expected: number; found: number },
  diagnostics: Diagnostics,
): void {
  const expected =
    counts.expected === 0 ? 'no arguments' : counts.expected === 1 ? 'one argument' : 'two arguments';
  diagnostics.report('check/argument-count', {
    span: name.span,
    values: { name: name.text, expected, found: counts.found },
  });
}

export function argumentType(name: Name, found: Typed, diagnostics: Diagnostics): void {
  diagnostics.report('check/argument-type', {
    span: found.span,
    values: { name: name.text, type: typeName(found.type) },
  });
}

export function fieldTypeMismatch(owner: Owner, field: FieldMismatch, diagnostics: Diagnostics): void {
  const values = {
    kind: owner.kind,
    owner: printable(owner.name),
    field: printable(field.name),
    expected: typeName(field.expected),
    found: typeName(field.found),
  };
  diagnostics.report('check/field-type', { span: field.span, values });
}

export function missingField(owner: Owner, field: Word, diagnostics: Diagnostics): void {
  diagnostics.report('check/missing-field', { span: field.span, values: missingValues(owner, field) });
}

/** Of a variant of a flag, which has what the flag gives to all of them. */
export function missingVariantField(owner: Owner, field: Word, diagnostics: Diagnostics): void {
  const help = 'give it to the variant or in `defaults`, or declare it optional with `?`';
  diagnostics.report('check/missing-field', { span: field.span, values: missingValues(owner, field), help });
}

function missingValues({ kind, name }: Owner, field: Word): Values {
  return { kind, owner: printable(name), field: printable(field.text) };
}

export type OwnerKind = 'fact' | 'outcome' | 'input' | 'feature' | 'table';

export interface Owner {
  readonly kind: OwnerKind;
  readonly name: string;
  /** An object inside of it is meant. */
  readonly isNested?: boolean;
}

export interface Word {
  readonly text: string;
  readonly span: Span;
}

export interface Typed {
  readonly type: Type;
  readonly span: Span;
}

/** A name that should be one of the known ones. */
export interface Unknown {
  readonly name: Word;
  readonly known: Names;
}

export interface Repetition {
  readonly first: Name;
  readonly again: Name;
}

export interface SpanRepetition {
  readonly first: Span;
  readonly again: Span;
}

export interface Pair {
  readonly operator: string;
  readonly left: Type;
  readonly right: Type;
  readonly span: Span;
}

export interface FieldMismatch {
  readonly name: string;
  readonly expected: Type;
  readonly found: Type;
  readonly span: Span;
}

export interface Cycle {
  readonly kind: string;
  readonly names: readonly string[];
  readonly span: Span;
  /** The places of the other members. */
  readonly others: readonly Span[];
}

export function reportUnknown(
  code: Code,
  unknown: Unknown & { readonly values?: Values },
  diagnostics: Diagnostics,
): void {
  const { name, known, values } = unknown;
  const meant = nearest(name.text, known);
  const help = meant === undefined ? {} : { help: `did you mean \`${printable(meant)}\`?` };
  diagnostics.report(code, { span: name.span, values: { name: printable(name.text), ...values }, ...help });
}

function reportRepetition(code: Code, values: Values, places: Repetition, diagnostics: Diagnostics): void {
  const { first, again } = places;
  const labels = [{ span: first.span, text: 'the first one' }];
  diagnostics.report(code, { span: again.span, values: { ...values, name: printable(again.text) }, labels });
}

function pairValues({ operator, left, right }: Pair): Values {
  return { operator, left: typeName(left), right: typeName(right) };
}
