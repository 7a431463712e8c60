/**
 * The fast path: inline conditions and what they lead to, fallbacks included. No gate is asked and nothing is traced, so
 * what matches here is what the text of a rule says, not what the rule decides (decision 24).
 */
import type { Program } from '#lang/bytecode/program.js';
import { ENGINE_LIMITS } from '../limits.ts';
import { prepare } from '../prepared.ts';
import { type Trap, trapOf } from '../traps.ts';
import type { ValueRecord } from '../value.ts';
import type { Machine } from '../vm/machine.ts';
import type { RuleSet } from './rule-set.ts';
import type { MatchedRule, RuleDecision, RuleOptions } from './rules.ts';
import { isSelected } from './selection.ts';
import { evaluateParams, holds } from './unit.ts';
import { ContextView } from './view.ts';

export type RuleMatches = Omit<RuleDecision, 'arbitrace'>;
export type MatchOptions = Pick<
  RuleOptions,
  'nowSeconds' | 'limits' | 'secrets' | 'tags' | 'allTags' | 'onTrap'
>;

/** What nothing was added to is shared. */
const NO_MATCHES: readonly MatchedRule[] = Object.freeze([]);
const NO_ERRORS: readonly Trap[] = Object.freeze([]);
const NOTHING: RuleMatches = Object.freeze({ matched: NO_MATCHES, errors: NO_ERRORS });

/** In the order of `decideRules`. */
export function matchRules(program: Program, context: ValueRecord, options: MatchOptions): RuleMatches {
  const { machine, governed } = prepare(program);
  let isShown = governed.isIndexed;
  if (isShown) show(machine, context, options);
  governed.ask(context);
  const { positions, count } = governed.candidates();
  let matched: MatchedRule[] | null = null;
  let errors: Trap[] | null = null;
  for (let at = 0; at < count; at++) {
    const position = positions[at] ?? 0;
    let match = governed.known(position);
    if (match === null) continue;
    const rule = governed.rules[position];
    if (rule === undefined || !isSelected(rule, options)) continue;
    if (match === undefined) {
      if (!isShown) show(machine, context, options);
      isShown = true;
      match = matchOf(position, governed, machine);
      if (machine.faultAt >= 0) {
        (errors ??= []).push(trapOf(machine.fault, rule));
        machine.forgiveFault();
        if (options.onTrap === 'fail') return { matched: NO_MATCHES, errors };
      }
    }
    if (match === null) continue;
    // The first by itself: `push` on an empty list makes room for many.
    if (matched === null) matched = [match];
    else matched.push(match);
  }
  if (matched === null && errors === null) return NOTHING;
  return { matched: matched ?? NO_MATCHES, errors: errors ?? NO_ERRORS };
}

/** Only a rule that the machine has to ask needs it. */
function show(machine: Machine, context: ValueRecord, options: MatchOptions): void {
  const { fuelMax } = options.limits ?? ENGINE_LIMITS;
  machine.provide(new ContextView(context, options), fuelMax);
}

/** `null` for a rule that does not match, or fails. */
function matchOf(position: number, governed: RuleSet, machine: Machine): MatchedRule | null {
  const rule = governed.rules[position];
  if (rule === undefined) return null;
  const { name, priority, when, then, otherwise } = rule;
  const held = holds(machine, when);
  if (machine.faultAt >= 0) return null;
  const constant = governed.constant(position, held);
  if (constant !== undefined) return constant;
  const action = held ? then : otherwise;
  if (action === null) return null;
  const params = evaluateParams(machine, action);
  if (machine.faultAt >= 0) return null;
  return { name, priority, action: action.name, params, fallback: !held };
}
