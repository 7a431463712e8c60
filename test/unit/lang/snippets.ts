/** Snippets of the language, read in the forms that the tests of the front end compare. */
import type { Declaration } from '#lang/ast/nodes.js';
import { outline } from '#lang/ast/outline.js';
import { check } from '#lang/checker/check.js';
import type { CheckedModule } from '#lang/checker/checked.js';
import { type Diagnostic, Diagnostics } from '#lang/diagnostic.js';
import { parseFile } from '#lang/module/files.js';
import { linkModules } from '#lang/module/link.js';
import { overlaid } from '#lang/module/overlay.js';
import { parse } from '#lang/parser/parse.js';
import { MANIFEST_NAME, parseManifest } from '#lang/module/manifest.js';
import type { Source } from '#lang/source.js';

/** The outline of every declaration; a text with mistakes shows their codes instead. */
export function outlineOf(text: string): string {
  const diagnostics = new Diagnostics();
  const declarations = parse({ name: 'test.arb', text }, diagnostics);
  const codes = diagnostics.sorted().map(({ code }) => code);
  return codes.length > 0 ? codes.join(' ') : declarations.map(outline).join('\n');
}

/** The outline of one expression. */
export function expressionOf(text: string): string {
  return outlineOf(`const X = ${text}`).replace(/^\(const X (.*)\)$/s, '$1');
}

export function parseText(text: string): readonly Declaration[] {
  return parse({ name: 'test.arb', text }, new Diagnostics());
}

/** What parsing alone reports. */
export function parseFindings(text: string): readonly Diagnostic[] {
  const diagnostics = new Diagnostics();
  parse({ name: 'test.arb', text }, diagnostics);
  return diagnostics.sorted();
}

export interface Reading {
  /** The root module. */
  readonly checked: CheckedModule;
  readonly findings: readonly Diagnostic[];
}

/** By which the flags of examples have expired. */
const NOW_SECONDS = 1_790_000_000;

/** A line `-- name --` begins another file; the first is the root, `main.<environment>.arb` lies over it. */
export function checkText(text: string, name = 'test.arb'): Reading {
  const sources = splitFiles(text, name);
  const files = new Map(sources.map(([path, source]) => [path, parseFile(path, source)]));
  const [entry = name] = files.keys();
  const diagnostics = new Diagnostics();
  for (const [path, source] of sources) if (path === MANIFEST_NAME) parseManifest(source, diagnostics);
  const modules = overlaid(
    linkModules(entry, files, diagnostics),
    files.get(overlayAmong(files) ?? ''),
    diagnostics,
  );
  for (const { files: parsed } of modules.values())
    for (const { findings } of parsed) diagnostics.add(findings);
  const root = check(modules.values(), diagnostics, { nowSeconds: NOW_SECONDS }).get('');
  if (root === undefined) throw new RangeError('there is no root module');
  return { checked: root, findings: diagnostics.sorted() };
}

/** The file of an environment, where an example has one. */
export function overlayAmong(files: ReadonlyMap<string, unknown>): string | undefined {
  return [...files.keys()].find((path) => /^main\.\w+\.arb$/.test(path));
}

export function splitFiles(text: string, name: string): readonly (readonly [string, Source])[] {
  const parts = text.split(/^-- (\S+) --\n/m);
  const [before = '', ...rest] = parts;
  const single: readonly (readonly [string, Source])[] = [[name, { name, text: before }]];
  if (rest.length === 0) return single;
  const files: (readonly [string, Source])[] = [];
  for (let index = 0; index < rest.length; index += 2) {
    const path = rest[index] ?? '';
    files.push([path, { name: path, text: rest[index + 1] ?? '' }]);
  }
  return files;
}

/** The codes that checking reports, in source order. */
export function codesOf(text: string): readonly string[] {
  return checkText(text).findings.map(({ code }) => code);
}
