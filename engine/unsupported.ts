/**
 * What a program may say and this engine does not do yet. Running such a program would decide otherwise than it reads, so
 * whoever starts one asks here first and refuses, by name. The list only gets shorter.
 */
import { instructionsOf } from '#lang/bytecode/instruction.js';
import { OP } from '#lang/bytecode/opcodes.js';
import { type Unit, unitsOf } from '#lang/bytecode/units.js';
import type { CompiledArbiter, Program } from '#lang/bytecode/program.js';

/** What would have to come back to an arbiter. Other handlers are the host's: it says which it has. */
const RETURNING: ReadonlySet<string> = new Set(['chain', 'worker']);

/** One line for each part of the program that would not be executed; empty when all of it would. */
export function unsupported(program: Program): readonly string[] {
  return [
    ...program.arbiters.flatMap(ofArbiter),
    ...program.workers.map(({ name }) => `worker \`${name}\``),
    ...ofSecrets(program),
  ];
}

/** As `unsupported`, for a session without a runtime around it: no arbiter, no worker. */
export function unsupportedBySessions(program: Program): readonly string[] {
  return ofSecrets(program);
}

function ofArbiter(arbiter: CompiledArbiter): readonly string[] {
  const { externalStreams, sources, schedules, durability, handlers } = arbiter;
  const clauses = [
    ...externalStreams.map((target) => `\`stream ${target}\``),
    ...sources.map((target) => `\`source ${target}\``),
    ...schedules.flatMap(({ source }) => (source === '' ? [] : [`\`source ${source}\``])),
    ...(durability === 'synced' ? [] : [`\`durability ${durability}\``]),
    ...handlers.filter(({ kind }) => RETURNING.has(kind)).map(({ kind }) => `handler \`${kind}\``),
  ];
  return clauses.map((clause) => `arbiter \`${arbiter.name}\` has ${clause}`);
}

/** What sessions record and replay must not depend on what a resolver says; decisions without a session may ask it. */
function ofSecrets(program: Program): readonly string[] {
  const units = unitsOf(program).filter((unit) => readsSecret(program, unit) && isOfSession(program, unit));
  return [...new Set(units.map(({ owner, name }) => `${owner} \`${name}\` reads \`secret(…)\``))];
}

function isOfSession({ expertRules }: Program, { owner, name }: Unit): boolean {
  if (owner === 'segment') return expertRules.some(({ when }) => when.segment === name);
  return owner === 'expert rule' || owner === 'arbiter';
}

function readsSecret({ code }: Program, { range }: Unit): boolean {
  for (const { opcode } of instructionsOf(code, range)) if (opcode.code === OP.LoadSecret) return true;
  return false;
}
