/**
 * Evaluates one expert rule against the memory as it stands: gates, condition, params. The result is the list of
 * matches (one, or one per fact for `per_fact`), before temporal clauses. A trap makes the rule not match.
 */
import type { CompiledExpertRule, Program } from '#lang/bytecode/program.js';
import { canonicalText } from '../audit/canonical.ts';
import { evaluateParams, holds } from '../decide/unit.ts';
import type { Fact, FactIdentity } from '../fact.ts';
import type { Normaliser } from '../fact-schema.ts';
import { outcomeText } from '../govern/excerpt.ts';
import { passesGates } from '../govern/gates.ts';
import type { SegmentCache } from '../govern/segment-cache.ts';
import type { Arbitrace } from '../govern/trace.ts';
import type { EngineLimits } from '../limits.ts';
import { type Trap, type TrapCode, trapMessage } from '../traps.ts';
import { textOf, type ValueRecord } from '../value.ts';
import type { Machine, View } from '../vm/machine.ts';
import type { Match } from './rule-state.ts';

export interface Evaluator {
  readonly program: Program;
  readonly machine: Machine;
  readonly segments: SegmentCache;
  readonly limits: EngineLimits;
  readonly factNormalisers: ReadonlyMap<string, Normaliser>;
  readonly outcomeNormalisers: ReadonlyMap<string, Normaliser>;
  readonly traps: Trap[];
  isMet(rule: string): boolean;
}

export function evaluateRule(
  evaluator: Evaluator,
  rule: CompiledExpertRule,
  trace: Arbitrace,
): readonly Match[] {
  const { machine } = evaluator;
  machine.forgiveFault();
  if (!passesGates(rule, trace, evaluator)) return trapIfFaulty(evaluator, rule);
  const held = holds(machine, rule.when);
  const matches = held ? matchesOf(evaluator, rule) : [];
  if (machine.faultAt >= 0) return trapIfFaulty(evaluator, rule);
  recordCondition(evaluator, rule, trace, held);
  return matches;
}

function matchesOf(evaluator: Evaluator, rule: CompiledExpertRule): readonly Match[] {
  if (rule.perFact) return matchEachFact(evaluator, rule);
  const match = buildMatch(evaluator, rule);
  return match === undefined ? [] : [match];
}

/** Re-evaluates the rule with its first fact type narrowed to one fact at a time, in key order. */
function matchEachFact(evaluator: Evaluator, rule: CompiledExpertRule): readonly Match[] {
  const { machine } = evaluator;
  const [narrowed] = rule.factTypes;
  if (narrowed === undefined) return [];
  const whole = machine.view;
  const matches = new Map<string, Match>();
  for (const fact of whole.facts(narrowed)) {
    machine.show(narrowTo(whole, fact));
    const match = holds(machine, rule.when) ? buildMatch(evaluator, rule) : undefined;
    if (match !== undefined) matches.set(match.id, match);
    if (machine.faultAt >= 0) break;
  }
  machine.show(whole);
  return [...matches.values()];
}

function narrowTo(view: View, fact: Fact): View {
  const { context, nowSeconds, round } = view;
  return { context, nowSeconds, round, facts: (type) => (type === fact.type ? [fact] : view.facts(type)) };
}

function buildMatch(evaluator: Evaluator, rule: CompiledExpertRule): Match | undefined {
  const params = evaluateParams(evaluator.machine, rule.then);
  if (evaluator.machine.faultAt >= 0) return undefined;
  return rule.effect === 'assert'
    ? buildAssertion(evaluator, rule, params)
    : buildEmission(evaluator, rule, params);
}

function buildAssertion(
  evaluator: Evaluator,
  rule: CompiledExpertRule,
  params: ValueRecord,
): Match | undefined {
  const type = rule.then.name;
  const key = textOf(params['key'] ?? null);
  if (key === '') return trap(evaluator, rule, 'session/missing-key', { type });
  const max = evaluator.limits.keyBytesMax;
  if (Buffer.byteLength(key) > max) return trap(evaluator, rule, 'session/key-too-long', { type, max });
  const normalised = evaluator.factNormalisers.get(type)?.(params);
  if (normalised?.kind === 'invalid') {
    return trap(evaluator, rule, 'session/invalid-fact', { type, reason: normalised.reason });
  }
  const identity: FactIdentity = { type, key };
  const fields = normalised?.fields ?? withoutKey(params);
  return { id: canonicalText([key, fields]), params: fields, identity };
}

function buildEmission(
  evaluator: Evaluator,
  rule: CompiledExpertRule,
  params: ValueRecord,
): Match | undefined {
  const type = rule.then.name;
  const normalised = evaluator.outcomeNormalisers.get(type)?.(params);
  if (normalised?.kind === 'invalid') {
    return trap(evaluator, rule, 'session/invalid-outcome', { type, reason: normalised.reason });
  }
  return { id: canonicalText(params), params, identity: null };
}

function withoutKey(params: ValueRecord): ValueRecord {
  return Object.assign(
    Object.create(null),
    Object.fromEntries(Object.entries(params).filter(([name]) => name !== 'key')),
  );
}

function recordCondition(
  evaluator: Evaluator,
  rule: CompiledExpertRule,
  trace: Arbitrace,
  held: boolean,
): void {
  const { code } = rule.when;
  if (code === null) return;
  const zeroDivisions = evaluator.machine.zeroDivisions;
  const note = zeroDivisions === 0 ? '' : ` (${zeroDivisions} divisions by zero gave null)`;
  trace.record({
    check: 'condition',
    phase: 'match',
    kind: 'condition',
    disposition: held ? 'passed' : 'blocked',
    detail: outcomeText(evaluator.program, code, held) + note,
  });
}

function trapIfFaulty(evaluator: Evaluator, rule: CompiledExpertRule): readonly Match[] {
  const { faultAt: pc, fault } = evaluator.machine;
  if (pc < 0) return [];
  const { spans } = evaluator.program;
  const span = { start: spans[2 * pc] ?? 0, end: spans[2 * pc + 1] ?? 0 };
  const { code, values } = fault;
  evaluator.traps.push({ code, message: trapMessage(code, values), rule: rule.name, span });
  return [];
}

function trap(
  evaluator: Evaluator,
  rule: CompiledExpertRule,
  code: TrapCode,
  values: Readonly<Record<string, string | number>>,
): undefined {
  evaluator.traps.push({ code, message: trapMessage(code, values), rule: rule.name, span: rule.span });
}
