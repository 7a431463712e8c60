/**
 * What is known of names at a cursor: variables by the words that bind them, schemas by name. Where a declaration is broken
 * just now, what it last said counts.
 */
import type { Declaration } from '../ast/nodes.ts';
import { recordFields } from '../checker/schema.ts';
import type { SourceToken } from '../lexer/token.ts';
import { type RecordField, type Type, UNKNOWN } from '../types.ts';
import type { Cursor } from './cursor.ts';
import type { Payload } from './frames.ts';
import { elementType, memberType } from './members.ts';
import type { Unit, Workspace } from './workspace.ts';

/** A place in a unit, with the workspace that knows what its files last declared. */
export interface Sight {
  readonly unit: Unit;
  readonly workspace: Workspace;
  readonly cursor: Cursor;
}

const BINDERS: ReadonlySet<string> = new Set(['any', 'all', 'none', 'bind', 'for', '(']);

/** Variables that the words before the cursor bind, with their types as far as they are plain to see. */
export function localsAt(sight: Sight): ReadonlyMap<string, Type> {
  const locals = new Map<string, Type>();
  const tokens = sight.cursor.before;
  for (const [index, token] of tokens.entries()) {
    const name = tokens[index + 1];
    const then = tokens[index + 2]?.text;
    if (name?.kind !== 'name') continue;
    if (token.text === 'let' && then === '=')
      locals.set(name.text, valueType(tokens, index + 3, { ...sight, locals }));
    else if (BINDERS.has(token.text) && then === 'in')
      locals.set(name.text, elementType(typeOfPath(pathFrom(tokens, index + 3), { ...sight, locals })));
    else if ((token.text === 'join' || token.text === ',') && then === ':' && isJoined(tokens, index))
      locals.set(
        name.text,
        elementType(typeOfPath(['facts', ...pathFrom(tokens, index + 3)], { ...sight, locals })),
      );
  }
  return locals;
}

interface Typing extends Sight {
  readonly locals: ReadonlyMap<string, Type>;
}

/** The type of a path, unknown when nobody says. */
export function typeOfPath(path: readonly string[], { unit, workspace, locals }: Typing): Type {
  const { checking } = unit.check;
  const [head = '', second = '', third] = path;
  const { names } = checking;
  if (head === 'facts') {
    const isQualified = third !== undefined && names.imports.has(second);
    const element = factType(isQualified ? `${second}.${third}` : second, { unit, workspace });
    return path.length === (isQualified ? 3 : 2) ? { kind: 'list', element } : UNKNOWN;
  }
  const local = locals.get(head);
  const constant = names.find('const', path.join('.'))?.declaration;
  if (local === undefined && constant !== undefined) return checking.constTypes.get(constant) ?? UNKNOWN;
  const start = local ?? checking.shape.fields.get(head)?.type ?? UNKNOWN;
  return path.slice(1).reduce((type, field) => memberType(type, field, checking), start);
}

/** The fields that the params of a payload may give. */
export function payloadFields(
  { kind, name }: Payload,
  { unit, workspace }: Omit<Sight, 'cursor'>,
): readonly RecordField[] {
  if (kind === 'flag') return [];
  if (kind === 'table') return tableFields(name, { unit, workspace });
  const fields = declaredFields(kind === 'outcome' ? 'outcome' : 'fact', name, { unit, workspace });
  if (kind === 'key') return fields.filter((field) => field.name === 'key');
  return kind === 'set' ? fields.filter((field) => field.name !== 'key') : fields;
}

/** The columns of the lookups whose conditions the cursor is in. */
export function columnsAt({ cursor, unit, workspace }: Sight): readonly RecordField[] {
  return cursor.frames.flatMap(({ tokens }) => {
    const lookup = tokens.findLastIndex(({ text }) => text === 'lookup');
    const rest = tokens.slice(lookup + 1).map(({ text }) => text);
    const isOpen = lookup !== -1 && rest.includes('where') && !rest.includes('else');
    return isOpen ? tableFields(pathFrom(tokens, lookup + 1).join('.'), { unit, workspace }) : [];
  });
}

/** Of a declared fact or outcome, or of what it was when it could last be read. */
export function declaredFields(
  kind: 'fact' | 'outcome',
  name: string,
  { unit, workspace }: Omit<Sight, 'cursor'>,
): readonly RecordField[] {
  const { names, facts, outcomes } = unit.check.checking;
  const found = names.find(kind, name);
  const schemas = kind === 'fact' ? facts : outcomes;
  const schema = found && schemas.get(found.module.qualified(found.declaration.name.text));
  if (schema !== undefined) return [...schema.fields].map(([field, known]) => ({ name: field, ...known }));
  const last = lastDeclared(kind, name, { unit, workspace });
  const isTyped = last?.kind === 'fact' || last?.kind === 'outcome';
  return isTyped ? recordFields(last.fields) : [];
}

/** The declarations of the module's files as they were when they could last be read. */
export function lastDeclarations({ unit, workspace }: Omit<Sight, 'cursor'>): readonly Declaration[] {
  return unit.check.module.files.flatMap(({ path }) => workspace.good(path));
}

function lastDeclared(kind: string, name: string, sight: Omit<Sight, 'cursor'>): Declaration | undefined {
  return lastDeclarations(sight).find((each) => each.kind === kind && each.name.text === name);
}

/** In the order in which they are written. */
function tableFields(name: string, { unit, workspace }: Omit<Sight, 'cursor'>): readonly RecordField[] {
  const { names, tableSchemas } = unit.check.checking;
  const found = names.find('table', name);
  const schema = found && tableSchemas.get(found.module.qualified(found.declaration.name.text));
  if (schema !== undefined) return [...schema.fields].map(([field, known]) => ({ name: field, ...known }));
  const last = lastDeclared('table', name, { unit, workspace });
  if (last?.kind !== 'table') return [];
  return last.columns.map((column) => ({ name: column.name.text, optional: false, type: UNKNOWN }));
}

function factType(name: string, sight: Omit<Sight, 'cursor'>): Type {
  const found = sight.unit.check.checking.names.find('fact', name);
  if (found !== undefined) return { kind: 'fact', fact: found.module.qualified(found.declaration.name.text) };
  return { kind: 'record', fields: declaredFields('fact', name, sight) };
}

function valueType(tokens: readonly SourceToken[], index: number, typing: Typing): Type {
  if (tokens[index]?.text !== 'lookup') return typeOfPath(pathFrom(tokens, index), typing);
  return { kind: 'record', fields: tableFields(pathFrom(tokens, index + 1).join('.'), typing) };
}

/** `a.b.c` from a token on. */
function pathFrom(tokens: readonly SourceToken[], index: number): readonly string[] {
  const path: string[] = [];
  for (let at = index; tokens[at]?.kind === 'name'; at += 2) {
    path.push(tokens[at]?.text ?? '');
    if (tokens[at + 1]?.text !== '.') break;
  }
  return path;
}

/** `a.b.c` up to the end of the tokens. */
export function pathBefore(tokens: readonly SourceToken[]): readonly string[] {
  const path: string[] = [];
  for (let at = tokens.length - 1; tokens[at]?.kind === 'name'; at -= 2) {
    path.unshift(tokens[at]?.text ?? '');
    if (tokens[at - 1]?.text !== '.') break;
  }
  return path;
}

/** Whether a comma separates the bindings of a join. */
function isJoined(tokens: readonly SourceToken[], index: number): boolean {
  for (let at = index; at >= 0; at -= 1) {
    const text = tokens[at]?.text ?? '';
    if (text === 'join') return true;
    if (tokens[at]?.kind === 'symbol' && !',:.'.includes(text)) return false;
  }
  return false;
}
