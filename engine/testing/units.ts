/** What coverage counts: rules, arms, flag rules, expert rules, and segments, each with the leaves of its condition. */
import type { CodeRange, CompiledAction, CompiledSpan, Program } from '#lang/bytecode/program.js';
import { spanOf } from '../govern/excerpt.ts';
import { type LeafCount, leafCounts } from './leaf-count.ts';

export type UnitKind = 'rule' | 'arm' | 'flag-rule' | 'expert-rule' | 'segment';

/** How often each thing was seen; `fallback` is `null` for what has no `otherwise`, `missed` for what cannot but apply. */
export interface Unit {
  readonly kind: UnitKind;
  readonly name: string;
  readonly span: CompiledSpan;
  readonly condition: CodeRange | null;
  /** What is evaluated when it applies, and for want of that. */
  readonly then: CompiledAction | null;
  readonly otherwise: CompiledAction | null;
  /** None of an expert rule: its traces have none. */
  readonly leaves: readonly LeafCount[];
  evaluated: number;
  matched: number;
  missed: number | null;
  fallback: number | null;
  /** How often the condition itself was asked. */
  asked: number;
}

/** Seen to apply, seen not to apply, and its `otherwise` if it has one. */
export function isCovered({ matched, missed, fallback }: Unit): boolean {
  return matched > 0 && missed !== 0 && fallback !== 0;
}

export function unitsOf(program: Program): readonly Unit[] {
  const traced = (condition: CodeRange | null) => ({ condition, leaves: leafCounts(program, condition) });
  return [
    ...program.rules.map(({ name, span, when, then, otherwise }) => {
      const fallback = otherwise === null ? null : 0;
      return { ...unit('rule', name, span), ...traced(when.code), then, otherwise, fallback };
    }),
    ...program.strategies.flatMap(({ name, arms }) =>
      arms.map((arm, index) => ({
        ...unit('arm', `${name}/${arm.label}`, arm.span),
        ...traced(arm.when.code),
        then: arm.then,
        missed: index === arms.length - 1 ? null : 0,
      })),
    ),
    ...program.flags.flatMap((flag) =>
      flag.rules.map((rule, index) => ({
        ...unit('flag-rule', `${flag.name}/${index + 1}`, rule.span),
        ...traced(rule.condition),
      })),
    ),
    ...program.expertRules.map(({ name, span, when, then }) => ({
      ...unit('expert-rule', name, span),
      condition: when.code,
      then,
    })),
    ...program.segments
      .filter((segment) => !isOfSessionsAlone(program, segment.name))
      .map(({ name, code }) => ({
        ...unit('segment', name, spanOf(program, code)),
        ...traced(code),
      })),
  ];
}

/** Sessions show no leaves, so nobody could tell what was asked of a segment that only expert rules have. */
function isOfSessionsAlone({ rules, strategies, flags, expertRules }: Program, segment: string): boolean {
  const governed = [
    ...rules.map(({ when }) => when.segment),
    ...strategies.flatMap(({ arms }) => arms.map(({ when }) => when.segment)),
    ...flags.flatMap((flag) => flag.rules.map((rule) => rule.segment)),
  ];
  return expertRules.some(({ when }) => when.segment === segment) && !governed.includes(segment);
}

function unit(kind: UnitKind, name: string, span: CompiledSpan): Unit {
  const counts = { evaluated: 0, matched: 0, missed: 0, fallback: null, asked: 0 };
  return { kind, name, span, condition: null, then: null, otherwise: null, leaves: [], ...counts };
}
