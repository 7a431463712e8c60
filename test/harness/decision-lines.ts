/**
 * Stateless decisions as lines of text, for the conformance cases: matches, steps of the arbitrace, strategies and flags, one
 * context after the other.
 */
import { contextFromJson } from '#engine/context.js';
import { decideFlag } from '#engine/decide/flags.js';
import { decideRules, type RuleDecision, type RuleOptions } from '#engine/decide/rules.js';
import { decideStrategy } from '#engine/decide/strategy.js';
import type { ArbitraceStep } from '#engine/govern/trace.js';
import type { Trap } from '#engine/traps.js';
import type { ValueRecord } from '#engine/value.js';
import type { Program } from '#lang';

/** What one context is decided with. */
export interface Decided {
  readonly program: Program;
  readonly context: ValueRecord;
  readonly options: RuleOptions;
}

const NOW_SECONDS = 1_000;

/** As JSON: one context a line, options over the defaults, texts of secrets by their references. */
export interface GivenJson {
  readonly contexts: string;
  readonly options: string;
  readonly secrets: string;
}

export function decisionsOf(program: Program, { contexts, options, secrets }: GivenJson): readonly Decided[] {
  const given: Partial<RuleOptions> = JSON.parse(options);
  const known = new Map(Object.entries<string>(JSON.parse(secrets)));
  const resolver = { resolve: (reference: string) => known.get(reference) };
  return contexts
    .trim()
    .split('\n')
    .map((line) => {
      const context = contextFromJson(JSON.parse(line), program.context);
      return { program, context, options: { nowSeconds: NOW_SECONDS, secrets: resolver, ...given } };
    });
}

export function rulesOf({ program, context, options }: Decided): RuleDecision {
  return decideRules(program, context, options);
}

/** `Rule → Action {…}; …`, traps behind. */
export function matchesLine(decided: Decided): string {
  const { matched, errors } = rulesOf(decided);
  const lines = matched.map(({ name, action, params, fallback }) => {
    return `${name} → ${action} ${JSON.stringify(params)}${fallback ? ' (otherwise)' : ''}`;
  });
  return [...lines, ...errors.map(trapText)].join('; ') || 'none';
}

export function trapText({ code, message }: Trap): string {
  return `trap ${code}: ${message}`;
}

/** The steps of all rules, then of each strategy, then of each flag; `none` where nothing was recorded. */
export function arbitraceLines({ program, context, options }: Decided): string {
  const steps = [
    ...decideRules(program, context, options).arbitrace,
    ...program.strategies.flatMap(
      ({ name }) => decideStrategy(program, name, { ...options, context })?.arbitrace ?? [],
    ),
    ...program.flags.flatMap(({ name }) => decideFlag(program, name, { ...options, context }).arbitrace),
  ];
  return steps.length === 0 ? 'none' : steps.map(stepLine).join('\n');
}

function stepLine({ disposition, kind, subject, check, detail, source }: ArbitraceStep): string {
  return `${disposition} ${kind} ${subject}: ${check}: ${detail}${source === undefined ? '' : ` [${source}]`}`;
}

/** `Name → Label {params}`; without a label nothing was selected. */
export function strategyLines({ program, context, options }: Decided): string {
  return program.strategies
    .map(({ name }) => {
      const decision = decideStrategy(program, name, { ...options, context });
      const { selected = '', params = {}, errors = [] } = decision ?? {};
      return [`${name} → ${selected} ${JSON.stringify(params)}`, ...errors.map(trapText)].join('; ');
    })
    .join('\n');
}

/** `key = variant (default) reason {values}`, with a dash for another variant and nothing for no values. */
export function flagLines({ program, context, options }: Decided): string {
  return program.flags
    .map(({ name }) => {
      const { variant, isDefault, reason, values } = decideFlag(program, name, { ...options, context });
      const payload = values === null ? '' : ` ${JSON.stringify(values)}`;
      return `${name} = ${variant} (${isDefault ? 'default' : '—'}) ${reason}${payload}`;
    })
    .join('\n');
}
