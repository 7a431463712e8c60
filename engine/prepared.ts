/**
 * What every evaluation of a program shares, made once per program: rules in running order, compiled schemas, and the
 * machine. Evaluation is synchronous and never nested, so one machine serves all of them in turn.
 */
import type {
  CompiledFlag,
  CompiledSchema,
  CompiledSegment,
  CompiledStrategy,
  Program,
} from '#lang/bytecode/program.js';
import { RuleSet } from './decide/rule-set.ts';
import { compileSchemas, type Normalised, normaliseUntyped } from './fact-schema.ts';
import type { EffectSchemas } from './session/effect.ts';
import { planSession, type SessionPlan } from './session/plan.ts';
import { Machine } from './vm/machine.ts';

export interface Prepared {
  readonly machine: Machine;
  /** Governed rules in the order in which they are decided and reported: by priority, then as in the source. */
  readonly governed: RuleSet;
  readonly strategies: ReadonlyMap<string, CompiledStrategy>;
  readonly flags: ReadonlyMap<string, CompiledFlag>;
  readonly segments: ReadonlyMap<string, CompiledSegment>;
  readonly session: SessionPlan;
  readonly schemas: EffectSchemas;
}

/** Mostly it is the same program again, which is therefore held until another one is asked for. */
class Preparations {
  readonly #known = new WeakMap<Program, Prepared>();
  #program: Program | null = null;
  #prepared: Prepared | null = null;

  of(program: Program): Prepared {
    if (this.#program === program && this.#prepared !== null) return this.#prepared;
    const prepared = this.#known.get(program) ?? prepareAfresh(program);
    this.#known.set(program, prepared);
    this.#program = program;
    this.#prepared = prepared;
    return prepared;
  }
}

const PREPARED = new Preparations();

export function prepare(program: Program): Prepared {
  return PREPARED.of(program);
}

function prepareAfresh(program: Program): Prepared {
  const machine = new Machine(program);
  return {
    machine,
    governed: new RuleSet(program.rules, machine),
    strategies: byName(program.strategies),
    flags: byName(program.flags),
    segments: byName(program.segments),
    session: planSession(program),
    schemas: {
      facts: compileSchemas(program.facts),
      overlays: compileSchemas(modified(program)),
      outcomes: compileSchemas(program.outcomes),
    },
  };
}

function byName<Named extends { readonly name: string }>(all: readonly Named[]): ReadonlyMap<string, Named> {
  return new Map(all.map((each) => [each.name, each]));
}

/** Schemas of the facts that rules modify: any of their fields. */
function modified({ facts, expertRules }: Program): readonly CompiledSchema[] {
  const names = new Set(expertRules.flatMap(({ effect, then }) => (effect === 'modify' ? [then.name] : [])));
  return facts
    .filter(({ name }) => names.has(name))
    .map(({ name, fields }) => ({ name, fields: fields.map((field) => ({ ...field, optional: true })) }));
}

/** Untrusted fields of a fact as the program declares them; any JSON object for a type that it does not. */
export function factFields(
  program: Program,
  type: string,
  fields: Readonly<Record<string, unknown>>,
): Normalised {
  return (prepare(program).schemas.facts.get(type)?.normalise ?? normaliseUntyped)(fields);
}
