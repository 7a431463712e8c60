/**
 * The declarations of a file as they were when they could last be parsed. While somebody types inside a declaration it is
 * broken, and its fields or names would vanish from every suggestion just when they are wanted.
 */
import type { Declaration } from '../ast/nodes.ts';
import { kindOf } from '../checker/names.ts';
import type { ParsedFile } from '../module/files.ts';

/** Of those that are no longer in the text: every keystroke in a name may leave one behind. */
const KEPT_MAX = 1000;

/** By kind and name. */
export type GoodDeclarations = ReadonlyMap<string, Declaration>;

/** What parses now counts; of the rest what was there before, unless the whole file is well-formed without it. */
export function keepGood(file: ParsedFile, before: GoodDeclarations = new Map()): GoodDeclarations {
  const good = new Map<string, Declaration>();
  for (const declaration of file.declarations) {
    const key = `${kindOf(declaration)} ${declaration.name.text}`;
    if (declaration.kind !== 'broken' && !good.has(key)) good.set(key, declaration);
  }
  const isWhole = !file.findings.some(({ severity }) => severity === 'error');
  return isWhole ? good : new Map([...[...before].slice(-KEPT_MAX), ...good]);
}
