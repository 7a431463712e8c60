/**
 * The one syntax tree. The parser builds it, the checker annotates it through side tables keyed by node, the
 * compiler lowers it, printers render it. Nodes are immutable and hold what the author wrote: a quantity keeps its
 * unit (conversion to base units happens in the compiler), a clause that is absent is `null`.
 */
import type { Span } from '../span.ts';

export interface Name {
  readonly kind: 'name';
  readonly text: string;
  readonly span: Span;
}

// ── expressions ─────────────────────────────────────────────────────────────────────────────────────────────────

export type Expression =
  | NumberLiteral
  | StringLiteral
  | BooleanLiteral
  | NullLiteral
  | TimestampLiteral
  | ListLiteral
  | Path
  | Unary
  | Binary
  | Between
  | NullTest
  | Quantifier
  | Aggregate
  | Call;

/** `35`, `28 C`, `5 min`, and the compact duration `5m` (as value 5, unit `min`). The value is as written, unconverted. */
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
export type TextOperator = 'starts_with' | 'ends_with';
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

// ── shared clauses ──────────────────────────────────────────────────────────────────────────────────────────────

export interface Let {
  readonly kind: 'let';
  readonly name: Name;
  readonly value: Expression;
  readonly span: Span;
}

/** `{ let … condition }`; without a condition it is unconditionally true. */
export interface Block {
  readonly kind: 'block';
  readonly lets: readonly Let[];
  readonly condition: Expression | null;
  readonly span: Span;
}

/** `when [segment S] [{ … }]`. */
export interface When {
  readonly kind: 'when';
  readonly segment: Name | null;
  readonly block: Block | null;
  readonly span: Span;
}

export interface KillSwitch {
  readonly kind: 'kill-switch';
  readonly on: boolean;
  readonly span: Span;
}

export interface Priority {
  readonly kind: 'priority';
  readonly value: number;
  readonly span: Span;
}

/** A duration in a temporal or scheduling clause, in whole milliseconds. */
export interface Duration {
  readonly kind: 'duration';
  readonly ms: number;
  readonly span: Span;
}

export interface Param {
  readonly kind: 'param';
  readonly name: Name;
  readonly value: Expression;
  readonly span: Span;
}

export interface Action {
  readonly kind: 'action';
  readonly name: Name;
  readonly params: readonly Param[];
  readonly span: Span;
}

// ── declarations ────────────────────────────────────────────────────────────────────────────────────────────────

export type Declaration =
  | ConstDeclaration
  | SegmentDeclaration
  | FactDeclaration
  | OutcomeDeclaration
  | RuleDeclaration
  | ExpertRuleDeclaration
  | ArbiterDeclaration
  | BrokenDeclaration;

export interface ConstDeclaration {
  readonly kind: 'const';
  readonly name: Name;
  readonly value: Expression;
  readonly span: Span;
}

export interface SegmentDeclaration {
  readonly kind: 'segment';
  readonly name: Name;
  readonly condition: Expression;
  readonly span: Span;
}

/** A type as written: `number`, `number<length>`, `string`, `boolean`, `timestamp`. */
export interface TypeExpression {
  readonly kind: 'type';
  readonly name: Name;
  readonly parameter: Name | null;
  readonly span: Span;
}

export interface FieldDeclaration {
  readonly kind: 'field';
  readonly name: Name;
  readonly optional: boolean;
  readonly type: TypeExpression;
  readonly span: Span;
}

export interface FactDeclaration {
  readonly kind: 'fact';
  readonly name: Name;
  readonly fields: readonly FieldDeclaration[];
  readonly span: Span;
}

export interface OutcomeDeclaration {
  readonly kind: 'outcome';
  readonly name: Name;
  readonly fields: readonly FieldDeclaration[];
  readonly span: Span;
}

export interface RuleDeclaration {
  readonly kind: 'rule';
  readonly name: Name;
  readonly priority: Priority | null;
  readonly killSwitch: KillSwitch | null;
  readonly requires: readonly Name[];
  readonly when: When | null;
  readonly then: Action;
  readonly otherwise: Action | null;
  readonly span: Span;
}

export interface Temporal {
  readonly kind: 'temporal';
  readonly operator: 'for' | 'within';
  readonly duration: Duration;
  readonly span: Span;
}

export interface ExpertAction {
  readonly kind: 'expert-action';
  readonly effect: 'assert' | 'emit';
  readonly target: Name;
  readonly params: readonly Param[];
  readonly span: Span;
}

export interface ExpertRuleDeclaration {
  readonly kind: 'expert-rule';
  readonly name: Name;
  readonly priority: Priority | null;
  readonly perFact: boolean;
  readonly cooldown: Duration | null;
  readonly killSwitch: KillSwitch | null;
  readonly noLoop: boolean;
  readonly requires: readonly Name[];
  readonly when: When | null;
  readonly temporal: Temporal | null;
  readonly then: ExpertAction;
  readonly span: Span;
}

/** A target of an arbiter clause: an identifier, a bare URI or a string; only its text matters. */
export interface Target {
  readonly kind: 'target';
  readonly text: string;
  readonly span: Span;
}

/** `stream T [by field] [at field]`. */
export interface StreamClause {
  readonly kind: 'stream';
  readonly target: Target;
  readonly by: Name | null;
  readonly at: Name | null;
  readonly span: Span;
}

/** `source T [retain 1h] [retain last 1000]`: how long facts of a stream stay in memory. */
export interface SourceClause {
  readonly kind: 'source';
  readonly target: Target;
  readonly retainFor: Duration | null;
  readonly retainLast: { readonly count: number; readonly span: Span } | null;
  readonly span: Span;
}

export interface PollClause {
  readonly kind: 'poll';
  readonly interval: Duration;
  readonly span: Span;
}

export interface CheckpointClause {
  readonly kind: 'checkpoint';
  readonly target: Target;
  readonly span: Span;
}

/** `on Outcome|* [where condition] kind [target]`; `outcome` is `null` for `*`. */
export interface HandlerClause {
  readonly kind: 'handler';
  readonly outcome: Name | null;
  readonly where: Expression | null;
  readonly handler: Name;
  readonly target: Target | null;
  readonly span: Span;
}

export type ArbiterClause = StreamClause | SourceClause | PollClause | CheckpointClause | HandlerClause;

export interface ArbiterDeclaration {
  readonly kind: 'arbiter';
  readonly name: Name;
  readonly clauses: readonly ArbiterClause[];
  readonly span: Span;
}

/**
 * What could not be parsed, with the name that it would have declared, so that references to it do not count as
 * mistakes too. Programs that hold one are never compiled.
 */
export interface BrokenDeclaration {
  readonly kind: 'broken';
  readonly declares: Exclude<Declaration['kind'], 'broken'>;
  readonly name: Name;
  readonly span: Span;
}
