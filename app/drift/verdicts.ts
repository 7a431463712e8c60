/** Everything that a program decides about one context, and how what two programs decide differs. */
import { decideFlags, decideRules, decideStrategy, type RuleOptions, type ValueRecord } from '#engine';
import type { Program } from '#lang';
import {
  type MatchChanges,
  compareMatches,
  isSameJson,
  plainJson,
  type RuleMatch,
  ruleMatchOf,
} from './matches.ts';

/** What a strategy or a flag came to, by name. */
export type Choices = ReadonlyMap<string, unknown>;

export interface Verdicts {
  readonly rules: readonly RuleMatch[];
  readonly strategies: Choices;
  readonly flags: Choices;
}

/** `null` where one of the programs has none of that name. */
export interface ChangedChoice {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface Changes extends MatchChanges {
  readonly strategies: readonly ChangedChoice[];
  readonly flags: readonly ChangedChoice[];
}

export function rulesOf(program: Program, context: ValueRecord, options: RuleOptions): readonly RuleMatch[] {
  return decideRules(program, context, { ...options, trace: 'off' }).matched.map(ruleMatchOf);
}

export function verdictsOf(program: Program, context: ValueRecord, options: RuleOptions): Verdicts {
  const deciding = { ...options, context, trace: 'off' as const };
  const strategies = program.strategies.map(({ name }): readonly [string, unknown] => {
    const { outcome, selected, params } = decideStrategy(program, name, deciding) ?? {};
    return [name, plainJson({ outcome, selected, params })];
  });
  const flags = decideFlags(program, deciding).map(
    ({ flag, variant, values, isDefault }): readonly [string, unknown] => [
      flag,
      plainJson({ variant, values, is_default: isDefault }),
    ],
  );
  return {
    rules: rulesOf(program, context, options),
    strategies: new Map(strategies),
    flags: new Map(flags),
  };
}

export function compareVerdicts(before: Verdicts, after: Verdicts): Changes {
  return {
    ...compareMatches(before.rules, after.rules),
    strategies: compareChoices(before.strategies, after.strategies),
    flags: compareChoices(before.flags, after.flags),
  };
}

function compareChoices(before: Choices, after: Choices): readonly ChangedChoice[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].flatMap((name) => {
    const change = { name, before: before.get(name) ?? null, after: after.get(name) ?? null };
    return isSameJson(change.before, change.after) ? [] : [change];
  });
}
