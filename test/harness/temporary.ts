/** Directories that live as long as a test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Ending {
  teardown(end: () => void): void;
}

export function temporaryDirectory(t: Ending): string {
  const directory = mkdtempSync(join(tmpdir(), 'arbiter-test.'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
