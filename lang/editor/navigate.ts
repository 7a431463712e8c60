/** Where a name is declared and where it is used, in all files of all programs. */
import type { Span } from '../span.ts';
import { type Entity, entityKey, type Occurrence } from './entity.ts';
import { occurrenceAt, occurrencesIn } from './occurrences.ts';
import type { Unit, Workspace } from './workspace.ts';

/** The places that declare what stands at the offset; a namespace or path of a file leads to the file. */
export function definition(workspace: Workspace, path: string, offset: number): readonly Span[] {
  const unit = workspace.unit(path);
  const found = unit === undefined ? undefined : occurrenceAt(unit, offset);
  if (unit === undefined || found === undefined) return [];
  const { kind, name } = found.entity;
  if (kind === 'module') return startOf(name, workspace);
  if (kind === 'namespace') {
    const module = unit.program.modules.get(unit.check.module.imports.get(name) ?? '\0');
    return module === undefined ? [] : startOf(module.module.files[0]?.path ?? '', workspace);
  }
  return occurrencesOfEntity(workspace, unit, found.entity)
    .filter(({ isDeclaration }) => isDeclaration)
    .map(({ span }) => span);
}

/** All places of the name at the offset, those that declare it among them, by file and place. */
export function references(workspace: Workspace, path: string, offset: number): readonly Occurrence[] {
  const unit = workspace.unit(path);
  const found = unit === undefined ? undefined : occurrenceAt(unit, offset);
  return unit === undefined || found === undefined ? [] : occurrencesOfEntity(workspace, unit, found.entity);
}

/**
 * A file may belong to several modules and programs and its declarations have an entity in each, so the declaring places
 * tell what else is meant.
 */
function occurrencesOfEntity(workspace: Workspace, unit: Unit, entity: Entity): readonly Occurrence[] {
  const all = workspace
    .programs()
    .flatMap(({ modules }) => [...modules.values()].flatMap((check) => occurrencesIn(check)));
  const own = entityKey(entity);
  const inProgram = [...unit.program.modules.values()].flatMap((check) => occurrencesIn(check));
  const declared = new Set(
    inProgram.filter((each) => each.isDeclaration && entityKey(each.entity) === own).map(placeKey),
  );
  const keys = new Set(
    all.filter((each) => declared.has(placeKey(each))).map((each) => entityKey(each.entity)),
  );
  keys.add(own);
  const isLocalToModule = entity.kind === 'namespace';
  const source = isLocalToModule ? occurrencesIn(unit.check) : all;
  const found = new Map<string, Occurrence>();
  for (const each of source) {
    if (keys.has(entityKey(each.entity)) && !found.has(placeKey(each))) found.set(placeKey(each), each);
  }
  return [...found.values()].sort(inOrder);
}

function startOf(path: string, workspace: Workspace): readonly Span[] {
  const file = workspace.files.get(path);
  return file === undefined ? [] : [{ source: file.source, start: 0, end: 0 }];
}

function placeKey({ span }: Occurrence): string {
  return `${span.source.name} ${span.start}`;
}

function inOrder(a: Occurrence, b: Occurrence): number {
  const [left, right] = [a.span.source.name, b.span.source.name];
  return left < right ? -1 : left > right ? 1 : a.span.start - b.span.start;
}
