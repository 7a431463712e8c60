/**
 * Another name for what stands at a place, in all files. Whether the name is free is not argued from rules of scope: the edits are
 * made in a copy of the workspace, and refused unless the same places mean the same thing there, and nothing else has come
 * to be wrong or right.
 */
import type { ImportDeclaration } from '../ast/nodes.ts';
import { RESERVED } from '../parser/name.ts';
import type { Span } from '../span.ts';
import { applyEdits, applyTo, replace, shifted, type TextEdit } from './edits.ts';
import { type EntityKind, type Occurrence, UNDECLARED } from './entity.ts';
import { references } from './navigate.ts';
import { occurrenceAt } from './occurrences.ts';
import type { Workspace } from './workspace.ts';

export type Rename =
  | { readonly kind: 'edits'; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'refused'; readonly reason: string };

export interface Place {
  readonly path: string;
  readonly offset: number;
}

/** Kinds whose names are between quotes. */
const QUOTED: ReadonlySet<EntityKind> = new Set(['tag', 'variant']);
/** Kinds that mean the same wherever they are used, declared or not. */
const FREE: ReadonlySet<EntityKind> = new Set(['outcome', 'fact', 'group']);
const WORDS: ReadonlySet<string> = new Set([...RESERVED, 'true', 'false', 'null']);

/** The name that would be changed, or `undefined` where there is none. */
export function renamed(workspace: Workspace, { path, offset }: Place): Span | undefined {
  const unit = workspace.unit(path);
  const found = unit === undefined ? undefined : occurrenceAt(unit, offset);
  if (found === undefined) return undefined;
  return refusal(found, references(workspace, path, offset)) === undefined ? found.span : undefined;
}

export function rename(workspace: Workspace, place: Place, name: string): Rename {
  const { path, offset } = place;
  const unit = workspace.unit(path);
  const found = unit === undefined ? undefined : occurrenceAt(unit, offset);
  if (found === undefined) return refused('there is no name here');
  const places = references(workspace, path, offset);
  const reason = refusal(found, places) ?? illegal(found.entity.kind, name);
  if (reason !== undefined) return refused(reason);
  const hidden = unreadable(found, workspace);
  if (hidden !== undefined) return refused(`\`${hidden}\` has mistakes near a use of it`);
  if (name === found.entity.name.split('.').at(-1)) return { kind: 'edits', edits: [] };
  const edits = places.map((each) => editOf(each, name, workspace));
  return isFaithful(workspace, { found, places, edits })
    ? { kind: 'edits', edits }
    : refused(`\`${name}\` would mean something else here`);
}

function refusal({ entity, span }: Occurrence, places: readonly Occurrence[]): string | undefined {
  if (entity.kind === 'module') return 'a file is renamed where it is stored';
  const isDeclared = places.some(({ isDeclaration }) => isDeclaration);
  if (!isDeclared && !(FREE.has(entity.kind) && (entity.kind === 'group' || entity.owner === UNDECLARED)))
    return `nothing in the project declares \`${span.source.text.slice(span.start, span.end)}\``;
  const isBare = entity.kind === 'variant' && places.some((each) => !isQuoted(each.span));
  return isBare ? 'a variant that is written without quotes is a value' : undefined;
}

function illegal(kind: EntityKind, name: string): string | undefined {
  if (QUOTED.has(kind))
    return /^[^"\\,.\s](?:[^"\\,.\n\r]*[^"\\,.\s])?$/.test(name)
      ? undefined
      : `"${name}" cannot be written as one`;
  if (!/^[A-Za-z_]\w*$/.test(name)) return `\`${name}\` is no name`;
  return WORDS.has(name) ? `\`${name}\` is a word of the language` : undefined;
}

/** A namespace that has its name from the path gets an alias, and loses it when it would only repeat the path. */
function editOf({ entity, span, isDeclaration }: Occurrence, name: string, workspace: Workspace): TextEdit {
  const imported = isDeclaration && entity.kind === 'namespace' ? importAt(span, workspace) : undefined;
  if (imported === undefined) return replace(span, name);
  const { path, alias } = imported;
  const end = path.span.end;
  if (alias === null) return { path: span.source.name, start: end, end, text: ` as ${name}` };
  const isNatural = path.value.split('/').at(-1) === name;
  return isNatural
    ? { path: span.source.name, start: end, end: alias.span.end, text: '' }
    : replace(span, name);
}

function importAt({ source, start }: Span, workspace: Workspace): ImportDeclaration | undefined {
  return workspace.files
    .get(source.name)
    ?.declarations.find(
      (each): each is ImportDeclaration =>
        each.kind === 'import' && each.span.start <= start && start < each.span.end,
    );
}

/** A file in which the name may stand where nothing could be parsed. */
function unreadable({ span }: Occurrence, workspace: Workspace): string | undefined {
  const word = new RegExp(`\\b${span.source.text.slice(span.start, span.end).replace(/\W/g, '\\$&')}\\b`);
  for (const [path, { source, declarations, findings }] of workspace.files) {
    if (!findings.some(({ severity }) => severity === 'error')) continue;
    const good = declarations.filter(({ kind }) => kind !== 'broken');
    const rest = applyTo(
      source.text,
      good.map((each) => replace(each.span, ' ')),
    );
    if (word.test(rest)) return path;
  }
  return undefined;
}

interface Change {
  readonly found: Occurrence;
  readonly places: readonly Occurrence[];
  readonly edits: readonly TextEdit[];
}

/** The same places are found again, and the files have the findings they had. */
function isFaithful(workspace: Workspace, { found, places, edits }: Change): boolean {
  const after = workspace.fork(applyEdits(workspace, edits));
  if (codesOf(after) !== codesOf(workspace)) return false;
  const uses = places.filter((each) => entityKind(each) !== 'namespace' || !each.isDeclaration);
  const [first = found] = uses;
  const moved = (each: Occurrence): string => {
    const { source, start } = each.span;
    return `${source.name} ${shifted(
      start,
      edits.filter(({ path }) => path === source.name),
    )}`;
  };
  const place = { path: first.span.source.name, offset: startAfter(first, edits) };
  const again = references(after, place.path, place.offset)
    .filter((each) => entityKind(each) !== 'namespace' || !each.isDeclaration)
    .map(({ span }) => `${span.source.name} ${span.start}`);
  return uses.map(moved).join('\n') === again.join('\n');
}

function startAfter({ span }: Occurrence, edits: readonly TextEdit[]): number {
  return shifted(
    span.start,
    edits.filter(({ path }) => path === span.source.name),
  );
}

function entityKind({ entity }: Occurrence): EntityKind {
  return entity.kind;
}

function codesOf(workspace: Workspace): string {
  return workspace
    .programs()
    .flatMap(({ entry, findings }) =>
      findings.map(({ code, span }) => `${entry} ${span.source.name} ${code}`),
    )
    .sort()
    .join('\n');
}

function isQuoted({ source, start, end }: Span): boolean {
  return source.text[start - 1] === '"' && source.text[end] === '"';
}

function refused(reason: string): Rename {
  return { kind: 'refused', reason };
}
