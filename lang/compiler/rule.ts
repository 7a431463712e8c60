/** Segments, rules and expert rules to their compiled form. */
import type { ExpertRuleDeclaration, RuleDeclaration, SegmentDeclaration } from '../ast/nodes.ts';
import type { CompiledExpertRule, CompiledRule, CompiledSegment } from '../bytecode/program.ts';
import { type Assembly, conditionOf, UnitWriter } from './unit.ts';

export function compileSegment(segment: SegmentDeclaration, assembly: Assembly): CompiledSegment {
  const writer = new UnitWriter(assembly);
  const code = writer.expression(segment.condition);
  const { factTypes, clock, round } = writer.reads;
  const sorted = [...factTypes].sort();
  return {
    name: segment.name.text,
    code,
    locals: writer.locals,
    factTypes: sorted,
    readsClock: clock,
    readsRound: round,
  };
}

export function compileRule(rule: RuleDeclaration, assembly: Assembly): CompiledRule {
  const writer = new UnitWriter(assembly);
  const code = writer.block(rule.when?.block ?? null);
  const then = writer.action(rule.then);
  const otherwise = rule.otherwise === null ? null : writer.action(rule.otherwise);
  return {
    name: rule.name.text,
    priority: rule.priority?.value ?? 0,
    killSwitch: rule.killSwitch?.on ?? false,
    requires: rule.requires.map((name) => name.text),
    when: conditionOf(rule.when, code, writer.locals),
    then,
    otherwise,
    span: rule.span,
  };
}

export function compileExpertRule(
  rule: ExpertRuleDeclaration,
  segments: readonly CompiledSegment[],
  assembly: Assembly,
): CompiledExpertRule {
  const writer = new UnitWriter(assembly);
  const code = writer.block(rule.when?.block ?? null);
  const then = { name: rule.then.target.text, params: writer.params(rule.then.params) };
  const segment = segments.find((candidate) => candidate.name === rule.when?.segment?.text);
  if (segment !== undefined) writer.reads.addAll(segment);
  return {
    name: rule.name.text,
    priority: rule.priority?.value ?? 0,
    killSwitch: rule.killSwitch?.on ?? false,
    noLoop: rule.noLoop,
    perFact: rule.perFact,
    requires: rule.requires.map((name) => name.text),
    when: conditionOf(rule.when, code, writer.locals),
    forMs: rule.temporal?.operator === 'for' ? rule.temporal.duration.ms : 0,
    withinMs: rule.temporal?.operator === 'within' ? rule.temporal.duration.ms : 0,
    cooldownMs: rule.cooldown?.ms ?? 0,
    effect: rule.then.effect,
    then,
    factTypes: writer.reads.factTypes,
    readsClock: writer.reads.clock,
    readsRound: writer.reads.round,
    span: rule.span,
  };
}
