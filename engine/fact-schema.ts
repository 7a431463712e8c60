/**
 * Fact and outcome schemas at run time: untrusted fields in, normalised values or a reason out. The shape is
 * checked by a compiled fastest-validator schema and converted by `convert.ts`.
 * A type without a declaration takes any JSON.
 */
import { bareRecord } from './bare.ts';
import type { CompiledField, CompiledSchema } from '#lang/bytecode/program.js';
import { typeName } from '#lang/types.js';
import { convert } from './convert.ts';
import { valueFromJson } from './json.ts';
import { type ValidationError, type ValidationSchema, Validator } from './validator.ts';
import type { Value, ValueRecord } from './value.ts';

export type Normalised =
  | { readonly kind: 'valid'; readonly fields: ValueRecord }
  | { readonly kind: 'invalid'; readonly reason: string };

type Raw = Readonly<Record<string, unknown>>;

/** Normalises the fields of one fact or outcome type. `key` is the identity, not a field: it is dropped when given. */
export type Normaliser = (fields: Raw) => Normalised;

const MISMATCH = 'mismatch';

/** What a declared type asks of fields. */
export interface Schema {
  readonly normalise: Normaliser;
  /** Whether fields that are values already are of the type as they stand; false where it takes `normalise` to tell. */
  accepts(fields: ValueRecord): boolean;
}

/** By name of the type. */
export function compileSchemas(schemas: readonly CompiledSchema[]): ReadonlyMap<string, Schema> {
  return new Map(
    schemas.map(({ name, fields }) => [
      name,
      { normalise: compileNormaliser(fields), accepts: acceptorOf(fields) },
    ]),
  );
}

/** Kinds of values that are what they are declared as without a conversion. */
const PLAIN: ReadonlyMap<string, string> = new Map([
  ['string', 'string'],
  ['boolean', 'boolean'],
  ['number', 'number'],
]);

function acceptorOf(declared: readonly CompiledField[]): Schema['accepts'] {
  const kinds = declared
    .filter(({ name }) => name !== 'key')
    .map(({ name, optional, type }) => ({ name, optional, kind: PLAIN.get(type.kind) ?? '' }));
  return (fields) => {
    let given = 0;
    for (const name in fields) if (name !== 'key') given += 1;
    for (const { name, optional, kind } of kinds) {
      const value = fields[name];
      if (value !== undefined) given -= 1;
      if (value === undefined || value === null) {
        if (!optional) return false;
      } else if (typeof value !== kind || Number.isNaN(value)) return false;
    }
    return given === 0;
  };
}

/** For types without a declaration: any JSON object. */
export const normaliseUntyped: Normaliser = (fields) => {
  const record = bareRecord<Value>();
  for (const [name, raw] of Object.entries(fields)) {
    const value = valueFromJson(raw);
    if (value === undefined) return invalid(`field \`${name}\` is not JSON or nests too deeply`);
    if (name !== 'key') record[name] = value;
  }
  return { kind: 'valid', fields: record };
};

function compileNormaliser(fields: readonly CompiledField[]): Normaliser {
  const validator = new Validator({
    messages: { [MISMATCH]: MISMATCH },
    haltOnFirstError: true,
    useNewCustomCheckerFunction: true,
  });
  const shape: ValidationSchema = { $$strict: true };
  for (const field of fields) if (field.name !== 'key') shape[field.name] = fieldRule(field);
  const check = validator.compile(shape);
  return (raw) => {
    const { key: _identity, ...given } = raw;
    const verdict = check(given);
    if (Array.isArray(verdict)) return invalid(reasonOf(verdict[0], fields, given));
    const record = bareRecord<Value>();
    for (const { name, type } of fields) {
      if (Object.hasOwn(given, name)) record[name] = convert(type, given[name]) ?? null;
    }
    return { kind: 'valid', fields: record };
  };
}

/** Plain types use the library's own rules; those that convert use `custom`. */
function fieldRule({ name, optional, type }: CompiledField) {
  if (type.kind === 'string') return { type: 'string', optional };
  if (type.kind === 'boolean') return { type: 'boolean', optional };
  if (type.kind === 'number' && type.dimension === null) return { type: 'number', optional };
  const check = (value: unknown, errors: ValidationError[]): unknown => {
    if (convert(type, value) === undefined) {
      errors.push({ type: MISMATCH, field: name, actual: value, expected: '', message: MISMATCH });
    }
    return value;
  };
  return { type: 'custom', optional, check };
}

function reasonOf(error: ValidationError | undefined, fields: readonly CompiledField[], given: Raw): string {
  if (error === undefined) return 'the fields do not fit the schema';
  if (error.type === 'objectStrict') {
    const unknown = Object.keys(given).find((name) => !fields.some((field) => field.name === name));
    return `unknown field \`${unknown ?? ''}\``;
  }
  if (error.type === 'required') return `missing required field \`${error.field}\``;
  const field = fields.find((candidate) => candidate.name === error.field);
  const expected = field === undefined ? 'another type' : typeName(field.type);
  return `field \`${error.field}\` expects ${expected}, got ${describe(given[error.field])}`;
}

function describe(raw: unknown): string {
  if (raw === null) return 'null';
  if (Array.isArray(raw)) return 'list';
  if (typeof raw === 'object' && 'unit' in raw) return `a quantity in \`${String(raw.unit)}\``;
  return typeof raw === 'string' ? `\`${raw.slice(0, 40)}\`` : typeof raw;
}

function invalid(reason: string): Normalised {
  return { kind: 'invalid', reason };
}
