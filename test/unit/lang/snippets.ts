/** Snippets of the language, read in the forms that the tests of the front end compare. */
import type { Declaration } from '#lang/ast/nodes.js';
import { outline } from '#lang/ast/outline.js';
import { check } from '#lang/checker/check.js';
import type { Checked } from '#lang/checker/checked.js';
import { type Diagnostic, Diagnostics } from '#lang/diagnostic.js';
import { parse } from '#lang/parser/parse.js';

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
  readonly checked: Checked;
  readonly findings: readonly Diagnostic[];
}

export function checkText(text: string): Reading {
  const diagnostics = new Diagnostics();
  const checked = check(parse({ name: 'test.arb', text }, diagnostics), diagnostics);
  return { checked, findings: diagnostics.sorted() };
}

/** The codes that checking reports, in source order. */
export function codesOf(text: string): readonly string[] {
  return checkText(text).findings.map(({ code }) => code);
}
