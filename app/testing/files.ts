/** Test files on disk: which ones are meant, the module each of them tests, and the files that both are made of. */
import { readdir, stat } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { Diagnostics } from '#lang/diagnostic.js';
import { sourceFrom } from '#lang/module/text.js';
import { openProject } from '../project.ts';
import { readFiles } from '../read-files.ts';

const ENDING = '.test.arb';

export function isTestFile(path: string): boolean {
  return path.endsWith(ENDING);
}

/** `X.test.arb` tests `X.arb` beside it. */
export function moduleOf(path: string): string {
  return `${path.slice(0, -ENDING.length)}.arb`;
}

/** The files named, and all test files below the folders named, each once; rejects where there is neither. */
export async function findTestFiles(paths: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const path of paths) {
    const isFolder = (await stat(path)).isDirectory();
    for (const file of isFolder ? await filesBelow(path) : [path]) found.add(normalize(file));
  }
  return [...found];
}

/** The module and all it imports, as far as they are there. */
export async function graphOf(module: string, content: Uint8Array): Promise<readonly string[]> {
  const unread = new Diagnostics();
  const project = await openProject(module, unread);
  const files = await readFiles(project.entry, project.resolver(sourceFrom(module, content, unread)));
  return [...files.values()].map(({ source }) => source.name);
}

/** Links are not followed. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const isSkipped = entry.name.startsWith('.') || entry.name === 'node_modules';
    if (entry.isDirectory() && !isSkipped) files.push(...(await filesBelow(path)));
    else if (entry.isFile() && isTestFile(entry.name)) files.push(path);
  }
  return files;
}
