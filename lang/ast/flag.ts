/** Flags: variants with payloads, and the rules that choose one. */
import type { Span } from '../span.ts';
import type { Governance, Integer, KillSwitch, Name, Param } from './clause.ts';
import type { Expression, StringLiteral } from './expression.ts';

/** Which variant: the source text of what was written, without quotes. */
export interface VariantName {
  readonly kind: 'variant-name';
  readonly text: string;
  readonly span: Span;
}

/** `owner: "growth"`. */
export interface Metadata {
  readonly kind: 'metadata';
  readonly name: Name;
  readonly value: StringLiteral;
  readonly span: Span;
}

export interface Variant {
  readonly kind: 'variant';
  readonly name: VariantName;
  readonly params: readonly Param[];
  readonly span: Span;
}

/** Payload values that every variant inherits. */
export interface Defaults {
  readonly kind: 'defaults';
  readonly params: readonly Param[];
  readonly span: Span;
}

export interface Weight {
  readonly kind: 'weight';
  readonly variant: VariantName;
  /** In basis points of all. */
  readonly weight: Integer;
  readonly span: Span;
}

export interface Split {
  readonly kind: 'split';
  readonly subject: Name | null;
  readonly namespace: StringLiteral | null;
  readonly weights: readonly Weight[];
  readonly span: Span;
}

export interface FlagRule {
  readonly kind: 'flag-rule';
  readonly isElse: boolean;
  readonly governance: Governance;
  readonly segment: Name | null;
  readonly condition: Expression | null;
  readonly serves: VariantName | Split;
  readonly span: Span;
}

export interface FlagDeclaration {
  readonly kind: 'flag';
  readonly name: Name;
  /** The outcome that types the payload of every variant. */
  readonly returns: Name | null;
  readonly type: 'boolean' | 'multivariate' | null;
  readonly default: VariantName | null;
  readonly killSwitch: KillSwitch | null;
  readonly metadata: readonly Metadata[];
  readonly requires: readonly Name[];
  readonly variants: readonly Variant[];
  readonly defaults: Defaults | null;
  readonly rules: readonly FlagRule[];
  readonly span: Span;
}
