/** `arbiter.toml`: what a project is called. The file marks the root from which imports are found. */
import { parse, TomlError } from 'smol-toml';
import type { Diagnostics } from '../diagnostic.ts';
import { printable } from '../lexer/printable.ts';
import { lineStarts, type Source } from '../source.ts';

export const MANIFEST_NAME = 'arbiter.toml';

export interface Manifest {
  readonly name: string;
  readonly version: string;
}

/** `null` when it does not say what a project is called; what is wrong is reported. */
export function parseManifest(source: Source, diagnostics: Diagnostics): Manifest | null {
  const read = readToml(source.text);
  if ('reason' in read) {
    report(source, read, diagnostics);
    return null;
  }
  const { project } = read.document;
  const isTable =
    typeof project === 'object' && project !== null && 'name' in project && 'version' in project;
  if (isTable && isWord(project.name) && isWord(project.version))
    return { name: project.name, version: project.version };
  report(
    source,
    { reason: 'there is no table `[project]` with a `name` and a `version`', offset: 0 },
    diagnostics,
  );
  return null;
}

interface Problem {
  readonly reason: string;
  readonly line?: number;
  readonly offset?: number;
}

function readToml(text: string): { readonly document: Readonly<Record<string, unknown>> } | Problem {
  try {
    return { document: parse(text) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = 'it is not TOML'] = error.message.split('\n');
    return { reason: reason.replace(/^Invalid TOML document: /, ''), line: error.line };
  }
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function report(source: Source, { reason, line, offset }: Problem, diagnostics: Diagnostics): void {
  const start = offset ?? lineStarts(source)[(line ?? 1) - 1] ?? 0;
  const span = { source, start, end: start };
  diagnostics.report('module/manifest', { span, values: { reason: printable(reason) } });
}
