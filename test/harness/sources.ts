/** The project's own source files, as text, for tests about the code itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** From left to right: a folder may import only what stands before it. `connectors` and `sim` stand side by side. */
export const FOLDERS = ['lang', 'engine', 'streams', 'actors', 'connectors', 'sim', 'app', 'test'] as const;
export type Folder = (typeof FOLDERS)[number];

export interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly folder: Folder;
  readonly text: string;
  readonly lines: readonly string[];
}

export function sourceFiles(folders: readonly Folder[] = FOLDERS): readonly SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .map((name) => readSource(folder, join(ROOT, folder, name))),
  );
}

/** Module specifiers that a file imports or re-exports, in order. Quotes are single, as formatted; `.arb` in a text has double ones. */
export function importsOf(text: string): readonly string[] {
  return [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s+['"]([^'"]+)['"]|(?:^|\n)\s*import\s+'([^']+)'|\bimport\(\s*['"]([^'"]+)['"]/g,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

/** The text without comments and string contents, so that words in prose are not taken for code. */
export function codeOnly(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|[^:'"`])\/\/[^\n]*/g, '$1')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "''");
}

function readSource(folder: Folder, file: string): SourceFile {
  const text = readFileSync(file, 'utf8');
  return { path: relative(ROOT, file), folder, text, lines: text.split('\n') };
}
