/**
 * A compiled program: what a runtime loads, verifies and executes without the parser. Plain data, no closures, so
 * that it can be encoded, hashed and compared. All code lives in one array of instruction words; a `Unit` is a
 * range of it with its own locals.
 */
import type { Type } from '../types.ts';

/** One instruction packed as `opcode | flags << 8 | argument << 16`. */
export type Word = number;

/** A run of code that ends in `Return`. */
export interface CodeRange {
  readonly start: number;
  readonly length: number;
}

export interface CompiledParam {
  readonly name: string;
  readonly code: CodeRange;
}

export interface CompiledAction {
  readonly name: string;
  readonly params: readonly CompiledParam[];
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

/** A condition with its `let`s, and the locals it shares with the params evaluated after it. */
export interface CompiledCondition {
  readonly segment: string | null;
  /** `null` is unconditional. */
  readonly code: CodeRange | null;
  readonly locals: number;
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
  readonly killSwitch: boolean;
  readonly requires: readonly string[];
  readonly when: CompiledCondition;
  readonly then: CompiledAction;
  readonly otherwise: CompiledAction | null;
  readonly span: { readonly start: number; readonly end: number };
}

export interface CompiledExpertRule {
  readonly name: string;
  readonly priority: number;
  readonly killSwitch: boolean;
  readonly noLoop: boolean;
  readonly perFact: boolean;
  readonly requires: readonly string[];
  readonly when: CompiledCondition;
  readonly forMs: number;
  readonly withinMs: number;
  readonly cooldownMs: number;
  readonly effect: 'assert' | 'emit';
  readonly then: CompiledAction;
  /** Fact types that segment, condition and params read, in order of first appearance. */
  readonly factTypes: readonly string[];
  readonly readsClock: boolean;
  readonly readsRound: boolean;
  readonly span: { readonly start: number; readonly end: number };
}

export interface CompiledStream {
  /** Fact type, spelled as declared. */
  readonly factType: string;
  readonly by: string | null;
  readonly at: string | null;
}

/** How long facts of one type stay: 0 is no limit. */
export interface CompiledRetention {
  readonly factType: string;
  readonly forMs: number;
  readonly last: number;
}

export interface CompiledHandler {
  /** Outcome name, or `*`. */
  readonly outcome: string;
  readonly where: CodeRange | null;
  readonly locals: number;
  readonly kind: string;
  /** Empty when the kind takes none. */
  readonly target: string;
}

export interface CompiledArbiter {
  readonly name: string;
  readonly streams: readonly CompiledStream[];
  readonly retention: readonly CompiledRetention[];
  /** 0 when the arbiter does not poll. */
  readonly pollMs: number;
  /** Name of the checkpoint, empty when the arbiter keeps none. */
  readonly checkpoint: string;
  readonly handlers: readonly CompiledHandler[];
}

export interface Program {
  readonly languageVersion: string;
  readonly name: string;
  readonly source: string;
  readonly strings: readonly string[];
  readonly numbers: readonly number[];
  readonly paths: readonly (readonly string[])[];
  readonly code: Int32Array;
  /** Two entries an instruction: start and end offset of the source it was made from. */
  readonly spans: Int32Array;
  readonly facts: readonly CompiledSchema[];
  readonly outcomes: readonly CompiledSchema[];
  readonly segments: readonly CompiledSegment[];
  readonly rules: readonly CompiledRule[];
  readonly expertRules: readonly CompiledExpertRule[];
  readonly arbiters: readonly CompiledArbiter[];
}

export const LANGUAGE_VERSION = '1.8';
