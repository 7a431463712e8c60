/**
 * What importers can see of a module, as one canonical text: two checks with the same text are the same to everybody else, so
 * nobody need be checked again. It holds, in source order (suggestions depend on the order), the names of every kind with
 * whether they are well-formed; the schemas of facts, outcomes and tables; the shape of input and features; type and
 * extent of every const. What a rule, segment or arbiter does is nobody else's business and is left out.
 */
import { AGE } from '../checker/dimensions.ts';
import type { DeclaredKind } from '../checker/errors.ts';
import type { ModuleCheck } from '../checker/module.ts';
import { recordFields, type Schema } from '../checker/schema.ts';

/** Imports and includes are not passed on. */
const VISIBLE = [
  'const',
  'segment',
  'input',
  'feature',
  'fact',
  'outcome',
  'table',
  'tag',
  'rule',
  'strategy',
  'flag',
  'expert-rule',
  'arbiter',
  'worker',
] as const satisfies readonly DeclaredKind[];

export function interfaceOf({ checking, exports }: ModuleCheck): string {
  const { names } = checking;
  const declared = VISIBLE.map((kind) =>
    [...names.own(kind)].map(([name, declaration]) =>
      declaration.kind === 'broken' ? { broken: name } : name,
    ),
  );
  const consts = names
    .first('const')
    .map((each) => [exports.constTypes.get(each), exports.constExtents.get(each)]);
  const shape = [
    names.first('input').map(({ fields }) => recordFields(fields)),
    names.first('feature').map(({ fields }) => recordFields(fields)),
  ];
  const schemas = [exports.facts, exports.outcomes, exports.tableSchemas].map(schemasOf);
  return JSON.stringify([declared, consts, shape, schemas], marked);
}

function schemasOf(schemas: ReadonlyMap<string, Schema>): readonly unknown[] {
  return [...schemas].map(([name, { owner, fields }]) => [name, owner, [...fields]]);
}

/** The age of a fact is told from other times by identity, which a text has not. */
function marked(_key: string, value: unknown): unknown {
  return value === AGE ? 'age' : value;
}
