/**
 * The fast path: inline conditions and what they lead to, fallbacks included. No gate is asked and nothing is traced, so
 * what matches here is what the text of a rule says, not what the rule decides (decision 24).
 */
import type { CompiledRule, Program } from '#lang/bytecode/program.js';
import { prepare } from '../prepared.ts';
import type { ValueRecord } from '../value.ts';
import { Request } from './request.ts';
import type { MatchedRule, RuleDecision, RuleOptions } from './rules.ts';
import { isSelected } from './selection.ts';
import { evaluateParams, holds } from './unit.ts';

export type RuleMatches = Omit<RuleDecision, 'arbitrace'>;
export type MatchOptions = Pick<
  RuleOptions,
  'nowSeconds' | 'limits' | 'secrets' | 'tags' | 'allTags' | 'onTrap'
>;

/** In the order of `decideRules`. */
export function matchRules(program: Program, context: ValueRecord, options: MatchOptions): RuleMatches {
  const request = new Request(program, context, { ...options, trace: 'off' });
  const { errors } = request;
  const matched: MatchedRule[] = [];
  const isComplete = prepare(program).governed.visit((rule, held) => {
    if (!isSelected(rule, options)) return true;
    const match = matchOf(rule, held, request);
    if (match !== null) matched.push(match);
    return options.onTrap !== 'fail' || errors.length === 0;
  });
  return { matched: isComplete ? matched : [], errors };
}

/** `null` for a rule that does not match, or fails. */
function matchOf(rule: CompiledRule, isKnown: boolean, request: Request): MatchedRule | null {
  const { name, priority, when, then, otherwise } = rule;
  const { machine } = request;
  if (isKnown) machine.begin(when.locals);
  const held = isKnown || holds(machine, when);
  const action = held ? then : otherwise;
  const params = action === null || machine.faultAt >= 0 ? null : evaluateParams(machine, action);
  if (machine.faultAt >= 0) {
    request.reportFault(rule);
    return null;
  }
  return action === null || params === null
    ? null
    : { name, priority, action: action.name, params, fallback: !held };
}
