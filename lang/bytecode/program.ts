/**
 * A compiled program: what a runtime loads, verifies and executes without the parser. Plain data, no closures, so
 * that it can be encoded, hashed and compared. All code lives in one array of instruction words; a `Unit` is a
 * range of it with its own locals. Names are those of the program: qualified, but for declarations of the root module.
 */
import type { Type } from '../types.ts';
import type { CompiledArbiter, CompiledWorker } from './program-arbiter.ts';
import type {
  CodeRange,
  CompiledAction,
  CompiledCondition,
  CompiledGovernance,
  CompiledParam,
  CompiledSpan,
} from './program-clause.ts';
import type { CompiledFlag } from './program-flag.ts';

export type * from './program-arbiter.ts';
export type * from './program-clause.ts';
export type * from './program-flag.ts';

/** One instruction packed as `opcode | flags << 8 | argument << 16`. */
export type Word = number;

/** A value that is known when the program is compiled. */
export type Constant =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  /** `digits` is plain decimal notation, `unit` empty for none. */
  | { readonly kind: 'decimal'; readonly digits: string; readonly unit: string }
  | { readonly kind: 'list'; readonly elements: readonly Constant[] };

/** A file of the program and its place in `source`; spans are offsets into all of it. */
export interface CompiledFile {
  /** As its module is imported: `a/b.arb`; empty for the file that was compiled. */
  readonly path: string;
  readonly start: number;
  readonly length: number;
}

export interface CompiledField {
  readonly name: string;
  readonly optional: boolean;
  readonly type: Type;
}

export interface CompiledSchema {
  readonly name: string;
  readonly fields: readonly CompiledField[];
}

export interface CompiledFeature {
  readonly name: string;
  /** The source that provides it. */
  readonly from: string;
  readonly fields: readonly CompiledField[];
}

export interface CompiledTable {
  readonly name: string;
  readonly columns: readonly CompiledField[];
  /** A cell for every column. */
  readonly rows: readonly (readonly Constant[])[];
}

/** A table in the order in which a lookup goes through it. */
export interface TableView {
  readonly table: number;
  /** Index of the column to sort by, or −1 for the order of the table. */
  readonly column: number;
  readonly descending: boolean;
}

export interface CompiledSegment {
  readonly name: string;
  readonly code: CodeRange;
  readonly locals: number;
  /** Fact types that its condition reads, sorted. */
  readonly factTypes: readonly string[];
  readonly readsClock: boolean;
  readonly readsRound: boolean;
}

export interface CompiledRule {
  readonly name: string;
  readonly priority: number;
  readonly tags: readonly string[];
  readonly governance: CompiledGovernance;
  readonly when: CompiledCondition;
  readonly then: CompiledAction;
  readonly otherwise: CompiledAction | null;
  readonly span: CompiledSpan;
}

export interface CompiledArm {
  readonly label: string;
  readonly governance: CompiledGovernance;
  readonly when: CompiledCondition;
  readonly then: CompiledAction;
  readonly span: CompiledSpan;
}

/** The last arm is the `else`: nothing stands before it. */
export interface CompiledStrategy {
  readonly name: string;
  readonly returns: string;
  readonly arms: readonly CompiledArm[];
  readonly span: CompiledSpan;
}

export interface CompiledExpertRule {
  readonly name: string;
  readonly priority: number;
  readonly tags: readonly string[];
  readonly governance: CompiledGovernance;
  readonly noLoop: boolean;
  readonly stable: boolean;
  /** Empty for none. */
  readonly activationGroup: string;
  readonly perFact: boolean;
  readonly when: CompiledCondition;
  /** Temporal clauses, 0 where there is none. */
  readonly forMs: number;
  readonly withinMs: number;
  readonly stableForCycles: number;
  readonly cooldownMs: number;
  readonly debounceMs: number;
  readonly effect: 'assert' | 'emit' | 'retract' | 'modify';
  readonly then: CompiledAction;
  /** What `modify` overlays. */
  readonly set: readonly CompiledParam[];
  /** Fact types that segment, condition and params read, in order of first appearance. */
  readonly factTypes: readonly string[];
  readonly readsClock: boolean;
  readonly readsRound: boolean;
  readonly span: CompiledSpan;
}

export interface Program {
  readonly languageVersion: string;
  readonly name: string;
  /** The texts of all files, one behind the other. */
  readonly source: string;
  readonly files: readonly CompiledFile[];
  readonly strings: readonly string[];
  readonly numbers: readonly number[];
  readonly paths: readonly (readonly string[])[];
  readonly constants: readonly Constant[];
  readonly views: readonly TableView[];
  readonly code: Int32Array;
  /** Two entries an instruction: start and end offset of the source it was made from. */
  readonly spans: Int32Array;
  /** Declared fields of the context, features included; closed when there is an `input`. */
  readonly context: readonly CompiledField[];
  readonly isContextClosed: boolean;
  readonly features: readonly CompiledFeature[];
  readonly facts: readonly CompiledSchema[];
  readonly outcomes: readonly CompiledSchema[];
  readonly tables: readonly CompiledTable[];
  readonly tags: readonly string[];
  readonly segments: readonly CompiledSegment[];
  readonly rules: readonly CompiledRule[];
  readonly strategies: readonly CompiledStrategy[];
  readonly flags: readonly CompiledFlag[];
  readonly expertRules: readonly CompiledExpertRule[];
  readonly workers: readonly CompiledWorker[];
  readonly arbiters: readonly CompiledArbiter[];
}

export const LANGUAGE_VERSION = '1.8';
