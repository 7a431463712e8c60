/**
 * The fast path: inline conditions and what they lead to, fallbacks included. No gate is asked and nothing is traced, so
 * what matches here is what the text of a rule says, not what the rule decides (decision 24).
 */
import type { CompiledRule, Program } from '#lang/bytecode/program.js';
import { ENGINE_LIMITS } from '../limits.ts';
import { prepare } from '../prepared.ts';
import { type Trap, trapOf } from '../traps.ts';
import type { ValueRecord } from '../value.ts';
import type { Machine } from '../vm/machine.ts';
import type { MatchedRule, RuleDecision, RuleOptions } from './rules.ts';
import { isSelected } from './selection.ts';
import { evaluateParams, holds } from './unit.ts';
import { ContextView } from './view.ts';

export type RuleMatches = Omit<RuleDecision, 'arbitrace'>;
export type MatchOptions = Pick<
  RuleOptions,
  'nowSeconds' | 'limits' | 'secrets' | 'tags' | 'allTags' | 'onTrap'
>;

/** In the order of `decideRules`. */
export function matchRules(program: Program, context: ValueRecord, options: MatchOptions): RuleMatches {
  const { machine, governed } = prepare(program);
  const { fuelMax } = options.limits ?? ENGINE_LIMITS;
  machine.provide(new ContextView(context, options), fuelMax);
  const { positions, count } = governed.candidates();
  let matched: MatchedRule[] = [];
  const errors: Trap[] = [];
  for (let at = 0; at < count; at++) {
    const position = positions[at] ?? 0;
    const rule = governed.rules[position];
    if (rule === undefined || !isSelected(rule, options)) continue;
    const match = matchOf(rule, governed.constantParams[position] ?? null, machine);
    // The first by itself: `push` on an empty list makes room for many.
    if (match !== null && matched.length > 0) matched.push(match);
    else if (match !== null) matched = [match];
    if (machine.faultAt < 0) continue;
    errors.push(trapOf(machine.fault, rule));
    machine.forgiveFault();
    if (options.onTrap === 'fail') return { matched: [], errors };
  }
  return { matched, errors };
}

/** `null` for a rule that does not match, or fails. `constant`: the params of its action, where they are known. */
function matchOf(rule: CompiledRule, constant: ValueRecord | null, machine: Machine): MatchedRule | null {
  const { name, priority, when, then, otherwise } = rule;
  const held = holds(machine, when);
  const action = held ? then : otherwise;
  if (action === null || machine.faultAt >= 0) return null;
  const params = held && constant !== null ? constant : evaluateParams(machine, action);
  if (machine.faultAt >= 0) return null;
  return { name, priority, action: action.name, params, fallback: !held };
}
