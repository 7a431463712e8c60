/** Declarations of shapes and tables to their compiled form. */
import type { FactDeclaration, OutcomeDeclaration, TableDeclaration } from '../ast/nodes.ts';
import type { CompiledField, CompiledSchema, CompiledTable } from '../bytecode/program.ts';
import type { CheckedModule } from '../checker/checked.ts';
import { fieldType, recordFields } from '../checker/schema.ts';
import { fold } from './fold.ts';
import type { Assembly } from './lowering.ts';

export function compileSchema(
  { name, fields }: FactDeclaration | OutcomeDeclaration,
  module: CheckedModule,
): CompiledSchema {
  return { name: module.names.qualified(name.text), fields: recordFields(fields) };
}

/** The checker has seen to it that cells are constants, and as many as there are columns. */
export function compileTable(
  { name, columns, rows }: TableDeclaration,
  module: CheckedModule,
  assembly: Assembly,
): CompiledTable {
  return {
    name: module.names.qualified(name.text),
    columns: columns.map(
      ({ name: column, type }): CompiledField => ({
        name: column.text,
        optional: false,
        type: fieldType(type),
      }),
    ),
    rows: rows.map(({ cells }) => cells.map((cell) => fold(cell, { assembly, module }) ?? { kind: 'null' })),
  };
}
