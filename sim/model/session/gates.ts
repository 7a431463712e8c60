/** What stands before the condition of an expert rule, decided once for the rule, and the rollout behind it. */
import type { ArbitraceStep } from '#engine';
import type { About, ModelRequest } from '../request.ts';
import { evaluate } from '../evaluate.ts';
import { excerpt } from '../excerpt.ts';
import { qualifiedName } from '#lang/checker/names.js';
import type { ModelExpertRule } from './rules.ts';
import { requestFor, sharesSegment, type World } from './world.ts';

export function aboutRule({ name, declaration: { span } }: ModelExpertRule): About & {
  readonly steps: ArbitraceStep[];
} {
  return { scope: 'expert', subject: name, span, prefix: '', steps: [] };
}

export function passesGates(world: World, rule: ModelExpertRule, about: About): boolean {
  const request = requestFor(world, rule, null);
  const override = world.overrides.rules?.[rule.name];
  return (
    request.opens(rule.declaration.governance, override, about) &&
    rule.requires.every((name) => request.passesRequirement(name, world.isMet(name), about)) &&
    rule.excludes.every((name) => request.passesExclusion(name, world.isMet(name), about)) &&
    passesSegment(world, rule, { request, about })
  );
}

/** Without leaves: sessions show none. Who sees other facts than the rest asks for himself. */
function passesSegment(
  world: World,
  rule: ModelExpertRule,
  { request, about }: { readonly request: ModelRequest; readonly about: About },
): boolean {
  const segment = rule.declaration.when?.segment ?? null;
  const found = segment === null ? undefined : rule.module.references.get(segment);
  if (found?.declaration.kind !== 'segment') return true;
  const name = qualifiedName(found);
  const gate = { check: `segment ${name}`, phase: 'match', target: name } as const;
  const isShared = sharesSegment(world, rule);
  const cached = isShared ? world.segments.get(name) : undefined;
  if (cached !== undefined)
    return request.step(about, {
      ...gate,
      kind: 'segment',
      detail: `${name} -> ${cached} (cached)`,
      passes: cached,
    });
  const unit = request.unit(world.program.checked.get(found.module.path) ?? rule.module);
  const { condition } = found.declaration;
  const isTrue = evaluate(condition, unit) === true;
  const { trap } = unit.notes;
  const held = isTrue && trap === null;
  if (isShared) world.segments.set(name, held);
  if (trap !== null) request.step(about, { ...gate, kind: 'trap', detail: trap.message, passes: false });
  const detail = `${excerpt(condition.span)} -> ${held}`;
  return request.step(about, { ...gate, kind: 'segment', detail, passes: held });
}

export function passesRollout(world: World, rule: ModelExpertRule, about: About): boolean {
  const override = world.overrides.rules?.[rule.name];
  const place = { override, place: `expert:${rule.name}` };
  return requestFor(world, rule, null).passesRollout(rule.declaration.governance.rollout, place, about);
}
