/**
 * What every session of a program shares, made once per program: rules in running order, compiled schemas, and the
 * machine. Evaluation is synchronous and never nested, so one machine serves all of them in turn.
 */
import type { CompiledExpertRule, Program } from '#lang/bytecode/program.js';
import { runningOrder } from './agenda/order.ts';
import { compileNormalisers, type Normaliser } from './fact-schema.ts';
import { Machine } from './vm/machine.ts';

export interface Prepared {
  readonly machine: Machine;
  readonly rules: readonly CompiledExpertRule[];
  readonly factNormalisers: ReadonlyMap<string, Normaliser>;
  readonly outcomeNormalisers: ReadonlyMap<string, Normaliser>;
}

const PREPARED = new WeakMap<Program, Prepared>();

export function prepare(program: Program): Prepared {
  const known = PREPARED.get(program);
  if (known !== undefined) return known;
  const prepared: Prepared = {
    machine: new Machine(program),
    rules: runningOrder(program.expertRules),
    factNormalisers: compileNormalisers(program.facts),
    outcomeNormalisers: compileNormalisers(program.outcomes),
  };
  PREPARED.set(program, prepared);
  return prepared;
}
