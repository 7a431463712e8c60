/**
 * What is in a program, as plain JSON with lower-case snake names: what explorers, dashboards and reviews want to know without reading
 * the text. Members that would be empty are absent.
 */
import type { Program } from '#lang';
import type {
  CompiledArbiter,
  CompiledExpertRule,
  CompiledFlag,
  CompiledRule,
  CompiledStrategy,
} from '#lang/bytecode/program.js';
import { declaredIn } from './declared.ts';
import { arbiterSummary } from './arbiter-summary.ts';
import {
  conditionText,
  durationText,
  fieldSummary,
  gatesSummary,
  rolloutText,
  type Row,
  rowOf,
} from './rows.ts';

/** `path` is what the program was read from. */
export function summaryOf(program: Program, path: string): Row {
  const { facts, outcomes, features, tables, tags, segments, workers } = program;
  const declared = declaredIn(program);
  const schema = ({ name, fields }: (typeof facts)[number]): Row =>
    rowOf({ name, fields: fields.map(fieldSummary) });
  return rowOf({
    source: path,
    name: program.name,
    language_version: program.languageVersion,
    imports: declared.imports,
    tags,
    input: declared.input.map(fieldSummary),
    features: features.map(({ name, from, fields }) =>
      rowOf({ name, from, fields: fields.map(fieldSummary) }),
    ),
    fact_schemas: facts.map(schema),
    outcome_schemas: outcomes.map(schema),
    tables: tables.map(({ name, columns, rows }) =>
      rowOf({ name, rows: rows.length, columns: columns.map(fieldSummary) }),
    ),
    constants: declared.constants,
    segments: segments.map(({ name, code }) => rowOf({ name, condition: conditionText(program, code) })),
    rules: program.rules.map((rule) => ruleSummary(rule, program)),
    strategies: program.strategies.map((strategy) => strategySummary(strategy, program)),
    flags: program.flags.map((flag) => flagSummary(flag, program)),
    expert_rules: program.expertRules.map((rule) => expertSummary(rule, program)),
    workers: workers.map(({ name, input, output, transport, target }) =>
      rowOf({ name, input, output, transport, target }),
    ),
    arbiters: program.arbiters.map((arbiter: CompiledArbiter) => arbiterSummary(arbiter, program)),
    used_units: declared.units,
  });
}

function ruleSummary(
  { name, priority, tags, governance, when, then, otherwise }: CompiledRule,
  program: Program,
): Row {
  return rowOf({
    name,
    priority,
    tags,
    ...gatesSummary(governance),
    segment: when.segment,
    condition: conditionText(program, when.code),
    action: then.name,
    otherwise: otherwise?.name,
  });
}

function strategySummary({ name, returns, arms }: CompiledStrategy, program: Program): Row {
  const candidates = arms.map(({ label, governance, when }, index) =>
    rowOf({
      label,
      ...gatesSummary(governance),
      segment: when.segment,
      condition: conditionText(program, when.code),
      else: index === arms.length - 1 ? true : undefined,
    }),
  );
  return rowOf({ name, returns, candidates });
}

function flagSummary(flag: CompiledFlag, program: Program): Row {
  const { name, type, requires, variants, metadata } = flag;
  const rules = flag.rules.map(({ governance, segment, condition, serves }) => {
    const split = serves.kind === 'split' ? serves : null;
    return rowOf({
      ...gatesSummary(governance),
      segment,
      condition: conditionText(program, condition),
      variant: serves.kind === 'variant' ? serves.variant : undefined,
      split: split?.weights.map(({ variant, weight }) =>
        rolloutText({ ...split, basisPoints: weight }, variant),
      ),
    });
  });
  return rowOf({
    name,
    type,
    default: flag.default,
    kill_switch: flag.killSwitch === 'on' ? true : undefined,
    requires,
    variants: variants.map((variant) => variant.name),
    rules,
    metadata: rowOf(Object.fromEntries(metadata.map(({ name: key, value }) => [key, value]))),
  });
}

function expertSummary(rule: CompiledExpertRule, program: Program): Row {
  const yes = (is: boolean): true | undefined => (is ? true : undefined);
  return rowOf({
    name: rule.name,
    priority: rule.priority,
    tags: rule.tags,
    ...gatesSummary(rule.governance),
    segment: rule.when.segment,
    condition: conditionText(program, rule.when.code),
    kind: rule.effect,
    target: rule.then.name,
    per_fact: yes(rule.perFact),
    no_loop: yes(rule.noLoop),
    stable: yes(rule.stable),
    activation_group: rule.activationGroup,
    for: durationText(rule.forMs),
    within: durationText(rule.withinMs),
    stable_for: rule.stableForCycles === 0 ? undefined : `${rule.stableForCycles} cycles`,
    cooldown: durationText(rule.cooldownMs),
    debounce: durationText(rule.debounceMs),
  });
}
