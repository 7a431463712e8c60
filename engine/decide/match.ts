/**
 * The fast path: inline conditions and what they lead to, fallbacks included. No gate is asked and nothing is traced, so
 * what matches here is what the text of a rule says, not what the rule decides (decision 24).
 */
import type { CompiledRule, Program } from '#lang/bytecode/program.js';
import type { Arbitrace } from '../govern/trace.ts';
import type { ValueRecord } from '../value.ts';
import { Request } from './request.ts';
import type { MatchedRule, RuleDecision, RuleOptions } from './rules.ts';
import { selectRules } from './selection.ts';

export type RuleMatches = Omit<RuleDecision, 'arbitrace'>;
export type MatchOptions = Pick<
  RuleOptions,
  'nowSeconds' | 'limits' | 'secrets' | 'tags' | 'allTags' | 'onTrap'
>;

/** In the order of `decideRules`. */
export function matchRules(program: Program, context: ValueRecord, options: MatchOptions): RuleMatches {
  const request = new Request(program, context, { ...options, trace: 'off' });
  const silent = request.trace({ scope: 'rule', subject: '', span: { start: 0, end: 0 } });
  const selected = selectRules(program.rules, options).sort((a, b) => a.priority - b.priority);
  const matched: MatchedRule[] = [];
  for (const rule of selected) {
    const match = matchOf(rule, request, silent);
    if (match !== null) matched.push(match);
    if (request.machine.faultAt >= 0) request.reportFault(rule, silent);
    if (options.onTrap === 'fail' && request.errors.length > 0)
      return { matched: [], errors: request.errors };
  }
  return { matched, errors: request.errors };
}

function matchOf(
  { name, priority, when, then, otherwise }: CompiledRule,
  request: Request,
  silent: Arbitrace,
): MatchedRule | null {
  const held = request.holds(when, silent);
  const action = held === true ? then : held === false ? otherwise : null;
  const params = action === null ? null : request.params(action);
  if (action === null || params === null) return null;
  return { name, priority, action: action.name, params, fallback: !held };
}
