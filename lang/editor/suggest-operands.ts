/** What may stand as a value: variables, columns, paths, consts, functions; behind a dot the members of what is before it. */
import type { RecordField, Type } from '../types.ts';
import { fullType } from './describe.ts';
import { isComparison } from './expecting.ts';
import { membersOf } from './members.ts';
import { summaryOf } from './summary.ts';
import type { CompletionKind, Suggestion } from './suggestion.ts';
import {
  columnsAt,
  declaredFields,
  localsAt,
  pathBefore,
  payloadFields,
  type Sight,
  typeOfPath,
} from './visible.ts';
import { AGGREGATES, FUNCTIONS, OPERANDS, type Words } from './vocabulary.ts';

export function suggestOperands(sight: Sight): readonly Suggestion[] {
  const { cursor } = sight;
  if (cursor.within === 'string') return values(sight);
  if (cursor.qualifier.length > 0) return members(sight);
  const { checking } = sight.unit.check;
  const outcome = handledFields(sight);
  const locals = [...localsAt(sight)].map(
    ([label, type]): Suggestion => ({ label, kind: 'local', detail: shown(type) }),
  );
  const context = outcome ?? suggestContext(sight);
  return [
    ...values(sight),
    ...locals,
    ...fieldSuggestions('column', columnsAt(sight)),
    ...context,
    ...consts(sight),
    ...[...checking.names.imports.keys()].map(
      (label): Suggestion => ({ label, kind: 'namespace', detail: 'namespace' }),
    ),
    ...wordsAs('function', { ...FUNCTIONS, ...AGGREGATES }),
    ...wordsAs('keyword', OPERANDS),
  ];
}

/** What is declared of the context. */
export function suggestContext({ unit }: Sight): readonly Suggestion[] {
  return fieldSuggestions('path', [...unit.check.checking.shape.fields.values()]);
}

/** The type of what the value at the cursor is compared with or given to. */
export function typeAcross(sight: Sight): Type | undefined {
  const { cursor } = sight;
  const frame = cursor.frames.at(-1);
  const tokens = frame?.tokens ?? [];
  const count = tokens.at(-1)?.kind === 'number' ? tokens.length - 1 : tokens.length;
  const last = tokens[count - 1];
  if (last?.text === ':' && frame?.payload != null) {
    const field = tokens[count - 2]?.text;
    return payloadFields(frame.payload, sight).find(({ name }) => name === field)?.type;
  }
  const isOrder = ['>', '>=', '<', '<='].includes(last?.text ?? '');
  if (!isOrder && !isComparison(last?.text)) return undefined;
  const path = pathBefore(tokens.slice(0, count - 1));
  const [head = ''] = path;
  const named = [...columnsAt(sight), ...(handledFields(sight) === undefined ? [] : handled(sight))];
  const field = path.length === 1 ? named.find(({ name }) => name === head) : undefined;
  return field?.type ?? typeOfPath(path, { ...sight, locals: localsAt(sight) });
}

/** Those of an enum. */
function values(sight: Sight): readonly Suggestion[] {
  const type = typeAcross(sight);
  if (type?.kind !== 'enum') return [];
  const isInside = sight.cursor.within === 'string';
  return type.values.map((value) => ({
    label: `"${value}"`,
    kind: 'value',
    detail: fullType(type),
    text: isInside ? value : `"${value}"`,
  }));
}

function members(sight: Sight): readonly Suggestion[] {
  const { cursor, unit } = sight;
  const { names } = unit.check.checking;
  const [head = '', second = ''] = cursor.qualifier;
  if (head === 'facts') return cursor.qualifier.length === 1 ? facts(sight) : factsOf(second, sight);
  if (head === 'on' && cursor.before.some(({ text }) => text === 'join')) return joinedFields(sight);
  const outcome =
    handledFields(sight) === undefined ? undefined : handled(sight).find(({ name }) => name === head);
  const type = outcome?.type ?? typeOfPath(cursor.qualifier, { ...sight, locals: localsAt(sight) });
  const kind = localsAt(sight).has(head) ? 'field' : 'path';
  const found = fieldSuggestions(kind, membersOf(type, unit.check.checking));
  if (cursor.qualifier.length > 1 || localsAt(sight).has(head)) return found;
  const consts = [...(names.imports.get(head)?.own('const') ?? [])].map(
    ([label, declaration]): Suggestion => ({ label, kind: 'const', detail: summaryOf(declaration)[0] ?? '' }),
  );
  return [...consts, ...found];
}

/** Of all fact types, those of other modules with their namespaces. */
function facts({ unit }: Sight): readonly Suggestion[] {
  return unit.check.checking.names.of('fact').map((label) => ({ label, kind: 'fact', detail: 'fact' }));
}

function factsOf(namespace: string, { unit }: Sight): readonly Suggestion[] {
  const module = unit.check.checking.names.imports.get(namespace);
  return [...(module?.own('fact').keys() ?? [])].map((label) => ({ label, kind: 'fact', detail: 'fact' }));
}

/** `on .field`: what both facts have. */
function joinedFields(sight: Sight): readonly Suggestion[] {
  const types = [...localsAt(sight).values()].filter(({ kind }) => kind === 'fact' || kind === 'record');
  const [first = [], ...others] = types.map((type) => membersOf(type, sight.unit.check.checking));
  const common = first.filter(({ name }) =>
    others.every((other) => other.some((each) => each.name === name)),
  );
  return fieldSuggestions('field', common);
}

/** All but the one that is being written. */
function consts({ unit, cursor }: Sight): readonly Suggestion[] {
  const { names } = unit.check.checking;
  const self = cursor.before[0]?.text === 'const' ? cursor.before[1]?.text : undefined;
  const others = names.of('const').filter((label) => label !== self);
  return others.map((label) => {
    const found = names.find('const', label)?.declaration;
    return { label, kind: 'const', detail: found === undefined ? '' : (summaryOf(found)[0] ?? '') };
  });
}

/** In the filter of a handler the fields of the outcome are what there is, and not the context. */
function handledFields(sight: Sight): readonly Suggestion[] | undefined {
  const { cursor } = sight;
  if (cursor.before[0]?.text !== 'arbiter' || handledName(sight) === undefined) return undefined;
  const text = { detail: 'string', kind: 'path' } as const;
  return [
    ...fieldSuggestions('field', handled(sight)),
    { label: 'name', ...text },
    { label: 'rule', ...text },
  ];
}

function handled(sight: Sight): readonly RecordField[] {
  const name = handledName(sight);
  return name === undefined ? [] : declaredFields('outcome', name, sight);
}

function handledName({ cursor }: Sight): string | undefined {
  const tokens = cursor.frames[1]?.tokens ?? [];
  const on = tokens.findLastIndex(({ text }) => text === 'on');
  if (on === -1 || !tokens.slice(on).some(({ text }) => text === 'where')) return undefined;
  const name =
    tokens[on + 2]?.text === '.' ? `${tokens[on + 1]?.text}.${tokens[on + 3]?.text}` : tokens[on + 1]?.text;
  return name;
}

function fieldSuggestions(kind: CompletionKind, fields: readonly RecordField[]): readonly Suggestion[] {
  return fields.map(({ name, type }) => ({ label: name, kind, detail: shown(type) }));
}

function wordsAs(kind: CompletionKind, found: Words): readonly Suggestion[] {
  return Object.entries(found).map(([label, detail]) => ({ label, kind, detail }));
}

function shown(type: Type): string {
  return type.kind === 'unknown' ? '' : fullType(type);
}
