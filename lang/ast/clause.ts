/** What several declarations are made of: names, types as written, blocks, governance, actions. */
import type { Span } from '../span.ts';
import type { Expression, StringLiteral } from './expression.ts';

/** A name; a reference into another module is qualified: `fraud.HighRisk`. */
export interface Name {
  readonly kind: 'name';
  readonly text: string;
  readonly span: Span;
}

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

/** A bound of an active window, in whole Unix seconds. */
export interface Instant {
  readonly kind: 'instant';
  readonly seconds: number;
  readonly span: Span;
}

/** `rollout percent P by subject namespace "n"`. */
export interface Rollout {
  readonly kind: 'rollout';
  /** As written, 0 to 100. */
  readonly percent: number;
  /** The path of the subject; `null` is `user.id`. */
  readonly subject: Name | null;
  readonly namespace: StringLiteral | null;
  readonly span: Span;
}

/** The gates that stand before matching. */
export interface Governance {
  readonly killSwitch: KillSwitch | null;
  readonly activeFrom: Instant | null;
  readonly activeUntil: Instant | null;
  readonly requires: readonly Name[];
  readonly excludes: readonly Name[];
  readonly rollout: Rollout | null;
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

/** A whole number in a clause. */
export interface Integer {
  readonly kind: 'integer';
  readonly value: number;
  readonly span: Span;
}

export interface Param {
  readonly kind: 'param';
  readonly name: Name;
  readonly value: Expression;
  readonly span: Span;
}

/** `Name { let … param: value … }`. */
export interface Action {
  readonly kind: 'action';
  readonly name: Name;
  readonly lets: readonly Let[];
  readonly params: readonly Param[];
  readonly span: Span;
}

/** `number`, `number<length>`, `list<string>`, `enum("a", "b")`, `{ id: string }` (named `object`, with fields). */
export interface TypeExpression {
  readonly kind: 'type';
  readonly name: Name;
  readonly parameter: TypeExpression | null;
  readonly values: readonly StringLiteral[];
  readonly fields: readonly FieldDeclaration[] | null;
  readonly span: Span;
}

export interface FieldDeclaration {
  readonly kind: 'field';
  readonly name: Name;
  readonly optional: boolean;
  readonly type: TypeExpression;
  readonly span: Span;
}

/** A target of an arbiter or worker: an identifier, a bare URI, a channel or a string; only its text matters. */
export interface Target {
  readonly kind: 'target';
  readonly text: string;
  readonly span: Span;
}
