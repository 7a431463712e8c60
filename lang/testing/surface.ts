/** What a compiled module shows to its tests: the names of everything that can be expected, with their fields where they are known. */
import type { CompiledField, CompiledSchema, Program } from '../bytecode/program.ts';
import { NUMBER, STRING, TIMESTAMP, type Type, UNKNOWN } from '../types.ts';

/** Fields by name; `null` where anything may stand. */
export type Fields = ReadonlyMap<string, Type> | null;

export interface Choice {
  /** Labels or variants. */
  readonly options: readonly string[];
  readonly fields: Fields;
}

export interface Surface {
  readonly rules: ReadonlySet<string>;
  readonly actions: ReadonlyMap<string, Fields>;
  readonly flags: ReadonlyMap<string, Choice>;
  readonly strategies: ReadonlyMap<string, Choice>;
  readonly facts: ReadonlyMap<string, Fields>;
  readonly outcomes: ReadonlyMap<string, Fields>;
  readonly context: readonly CompiledField[];
  /** `null` when the context is open. */
  readonly paths: readonly string[] | null;
}

/** What every fact has besides its fields. */
const PSEUDO_FIELDS: readonly (readonly [string, Type])[] = [
  ['key', STRING],
  ['type', STRING],
  ['__round', NUMBER],
  ['__asserted_at', TIMESTAMP],
  ['__age_seconds', UNKNOWN],
];

export function surfaceOf(program: Program): Surface {
  const outcomes = schemas(program.outcomes);
  const asserted = program.expertRules.filter(({ effect }) => effect !== 'emit').map(({ then }) => then.name);
  const emitted = program.expertRules.filter(({ effect }) => effect === 'emit').map(({ then }) => then.name);
  const read = program.expertRules.flatMap(({ factTypes }) => factTypes);
  return {
    rules: new Set(program.rules.map(({ name }) => name)),
    actions: actionsOf(program),
    flags: flagsOf(program),
    strategies: strategiesOf(program, outcomes),
    facts: new Map([...untyped([...asserted, ...read]), ...schemas(program.facts, PSEUDO_FIELDS)]),
    outcomes: new Map([...untyped(emitted), ...outcomes]),
    context: program.context,
    paths: program.isContextClosed ? pathsOf(program.context, '') : null,
  };
}

function schemas(
  declared: readonly CompiledSchema[],
  others: readonly (readonly [string, Type])[] = [],
): ReadonlyMap<string, Fields> {
  return new Map(
    declared.map(({ name, fields }) => [
      name,
      new Map([...fields.map((field): [string, Type] => [field.name, field.type]), ...others]),
    ]),
  );
}

function untyped(names: readonly string[]): readonly (readonly [string, Fields])[] {
  return names.map((name) => [name, null]);
}

/** The params of all rules that lead to an action; their types are not kept. */
function actionsOf({ rules }: Program): ReadonlyMap<string, Fields> {
  const actions = new Map<string, Map<string, Type>>();
  for (const action of rules.flatMap(({ then, otherwise }) =>
    otherwise === null ? [then] : [then, otherwise],
  )) {
    const fields = actions.get(action.name) ?? new Map<string, Type>();
    for (const { name } of action.params) fields.set(name, UNKNOWN);
    actions.set(action.name, fields);
  }
  return actions;
}

function flagsOf({ flags }: Program): ReadonlyMap<string, Choice> {
  return new Map(
    flags.map(({ name, type, default: byDefault, defaults, variants, rules }) => {
      const served = rules.flatMap(({ serves }) =>
        serves.kind === 'variant' ? [serves.variant] : serves.weights.map(({ variant }) => variant),
      );
      const both = type === 'boolean' ? ['true', 'false'] : [];
      const options = [
        ...new Set([byDefault, ...variants.map((variant) => variant.name), ...served, ...both]),
      ];
      const params = [...defaults, ...variants.flatMap((variant) => variant.params)];
      return [name, { options, fields: new Map(params.map((param) => [param.name, UNKNOWN])) }];
    }),
  );
}

function strategiesOf(
  { strategies }: Program,
  outcomes: ReadonlyMap<string, Fields>,
): ReadonlyMap<string, Choice> {
  return new Map(
    strategies.map(({ name, returns, arms }) => [
      name,
      { options: arms.map(({ label }) => label), fields: outcomes.get(returns) ?? null },
    ]),
  );
}

function pathsOf(
  fields: readonly { readonly name: string; readonly type: Type }[],
  prefix: string,
): string[] {
  return fields.flatMap(({ name, type }) => {
    const path = `${prefix}${name}`;
    return type.kind === 'record' ? [path, ...pathsOf(type.fields, `${path}.`)] : [path];
  });
}

/** The declared type at a path; `undefined` where nothing is declared. */
export function typeAt(
  fields: readonly { readonly name: string; readonly type: Type }[],
  path: string,
): Type | undefined {
  const [first = '', ...rest] = path.split('.');
  const type = fields.find(({ name }) => name === first)?.type;
  if (rest.length === 0 || type === undefined) return type;
  return type.kind === 'record' ? typeAt(type.fields, rest.join('.')) : undefined;
}
