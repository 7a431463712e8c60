/**
 * Operators that can neither fail nor leave a note, whatever their operands are. Order and arithmetic are not among them: amounts of two
 * units are a fault, and a division by zero a note; nor are patterns, which may be none.
 */
import { OP } from '#lang/bytecode/opcodes.js';

export const SILENT: ReadonlySet<number> = new Set([
  OP.MakeList,
  OP.Equal,
  OP.NotEqual,
  OP.IsNull,
  OP.IsNotNull,
  OP.In,
  OP.NotIn,
  OP.Contains,
  OP.NotContains,
  OP.Retains,
  OP.NotRetains,
  OP.SubsetOf,
  OP.SupersetOf,
  OP.VagueContains,
  OP.StartsWith,
  OP.EndsWith,
]);

/** Loads of what is the same wherever the code stands. */
export const CONSTANT_LOADS: ReadonlySet<number> = new Set([
  OP.LoadString,
  OP.LoadNumber,
  OP.LoadBoolean,
  OP.LoadNull,
  OP.LoadConstant,
]);
