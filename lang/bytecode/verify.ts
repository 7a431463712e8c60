/**
 * What a program must satisfy before anything runs it. The machine has no checks of its own, so this is where a
 * hostile or damaged bundle stops: a verified program cannot read outside of its pools, locals or stack, cannot
 * jump out of its units, and every unit ends, because the only jumps back go to the `IterNext` of the innermost open
 * loop, which takes one more element of a list each time.
 *
 * The checks cost time linear in the program: units lie end to end, so no word is verified twice.
 */
import { LOCALS_MAX } from './opcodes.ts';
import type { Program } from './program.ts';
import { firstFailure, type VerifyFailure } from './verify-parts.ts';
import { titleOf, type Unit, unitsOf } from './units.ts';
import { CodeVerifier } from './verify-code.ts';
import { verifyReads } from './verify-reads.ts';
import { verifyTables } from './verify-tables.ts';

export type { VerifyFailure } from './verify-parts.ts';

/** The first thing that is wrong, or `null`. */
export function verifyProgram(program: Program): VerifyFailure | null {
  return verifyTables(program) ?? verifyUnits(program) ?? verifyReads(program);
}

function verifyUnits(program: Program): VerifyFailure | null {
  const verifier = new CodeVerifier(program);
  let end = 0;
  const failure = firstFailure(unitsOf(program), (unit) => {
    const found = verifyPlace(unit, end, program.code.length) ?? verifyLocals(unit);
    end = unit.range.start + unit.range.length;
    return found ?? verifier.verify(unit);
  });
  if (failure !== null) return failure;
  if (end === program.code.length) return null;
  return { code: 'bundle/misplaced-unit', message: 'code follows the last unit', pc: end };
}

function verifyPlace(unit: Unit, expected: number, codeLength: number): VerifyFailure | null {
  const { start, length } = unit.range;
  if (start === expected && length > 0 && start + length <= codeLength) return null;
  return {
    code: 'bundle/misplaced-unit',
    message: `${titleOf(unit)} does not begin where the unit before it ends`,
    pc: start,
  };
}

function verifyLocals(unit: Unit): VerifyFailure | null {
  if (Number.isInteger(unit.locals) && unit.locals >= 0 && unit.locals <= LOCALS_MAX) return null;
  return {
    code: 'bundle/too-many-locals',
    message: `${titleOf(unit)} has ${unit.locals} locals of at most ${LOCALS_MAX}`,
  };
}
