/**
 * Expressions. A quantity keeps its unit (conversion to base units happens in the compiler). What is only a shorter way to
 * write something else (`join`, `bind`) holds that in `expansion`, which is all that checker and compiler look at.
 */
import type { Span } from '../span.ts';
import type { Name, Param } from './clause.ts';

export type Expression =
  | NumberLiteral
  | StringLiteral
  | BooleanLiteral
  | NullLiteral
  | TimestampLiteral
  | DecimalLiteral
  | Secret
  | ListLiteral
  | Path
  | Unary
  | Binary
  | Between
  | NullTest
  | Quantifier
  | Aggregate
  | Call
  | Join
  | Bind
  | Lookup;

/** `35`, `28 C`, `5 min`, and the compact duration `5m` (as 5, `min`; `1h30m` as 5400, `s`). The value is unconverted. */
export interface NumberLiteral {
  readonly kind: 'number';
  readonly value: number;
  readonly unit: string | null;
  readonly span: Span;
}

export interface StringLiteral {
  readonly kind: 'string';
  readonly value: string;
  readonly span: Span;
}

export interface BooleanLiteral {
  readonly kind: 'boolean';
  readonly value: boolean;
  readonly span: Span;
}

export interface NullLiteral {
  readonly kind: 'null';
  readonly span: Span;
}

/** An instant, in whole Unix seconds (fractions are truncated). */
export interface TimestampLiteral {
  readonly kind: 'timestamp';
  readonly seconds: number;
  readonly span: Span;
}

/** `100.25 USD`: exact, so its digits are kept as text. */
export interface DecimalLiteral {
  readonly kind: 'decimal';
  readonly digits: string;
  readonly unit: string;
  readonly span: Span;
}

/** `secret("path")`: a reference; the value never enters a program. */
export interface Secret {
  readonly kind: 'secret';
  readonly reference: string;
  readonly span: Span;
}

export interface ListLiteral {
  readonly kind: 'list';
  readonly elements: readonly Expression[];
  readonly span: Span;
}

/** A name or a dotted path; what it means (local, const, facts, context) is the checker's `Resolution`. */
export interface Path {
  readonly kind: 'path';
  readonly segments: readonly [Name, ...Name[]];
  readonly span: Span;
}

export interface Unary {
  readonly kind: 'unary';
  readonly operator: 'not' | 'negate';
  readonly operand: Expression;
  readonly span: Span;
}

export type LogicalOperator = 'and' | 'or';
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';
export type EqualityOperator = '==' | '!=';
export type OrderOperator = '>' | '>=' | '<' | '<=';
export type MembershipOperator =
  | 'in'
  | 'not in'
  | 'contains'
  | 'not contains'
  | 'retains'
  | 'not retains'
  | 'subset_of'
  | 'superset_of'
  | 'vague_contains';
export type TextOperator = 'starts_with' | 'ends_with' | 'matches';
export type BinaryOperator =
  | LogicalOperator
  | ArithmeticOperator
  | EqualityOperator
  | OrderOperator
  | MembershipOperator
  | TextOperator;

export interface Binary {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

/** `value between [low, high]`; a round bracket excludes its bound. */
export interface Between {
  readonly kind: 'between';
  readonly value: Expression;
  readonly low: Expression;
  readonly high: Expression;
  readonly lowOpen: boolean;
  readonly highOpen: boolean;
  readonly span: Span;
}

/** `operand is null`, `operand is not null`. */
export interface NullTest {
  readonly kind: 'null-test';
  readonly negated: boolean;
  readonly operand: Expression;
  readonly span: Span;
}

export interface Quantifier {
  readonly kind: 'quantifier';
  readonly quantifier: 'any' | 'all' | 'none';
  readonly variable: Name;
  readonly collection: Expression;
  readonly body: Expression;
  readonly span: Span;
}

/** `sum(value for variable in collection where filter)`; without `value for` the elements themselves are taken. */
export interface Aggregate {
  readonly kind: 'aggregate';
  readonly function: Name;
  readonly value: Expression | null;
  readonly variable: Name;
  readonly collection: Expression;
  readonly filter: Expression | null;
  readonly span: Span;
}

export interface Call {
  readonly kind: 'call';
  readonly callee: Name;
  readonly args: readonly Expression[];
  readonly span: Span;
}

/** `variable: FactType` of a join. */
export interface JoinBinding {
  readonly variable: Name;
  readonly fact: Name;
}

/** `join a: A, b: B on P { body }`; `on .f` holds the field instead of a condition. */
export interface Join {
  readonly kind: 'join';
  readonly bindings: readonly JoinBinding[];
  readonly includingSelf: boolean;
  readonly on: Expression | null;
  readonly field: Name | null;
  readonly body: Expression;
  readonly expansion: Expression;
  readonly span: Span;
}

/** `variable in collection` of a bind. */
export interface Binding {
  readonly variable: Name;
  readonly collection: Expression;
}

/** `bind x in E bind y in F where { C }`. */
export interface Bind {
  readonly kind: 'bind';
  readonly bindings: readonly Binding[];
  readonly where: Expression;
  readonly expansion: Expression;
  readonly span: Span;
}

/** `lookup T where C order by column desc else { … }`: the first row that satisfies the condition. */
export interface Lookup {
  readonly kind: 'lookup';
  readonly table: Name;
  readonly where: Expression;
  readonly order: { readonly column: Name; readonly descending: boolean } | null;
  readonly otherwise: readonly Param[] | null;
  readonly span: Span;
}
