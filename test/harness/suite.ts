/** Imports every compiled test below a folder into this process: one process a suite, because processes are what costs time. */
import { readdirSync } from 'node:fs';

export async function loadSuite(folder: URL): Promise<void> {
  const files = readdirSync(folder, { recursive: true }).map(String);
  for (const file of files.filter((name) => name.endsWith('.test.js')).sort()) {
    await import(new URL(file, folder).href);
  }
}
