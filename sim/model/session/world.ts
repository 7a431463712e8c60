/** What the rules of one round are evaluated against, and what each of them sees of it. */
import type { Overrides, Trap } from '#engine';
import { ModelRequest, type ModelProgram } from '../request.ts';
import type { Surroundings } from '../unit.ts';
import type { ModelRecord } from '../value.ts';
import { type ModelFact, readable } from './facts.ts';
import type { ModelMemory } from './memory.ts';
import { ModelReads } from './reads.ts';
import type { ModelExpertRule } from './rules.ts';

/** What a segment came to, and why it failed if it did. */
export interface AskedSegment {
  readonly held: boolean;
  readonly trap: Omit<Trap, 'rule'> | null;
}

export interface World {
  readonly program: ModelProgram;
  readonly memory: ModelMemory;
  readonly envelope: ModelRecord;
  readonly overrides: Overrides;
  readonly bundleName: string;
  readonly keyBytesMax: number;
  readonly nowSeconds: number;
  readonly round: number;
  /** Of the segments that were asked for in this round by those who see all that is visible. */
  readonly segments: Map<string, AskedSegment>;
  /** Whether a rule has matched when it ran last. */
  isMet(rule: string): boolean;
}

/** Gates and units of one rule: the memory without its own retractions and overlays, and of `fact`'s type that alone. */
export function requestFor(world: World, rule: ModelExpertRule, fact: ModelFact | null): ModelRequest {
  const { program, memory, envelope, overrides, bundleName, nowSeconds, round } = world;
  const seen = new Map<string, readonly ModelRecord[]>();
  const surroundings: Surroundings = {
    checked: program.checked,
    forced: new Map(),
    context: envelope,
    nowSeconds,
    round,
    facts: (type) => {
      const known = seen.get(type);
      if (known !== undefined) return known;
      const facts = fact?.type === type ? [fact] : memory.facts(type, rule.name);
      const read = facts.map((each) => readable(each, nowSeconds));
      seen.set(type, read);
      return read;
    },
  };
  return new ModelRequest(program, surroundings, { nowSeconds, overrides, bundleName });
}

/** Whether what the rule sees of the facts that its segment reads is what everybody sees. */
export function sharesSegment(world: World, { declaration, module, target }: ModelExpertRule): boolean {
  const segment = declaration.when?.segment ?? null;
  const found = segment === null ? undefined : module.references.get(segment);
  if (found?.declaration.kind !== 'segment') return true;
  const reads = new ModelReads(world.program.checked);
  reads.add(found.declaration.condition, world.program.checked.get(found.module.path) ?? module);
  const { effect } = declaration.then;
  return (effect !== 'retract' && effect !== 'modify') || !reads.factTypes.includes(target);
}
