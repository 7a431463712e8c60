/**
 * The tree of a test file: what the author wrote, immutable. Expressions are literals only, so a case means the same in any
 * module; names are checked against the compiled module (`check.ts`), never resolved here.
 */
import type {
  BooleanLiteral,
  DecimalLiteral,
  Duration,
  Instant,
  Name,
  NullLiteral,
  NumberLiteral,
  StringLiteral,
  TimestampLiteral,
} from '../ast/nodes.ts';
import type { Source } from '../source.ts';
import type { Span } from '../span.ts';

export interface Suite {
  readonly source: Source;
  readonly cases: readonly SuiteCase[];
}

/** A `test` is one decision on one context; a `scenario` is a session in time. */
export type SuiteCase = DecisionCase | Scenario;

interface Titled {
  readonly name: StringLiteral;
  readonly tags: readonly StringLiteral[];
  readonly span: Span;
}

export interface DecisionCase extends Titled {
  readonly kind: 'test';
  readonly items: readonly (Given | GivenClock | Expectation)[];
}

export interface Scenario extends Titled {
  readonly kind: 'scenario';
  readonly items: readonly ScenarioPart[];
}

export type ScenarioPart = Given | GivenClock | At | AfterStabilization | StreamEvent | Within;

export interface Given {
  readonly kind: 'given';
  readonly entries: readonly Entry[];
  /** In a scenario only. */
  readonly facts: readonly GivenFact[];
  readonly span: Span;
}

export interface GivenClock {
  readonly kind: 'given-clock';
  readonly instant: Instant;
  readonly span: Span;
}

/** `path: value`. */
export interface Entry {
  readonly kind: 'entry';
  readonly path: Name;
  readonly value: TestValue;
  readonly span: Span;
}

/** `assert Type { key: "k", … }`. */
export interface GivenFact {
  readonly kind: 'fact';
  readonly type: Name;
  readonly fields: readonly Entry[];
  readonly span: Span;
}

export type StepPart = Entry | GivenFact | Expectation;

/** `at T+5m { … }`. */
export interface At {
  readonly kind: 'at';
  /** Since the clock the scenario began at. */
  readonly offset: Duration;
  readonly items: readonly StepPart[];
  readonly span: Span;
}

export interface AfterStabilization {
  readonly kind: 'after';
  readonly items: readonly StepPart[];
  readonly span: Span;
}

/** `stream E { … }`: what arrives in a continuous scenario. */
export interface StreamEvent {
  readonly kind: 'stream';
  readonly name: Name;
  readonly fields: readonly Entry[];
  readonly span: Span;
}

/** `within 5m { … }`: what a continuous scenario expects of the time before. */
export interface Within {
  readonly kind: 'within';
  readonly offset: Duration;
  readonly items: readonly StepPart[];
  readonly span: Span;
}

export type Literal =
  | NumberLiteral
  | DecimalLiteral
  | StringLiteral
  | BooleanLiteral
  | NullLiteral
  | TimestampLiteral;

export type TestValue = Literal | TestList | TestRecord;

export interface TestList {
  readonly kind: 'list';
  readonly elements: readonly TestValue[];
  readonly span: Span;
}

export interface TestRecord {
  readonly kind: 'record';
  readonly entries: readonly Entry[];
  readonly span: Span;
}

export type MatchOperator = '==' | '!=' | '>=' | '<=' | '>' | '<';

/** `field: value`, `field: >= value`, `field: between low high` (both inclusive). */
export type Matcher =
  | {
      readonly kind: 'compare';
      readonly field: Name;
      readonly operator: MatchOperator;
      readonly value: TestValue;
      readonly span: Span;
    }
  | {
      readonly kind: 'between';
      readonly field: Name;
      readonly low: TestValue;
      readonly high: TestValue;
      readonly span: Span;
    };

export type Expectation = ExpectRule | ExpectFlag | ExpectStrategy | ExpectOccurrence | ExpectError;

export interface ExpectRule {
  readonly kind: 'expect-rule';
  readonly name: Name;
  readonly isMatched: boolean;
  readonly span: Span;
}

export interface ExpectFlag {
  readonly kind: 'expect-flag';
  readonly name: Name;
  readonly variant: StringLiteral | BooleanLiteral | null;
  readonly matchers: readonly Matcher[];
  readonly span: Span;
}

export interface ExpectStrategy {
  readonly kind: 'expect-strategy';
  readonly name: Name;
  readonly label: StringLiteral | null;
  readonly matchers: readonly Matcher[];
  readonly span: Span;
}

/** `expect [no] action|fact|outcome Name { … }`: that there is one, or none, that matches. */
export interface ExpectOccurrence {
  readonly kind: 'expect-action' | 'expect-fact' | 'expect-outcome';
  readonly name: Name;
  readonly isAbsent: boolean;
  readonly matchers: readonly Matcher[];
  readonly span: Span;
}

/** `expect error`, `expect error "part of its message"`, `expect no error`. */
export interface ExpectError {
  readonly kind: 'expect-error';
  readonly isAbsent: boolean;
  readonly text: StringLiteral | null;
  readonly span: Span;
}
