/** What an entity is, as markdown: its declaration, or what is known of a value that has none of its own. */
import type { Declaration } from '../ast/nodes.ts';
import { kindOf } from '../checker/names.ts';
import { lineStarts, lineText, lineOf, type Source } from '../source.ts';
import { type Type, typeName } from '../types.ts';
import type { Entity, EntityKind, Occurrence } from './entity.ts';
import { summaryOf } from './summary.ts';
import type { Unit, Workspace } from './workspace.ts';

const TITLES: Readonly<Partial<Record<EntityKind, string>>> = {
  'expert-rule': 'expert rule',
  path: 'context',
  payload: 'payload field',
  group: 'activation group',
};

/** The well-formed declaration of an entity, as it is now or as it last was. */
function declarationOf(
  { kind, owner, name }: Entity,
  { program }: Unit,
  workspace: Workspace,
): Declaration | undefined {
  const module = program.modules.get(owner);
  if (module === undefined) return undefined;
  const own = module.module.declarations.find((each) => declares(each, kind, name));
  if (own !== undefined) return own;
  return module.module.files
    .flatMap(({ path }) => workspace.good(path))
    .find((each) => declares(each, kind, name));
}

export function describe(found: Occurrence, unit: Unit, workspace: Workspace): string {
  const { entity, type } = found;
  const declaration = declarationOf(entity, unit, workspace);
  if (declaration !== undefined) return described(declaration, type);
  const title = TITLES[entity.kind] ?? entity.kind;
  const typed = type === null || type.kind === 'unknown' ? '' : `: ${fullType(type)}`;
  if (entity.kind === 'namespace') {
    const path = unit.check.module.imports.get(entity.name);
    return `namespace \`${entity.name}\` of \`${path ?? 'a module that is not there'}\``;
  }
  if (entity.kind === 'module') return `file \`${entity.name}\``;
  const owner = ownerText(entity);
  return `${title} \`${entity.name}${typed}\`${owner === '' ? '' : ` of ${owner}`}`;
}

/** As authors write it. */
export function fullType(type: Type): string {
  if (type.kind === 'record') {
    const fields = type.fields.map(
      (field) => `${field.name}${field.optional ? '?' : ''}: ${fullType(field.type)}`,
    );
    return `{ ${fields.join(', ')} }`;
  }
  if (type.kind === 'list' && type.element.kind !== 'unknown') return `list<${fullType(type.element)}>`;
  return typeName(type);
}

function described(declaration: Declaration, type: Type | null): string {
  const comment = commentAbove(declaration.span.source, declaration.span.start);
  const typed = type === null || type.kind === 'unknown' ? [] : [`type \`${fullType(type)}\``];
  return [
    ['```arb', ...summaryOf(declaration), '```'].join('\n'),
    ...typed,
    ...(comment === '' ? [] : [comment]),
  ].join('\n\n');
}

function declares(declaration: Declaration, kind: EntityKind, name: string): boolean {
  if (declaration.kind === 'broken' || kindOf(declaration) !== kind) return false;
  return declaration.kind === 'tag'
    ? declaration.names.some(({ text }) => text === name)
    : declaration.name.text === name;
}

function ownerText({ kind, owner }: Entity): string {
  const isShown =
    kind === 'field' || kind === 'column' || kind === 'variant' || kind === 'payload' || kind === 'arm';
  if (isShown) return owner.replace(/^(\S+) (.*)$/, '$1 `$2`');
  return owner === '*' ? 'no declaration' : '';
}

/** The lines of comment that end right above a declaration. */
function commentAbove(source: Source, start: number): string {
  const lines: string[] = [];
  const first = lineOf(source, start);
  if (source.text.slice(lineStarts(source)[first - 1], start).trim() !== '') return '';
  for (let line = first - 1; line > 0; line--) {
    const [, text] = /^\s*(?:#|\/\/)\s?(.*)$/.exec(lineText(source, line)) ?? [];
    if (text === undefined) break;
    lines.unshift(text);
  }
  return lines.join('\n');
}
