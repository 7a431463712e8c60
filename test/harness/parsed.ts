/** The declarations of a text, for tests that need no more of the front end than its parser. */
import type { Declaration } from '#lang/ast/nodes.js';
import { type Diagnostic, Diagnostics } from '#lang/diagnostic.js';
import { parse } from '#lang/parser/parse.js';

export function parseText(text: string): readonly Declaration[] {
  return parse({ name: 'rules.arb', text }, new Diagnostics());
}

/** What parsing alone reports. */
export function parseFindings(text: string): readonly Diagnostic[] {
  const diagnostics = new Diagnostics();
  parse({ name: 'rules.arb', text }, diagnostics);
  return diagnostics.sorted();
}
