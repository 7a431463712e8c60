/**
 * Evaluates an expert rule from nothing against one round's memory: gates once, then condition and params for the whole memory,
 * or for each fact of the first type that the rule reads. What traps is no match.
 */
import type { ArbitraceStep, Trap } from '#engine';
import { bind, evaluate, evaluateParams } from '../evaluate.ts';
import { excerpt } from '../excerpt.ts';
import type { About, ModelRequest } from '../request.ts';
import type { Unit } from '../unit.ts';
import { type Effect, effectOf } from './effect.ts';
import type { Identity, ModelFact } from './facts.ts';
import { aboutRule, passesGates } from './gates.ts';
import type { ModelExpertRule } from './rules.ts';
import { requestFor, type World } from './world.ts';

export interface ModelMatch extends Effect {
  /** Key of the fact of a `per_fact` rule, else empty. */
  readonly instance: string;
  /** That fact, for which a group is decided; `null` for the rule as a whole. */
  readonly fact: Identity | null;
  /** What has led to it, up to its condition. */
  readonly steps: readonly ArbitraceStep[];
}

export interface Evaluation {
  readonly matches: readonly ModelMatch[];
  /** By instance. */
  readonly traps: ReadonlyMap<string, Trap>;
  /** Of a rule that is not `per_fact`, whether it matched or not. */
  readonly steps: readonly ArbitraceStep[];
}

/** Whose trap is that of the gates; no fact has such a key. */
const GATES = '\0gates';

export function evaluateRule(world: World, rule: ModelExpertRule): Evaluation {
  const about = aboutRule(rule);
  const gates = passesGates(world, rule, about);
  if (!gates.passes) {
    const failed = gates.trap === null ? [] : ([[GATES, gates.trap]] as const);
    return { matches: [], traps: new Map(failed), steps: about.steps };
  }
  const traps = new Map<string, Trap>();
  if (!rule.declaration.perFact) {
    const match = matchInstance(world, rule, { fact: null, about, traps });
    return { matches: match === null ? [] : [match], traps, steps: about.steps };
  }
  const [first] = rule.reads.factTypes;
  const facts = first === undefined ? [] : world.memory.facts(first, rule.name);
  const matches = facts.flatMap((fact) => {
    const own = { ...about, steps: [...about.steps] };
    return matchInstance(world, rule, { fact, about: own, traps }) ?? [];
  });
  return { matches, traps, steps: about.steps };
}

interface Place {
  readonly fact: ModelFact | null;
  readonly about: About;
  readonly traps: Map<string, Trap>;
}

function matchInstance(
  world: World,
  rule: ModelExpertRule,
  { fact, about, traps }: Place,
): ModelMatch | null {
  const request = requestFor(world, rule, fact);
  const unit = request.unit(rule.module);
  const instance = fact?.key ?? '';
  const name = rule.name;
  const { then } = rule.declaration;
  const held = blockHolds(rule, unit);
  const effected = held && unit.notes.trap === null ? paramsOf(then, unit) : null;
  const { trap, trapSpan } = unit.notes;
  if (trap !== null) {
    const span = trapSpan === null ? null : world.program.place(trapSpan);
    traps.set(instance, { ...trap, rule: name, span });
    return null;
  }
  recordCondition(rule, { held, request, unit }, about);
  if (effected === null) return null;
  const result = effectOf(rule, effected, world.keyBytesMax);
  if (result.kind === 'trap') {
    const span = world.program.place(rule.declaration.span);
    traps.set(instance, { ...result.trap, rule: name, span });
    return null;
  }
  const identity = fact === null ? null : { type: fact.type, key: fact.key };
  return { ...result.effect, instance, fact: identity, steps: about.steps };
}

function blockHolds({ declaration }: ModelExpertRule, unit: Unit): boolean {
  const block = declaration.when?.block ?? null;
  if (block === null) return true;
  bind(block.lets, unit);
  return block.condition === null || evaluate(block.condition, unit) === true;
}

function paramsOf({ lets, params, set }: ModelExpertRule['declaration']['then'], unit: Unit) {
  bind(lets, unit);
  return { params: evaluateParams(params, unit), set: evaluateParams(set ?? [], unit) };
}

/** Divisions by zero count those of the params too. */
function recordCondition(
  { declaration }: ModelExpertRule,
  { held, request, unit }: { readonly held: boolean; readonly request: ModelRequest; readonly unit: Unit },
  about: About,
): void {
  const block = declaration.when?.block ?? null;
  if (block === null || (block.condition === null && block.lets.length === 0)) return;
  const { zeroDivisions } = unit.notes;
  const note = zeroDivisions === 0 ? '' : ` (${zeroDivisions} divisions by zero gave null)`;
  const detail = `${excerpt(block.span)} -> ${held}${note}`;
  request.step(about, { check: 'condition', phase: 'match', kind: 'condition', detail, passes: held });
}
