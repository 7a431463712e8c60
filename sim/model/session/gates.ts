/** What stands before the condition of an expert rule, decided once for the rule, and the rollout behind it. */
import type { ArbitraceStep, Trap } from '#engine';
import type { About, ModelRequest } from '../request.ts';
import { evaluate } from '../evaluate.ts';
import { excerpt } from '../excerpt.ts';
import { qualifiedName } from '#lang/checker/names.js';
import type { ModelExpertRule } from './rules.ts';
import { type AskedSegment, requestFor, sharesSegment, type World } from './world.ts';

export function aboutRule({ name, declaration: { span } }: ModelExpertRule): About & {
  readonly steps: ArbitraceStep[];
} {
  return { scope: 'expert', subject: name, span, prefix: '', steps: [] };
}

/** `trap` is that of a segment that was asked, and failed. */
export function passesGates(
  world: World,
  rule: ModelExpertRule,
  about: About,
): { readonly passes: boolean; readonly trap: Trap | null } {
  const request = requestFor(world, rule, null);
  const override = world.overrides.rules?.[rule.name];
  const isOpen =
    request.opens(rule.declaration.governance, override, about) &&
    rule.requires.every((name) => request.passesRequirement(name, world.isMet(name), about)) &&
    rule.excludes.every((name) => request.passesExclusion(name, world.isMet(name), about));
  if (!isOpen) return { passes: false, trap: null };
  const { held, trap } = askSegment(world, rule, { request, about });
  return { passes: held, trap: trap === null ? null : { ...trap, rule: rule.name } };
}

/** Without leaves: sessions show none. Who sees other facts than the rest asks for himself. */
function askSegment(
  world: World,
  rule: ModelExpertRule,
  { request, about }: { readonly request: ModelRequest; readonly about: About },
): AskedSegment {
  const segment = rule.declaration.when?.segment ?? null;
  const found = segment === null ? undefined : rule.module.references.get(segment);
  if (found?.declaration.kind !== 'segment') return { held: true, trap: null };
  const name = qualifiedName(found);
  const gate = { check: `segment ${name}`, phase: 'match', target: name } as const;
  const isShared = sharesSegment(world, rule);
  const cached = isShared ? world.segments.get(name) : undefined;
  if (cached !== undefined) {
    const detail = `${name} -> ${cached.held} (cached)`;
    request.step(about, { ...gate, kind: 'segment', detail, passes: cached.held });
    return cached;
  }
  const unit = request.unit(world.program.checked.get(found.module.path) ?? rule.module);
  const { condition } = found.declaration;
  const isTrue = evaluate(condition, unit) === true;
  const { trap, trapSpan } = unit.notes;
  const held = isTrue && trap === null;
  const span = trapSpan === null ? null : world.program.place(trapSpan);
  const asked = { held, trap: trap === null ? null : { ...trap, span } };
  if (isShared) world.segments.set(name, asked);
  if (trap !== null) request.step(about, { ...gate, kind: 'trap', detail: trap.message, passes: false });
  const detail = `${excerpt(condition.span)} -> ${held}`;
  request.step(about, { ...gate, kind: 'segment', detail, passes: held });
  return asked;
}

export function passesRollout(world: World, rule: ModelExpertRule, about: About): boolean {
  const override = world.overrides.rules?.[rule.name];
  const place = { override, place: `expert:${rule.name}` };
  return requestFor(world, rule, null).passesRollout(rule.declaration.governance.rollout, place, about);
}
