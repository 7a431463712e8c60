/** What is known of the expert rules of a program before there is a session: made once, used by all of its sessions. */
import type { CompiledExpertRule, Program } from '#lang/bytecode/program.js';
import { runningOrder } from '../agenda/order.ts';
import { planRule, planUnit, rangesOf, type Reads, readsOf, type UnitPlan } from '../match/loop-plans.ts';
import { RuleTier } from '../match/rule-tier.ts';
import { type Lens, NO_LENS } from '../match/network.ts';
import { type Ages, agesOf } from './ages.ts';
import { type Clause, clausesOf } from './temporal.ts';
import type { Lenses } from '../memory/working-memory.ts';

export interface RulePlan {
  readonly rule: CompiledExpertRule;
  readonly loops: UnitPlan;
  readonly tier: RuleTier;
  /** What condition and params depend on beside facts. */
  readonly reads: Reads;
  /** The type of which `per_fact` shows one fact at a time; empty without. */
  readonly narrowed: string;
  readonly lens: Lens;
  /** Whether its segment says the same to all rules. */
  readonly isSegmentShared: boolean;
  /** Positions of the rules of its activation group that come before it. */
  readonly rivals: readonly number[];
  readonly clauses: readonly Clause[];
  readonly wakesWithClock: boolean;
  /** Whether anything but facts, the envelope and overrides can wake it. */
  readonly hasOtherReasons: boolean;
  /** Whether time alone may change what it does. */
  readonly waitsForTime: boolean;
  /** Ages that it compares, its segment included. */
  readonly ages: Ages;
}

export interface SessionPlan {
  /** In running order. */
  readonly rules: readonly RulePlan[];
  readonly segments: readonly UnitPlan[];
  readonly lenses: Lenses;
  /** Positions of the rules that read a type. */
  readonly readers: ReadonlyMap<string, readonly number[]>;
}

export function planSession(program: Program): SessionPlan {
  const ordered = runningOrder(program.expertRules);
  const rules = ordered.map((rule, position) => planOf(program, rule, rivalsOf(ordered, position)));
  return {
    rules,
    segments: program.segments.map(({ code }) =>
      planUnit(program, [code], { condition: code, narrowed: '' }),
    ),
    lenses: grouped(rules.map(({ lens }) => [lens.type, lens.rule])),
    readers: grouped(ordered.flatMap(({ factTypes }, position) => factTypes.map((type) => [type, position]))),
  };
}

function planOf(program: Program, rule: CompiledExpertRule, rivals: readonly number[]): RulePlan {
  const { activeFrom, activeUntil, requires, excludes } = rule.governance;
  const hasWindow = activeFrom !== null || activeUntil !== null;
  const isAsking = requires.length + excludes.length > 0 || rule.activationGroup !== '';
  const clauses = clausesOf(rule);
  const waits = clauses.some(({ kind }) => kind !== 'stable_for');
  const wakesWithClock = rule.readsClock || waits || hasWindow;
  const segment = program.segments.find(({ name }) => name === rule.when.segment);
  const ranges = rangesOf(rule);
  const loops = planRule(program, rule);
  const narrowed = rule.perFact ? (rule.factTypes[0] ?? '') : '';
  return {
    rule,
    loops,
    tier: new RuleTier({ program, rule, loops, narrowed }),
    reads: readsOf(program, ranges),
    narrowed,
    lens: lensOf(rule),
    isSegmentShared: segment === undefined || !segment.factTypes.includes(lensOf(rule).type),
    rivals,
    clauses,
    hasOtherReasons: isAsking || rule.readsRound || rule.stable || wakesWithClock || clauses.length > 0,
    waitsForTime: clauses.length > 0 || rule.cooldownMs > 0 || hasWindow,
    wakesWithClock,
    ages: agesOf(program, segment === undefined ? ranges : [...ranges, segment.code]),
  };
}

function lensOf({ name, effect, then, factTypes }: CompiledExpertRule): Lens {
  const isBlind = (effect === 'retract' || effect === 'modify') && factTypes.includes(then.name);
  return isBlind ? { rule: name, type: then.name } : NO_LENS;
}

function rivalsOf(ordered: readonly CompiledExpertRule[], position: number): readonly number[] {
  const group = ordered[position]?.activationGroup ?? '';
  if (group === '') return [];
  return ordered.slice(0, position).flatMap((other, at) => (other.activationGroup === group ? [at] : []));
}

function grouped<Each>(pairs: readonly (readonly [string, Each])[]): ReadonlyMap<string, readonly Each[]> {
  const groups = new Map<string, Each[]>();
  for (const [name, each] of pairs) {
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [each]);
    else group.push(each);
  }
  return groups;
}
