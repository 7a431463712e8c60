/** `rules A, B` and `rules tag "x"`: the program as one arbiter runs it. */
import type { CompiledArbiter, Program } from '#lang/bytecode/program.js';

/** By program and name of the arbiter, because what is prepared belongs to a program. */
const SCOPED = new WeakMap<Program, Map<string, Program>>();

/**
 * The program with the expert rules of the arbiter alone; the program itself where the arbiter runs all of them. The same object each
 * time.
 */
export function scopeOf(program: Program, { name, rules }: CompiledArbiter): Program {
  if (rules === null) return program;
  const ofProgram = SCOPED.get(program) ?? new Map<string, Program>();
  SCOPED.set(program, ofProgram);
  const known = ofProgram.get(name);
  if (known !== undefined) return known;
  const own = new Set(rules);
  const expertRules = program.expertRules.filter((rule) => own.has(rule.name));
  const scoped = { ...program, expertRules };
  ofProgram.set(name, scoped);
  return scoped;
}
