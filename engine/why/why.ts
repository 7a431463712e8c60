/**
 * Why a rule, an arm or a flag rule fired for a context, or why not: the smallest set of conditions and gates that decided. What
 * an explanation says of something that did not fire is what has to be otherwise: with exactly that, it fires. Only a trap
 * outside of the condition, in a let or in a param, is beyond that.
 */
import type { Program } from '#lang/bytecode/program.js';
import type { RuleOptions } from '../decide/rules.ts';
import type { ValueRecord } from '../value.ts';
import type { Explanation, Target } from './explanation.ts';
import { whyArm } from './why-arm.ts';
import { whyFlagRule } from './why-flag-rule.ts';
import { whyRule } from './why-rule.ts';

export type WhyOptions = Omit<RuleOptions, 'trace' | 'onTrap' | 'tags' | 'allTags'>;

/** `undefined` when the program has no such rule, arm or flag rule. */
export function why(
  program: Program,
  target: Target,
  { context, ...options }: WhyOptions & { readonly context: ValueRecord },
): Explanation | undefined {
  switch (target.kind) {
    case 'rule':
      return whyRule(program, target, { context, options });
    case 'arm':
      return whyArm(program, target, { context, options });
    case 'flag-rule':
      return whyFlagRule(program, target, { context, options });
  }
}
