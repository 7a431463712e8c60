/**
 * The files of a project: each parsed once, with the files that it wants. Where texts come from is somebody else's business,
 * a folder, a map in memory, a registry; paths are relative to the project's root, with `/`, and end in `.arb`.
 */
import type { Declaration, ImportDeclaration, IncludeDeclaration } from '../ast/nodes.ts';
import { type Diagnostic, Diagnostics } from '../diagnostic.ts';
import { parse } from '../parser/parse.ts';
import type { Source } from '../source.ts';

export interface ParsedFile {
  readonly path: string;
  readonly source: Source;
  readonly declarations: readonly Declaration[];
  readonly findings: readonly Diagnostic[];
}

export type Files = ReadonlyMap<string, ParsedFile>;

/** What a program may hold; beyond it the rest is not read and the place that wants more is reported. */
export const FILES_MAX = 10_000;

export function parseFile(path: string, source: Source): ParsedFile {
  const diagnostics = new Diagnostics();
  const declarations = parse(source, diagnostics);
  return { path, source, declarations, findings: diagnostics.all() };
}

/**
 * All files that can be reached from one, by breadth; `read` gives the text of a path, or `null` where there is none. Whoever
 * must wait for texts does the same with `wantedBy`.
 */
export function gatherFiles(entry: string, read: (path: string) => Source | null): Files {
  const files = new Map<string, ParsedFile>();
  const wanted = new Set([entry]);
  for (const path of wanted) {
    const source = files.size < FILES_MAX ? read(path) : null;
    if (source === null) continue;
    const file = parseFile(path, source);
    files.set(path, file);
    for (const other of wantedBy(file)) wanted.add(other);
  }
  return files;
}

/** Of one text alone: what it imports is not there. */
export function filesOf(path: string, source: Source): Files {
  return new Map([[path, parseFile(path, source)]]);
}

export function wantedBy({ path, declarations }: ParsedFile): readonly string[] {
  return declarations.flatMap((declaration) => {
    if (declaration.kind === 'import') return importedPath(declaration) ?? [];
    return declaration.kind === 'include' ? (includedPath(declaration, path) ?? []) : [];
  });
}

/** `import "a/b"` is `a/b.arb` below the root; `undefined` for a path that is none. */
export function importedPath({ path }: ImportDeclaration): string | undefined {
  return /^[\w-]+(?:\/[\w-]+)*$/.test(path.value) ? `${path.value}.arb` : undefined;
}

/** Relative to the folder of the including file; it may not leave the project. */
export function includedPath({ path }: IncludeDeclaration, from: string): string | undefined {
  const parts = from.split('/').slice(0, -1);
  for (const part of path.value.split('/')) {
    if (part === '' || (part === '..' && parts.length === 0)) return undefined;
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.length === 0 ? undefined : parts.join('/');
}
