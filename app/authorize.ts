/**
 * Authorization by rules: whether somebody may do something to something. Whatever goes wrong allows nothing: a rule that errs
 * does not match, and a request that is no data matches no rule.
 */
import { decideRules, readContext, type RuleDecision, type RuleOptions } from '#engine';
import type { Program } from '#lang';

export interface AuthorizationRequest extends Partial<RuleOptions> {
  /** Who, what and to what, as JSON: text or objects, as the rules read them. */
  readonly actor: unknown;
  readonly action: unknown;
  readonly resource: unknown;
  /** Whatever else the rules read; it never replaces the three above, by dotted names neither. */
  readonly context?: Readonly<Record<string, unknown>>;
}

export interface Authorization {
  readonly allowed: boolean;
  /** Names of the rules that allow it. */
  readonly by: readonly string[];
  /** `null` where the request is none that could be decided. */
  readonly decision: RuleDecision | null;
  /** Why it is none: what is no JSON data or nests more than 64 deep; else `null`. */
  readonly problem: string | null;
}

/**
 * Allowed when any rule matches whose action is `Allow`, in whatever case; an `otherwise Allow` counts.
 *
 * @example
 * const { allowed } = authorize(program, { actor: { role: 'editor' }, action: 'publish', resource: { owner: 'ann' } });
 */
export function authorize(program: Program, request: AuthorizationRequest): Authorization {
  const { actor, action, resource, context: extra = {}, nowSeconds = now(), ...options } = request;
  const around = readContext(extra);
  if (around.kind === 'invalid') return refused(`\`context\` ${around.reason}`);
  const asked = readContext({ ...around.context, actor, action, resource }, program.context);
  if (asked.kind === 'invalid') return refused(`the request ${asked.reason}`);
  const decision = decideRules(program, asked.context, { ...options, nowSeconds });
  const by = decision.matched.filter((rule) => rule.action.toLowerCase() === 'allow').map(({ name }) => name);
  return { allowed: by.length > 0, by, decision, problem: null };
}

function refused(problem: string): Authorization {
  return { allowed: false, by: [], decision: null, problem };
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}
