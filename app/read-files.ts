/** Files of a program from anywhere: a folder, a registry, a map. What they import is asked for until nothing is missing. */
import { type Files, type ParsedFile, parseFile, type Source } from '#lang';
import { FILES_MAX, wantedBy } from '#lang/module/files.js';

/**
 * Where the texts of a program come from. Paths are relative to the root of the project, with `/`, and end in `.arb`.
 *
 * @example
 * const registry: Resolver = { read: async (path) => ({ name: path, text: await fetchRules(path) }) };
 */
export interface Resolver {
  /** The text of a path, or `null` where there is none. */
  read(path: string): Promise<Source | null>;
}

/**
 * All files that can be reached from one, by breadth, and that of an environment where there is one, see `overlayPath`. Rejects
 * when the resolver does.
 */
export async function readFiles(entry: string, resolver: Resolver, overlay?: string): Promise<Files> {
  const files = new Map<string, ParsedFile>();
  const wanted = new Set([entry]);
  for (const path of wanted) {
    const source = files.size < FILES_MAX ? await resolver.read(path) : null;
    if (source === null) continue;
    const file = parseFile(path, source);
    files.set(path, file);
    for (const other of wantedBy(file)) wanted.add(other);
  }
  const source = overlay === undefined ? null : await resolver.read(overlay);
  if (source !== null && overlay !== undefined) files.set(overlay, parseFile(overlay, source));
  return files;
}
