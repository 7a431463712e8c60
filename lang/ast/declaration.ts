/** Declarations. Each has a `name`: what it declares, or for those that declare nothing the word they begin with. */
import type { Span } from '../span.ts';
import type { ArbiterDeclaration } from './arbiter.ts';
import type {
  Action,
  Duration,
  FieldDeclaration,
  Governance,
  Integer,
  Let,
  Name,
  Param,
  Priority,
  Target,
  TypeExpression,
  When,
} from './clause.ts';
import type { Expression, StringLiteral } from './expression.ts';
import type { FlagDeclaration } from './flag.ts';

export type Declaration =
  | ConstDeclaration
  | SegmentDeclaration
  | InputDeclaration
  | FeatureDeclaration
  | FactDeclaration
  | OutcomeDeclaration
  | TableDeclaration
  | TagDeclaration
  | IncludeDeclaration
  | ImportDeclaration
  | RuleDeclaration
  | StrategyDeclaration
  | FlagDeclaration
  | ExpertRuleDeclaration
  | ArbiterDeclaration
  | WorkerDeclaration
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

/** The shape of the context; with one, paths into it are closed. */
export interface InputDeclaration {
  readonly kind: 'input';
  readonly name: Name;
  readonly fields: readonly FieldDeclaration[];
  readonly span: Span;
}

/** Data of a source that rules read under the feature's name. */
export interface FeatureDeclaration {
  readonly kind: 'feature';
  readonly name: Name;
  readonly from: StringLiteral;
  readonly fields: readonly FieldDeclaration[];
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

export interface TableColumn {
  readonly kind: 'column';
  readonly name: Name;
  readonly type: TypeExpression;
  readonly span: Span;
}

export interface TableRow {
  readonly kind: 'row';
  readonly cells: readonly Expression[];
  readonly span: Span;
}

export interface TableDeclaration {
  readonly kind: 'table';
  readonly name: Name;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  readonly span: Span;
}

/** `tag "fraud"`, `tags "realtime,batch"`; `name` is the first of `names`. */
export interface TagDeclaration {
  readonly kind: 'tag';
  readonly name: Name;
  readonly names: readonly Name[];
  readonly span: Span;
}

export interface IncludeDeclaration {
  readonly kind: 'include';
  readonly name: Name;
  readonly path: StringLiteral;
  readonly span: Span;
}

/** `name` is the namespace: the alias, or the last element of the path. */
export interface ImportDeclaration {
  readonly kind: 'import';
  readonly name: Name;
  readonly path: StringLiteral;
  readonly alias: Name | null;
  readonly span: Span;
}

/** A tag that a rule carries; the text is that of a string. */
export type Tag = Name;

export interface RuleDeclaration {
  readonly kind: 'rule';
  readonly name: Name;
  readonly priority: Priority | null;
  readonly tags: readonly Tag[];
  readonly governance: Governance;
  readonly when: When | null;
  readonly then: Action;
  readonly otherwise: Action | null;
  readonly span: Span;
}

/** `when … then Label { … }`, or `else Label { … }`. */
export interface Arm {
  readonly kind: 'arm';
  readonly label: Name;
  readonly isElse: boolean;
  readonly governance: Governance;
  readonly when: When | null;
  readonly lets: readonly Let[];
  readonly params: readonly Param[];
  readonly span: Span;
}

export interface StrategyDeclaration {
  readonly kind: 'strategy';
  readonly name: Name;
  readonly returns: Name;
  readonly arms: readonly Arm[];
  readonly span: Span;
}

/** `for D`, `within D`, `stable_for N cycles`. */
export type Temporal =
  | {
      readonly kind: 'temporal';
      readonly operator: 'for' | 'within';
      readonly duration: Duration;
      readonly span: Span;
    }
  | {
      readonly kind: 'temporal';
      readonly operator: 'stable_for';
      readonly cycles: Integer;
      readonly span: Span;
    };

export type Effect = 'assert' | 'emit' | 'retract' | 'modify';

export interface ExpertAction {
  readonly kind: 'expert-action';
  readonly effect: Effect;
  readonly target: Name;
  readonly lets: readonly Let[];
  readonly params: readonly Param[];
  /** The fields that `modify` overlays. */
  readonly set: readonly Param[] | null;
  readonly span: Span;
}

export interface ExpertRuleDeclaration {
  readonly kind: 'expert-rule';
  readonly name: Name;
  readonly priority: Priority | null;
  readonly tags: readonly Tag[];
  readonly perFact: boolean;
  readonly cooldown: Duration | null;
  readonly debounce: Duration | null;
  readonly governance: Governance;
  readonly noLoop: boolean;
  readonly stable: boolean;
  readonly activationGroup: Name | null;
  readonly when: When | null;
  readonly temporal: Temporal | null;
  readonly then: ExpertAction;
  readonly span: Span;
}

/** An external capability: outcomes of one type in, facts of another out. */
export interface WorkerDeclaration {
  readonly kind: 'worker';
  readonly name: Name;
  readonly input: Name;
  readonly output: Name;
  readonly transport: Name;
  readonly target: Target;
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
