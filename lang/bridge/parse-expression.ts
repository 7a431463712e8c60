/** Text that should be one expression, or one type. Anything around it, a second declaration above all, makes it none. */
import type { Declaration, Expression, TypeExpression } from '../ast/nodes.ts';
import { Diagnostics } from '../diagnostic.ts';
import { parse } from '../parser/parse.ts';

export function parseExpression(text: string): Expression | undefined {
  const declaration = parseOne(`const X = ${text}`);
  return declaration?.kind === 'const' ? declaration.value : undefined;
}

export function parseType(text: string): TypeExpression | undefined {
  const declaration = parseOne(`fact X { field: ${text}\n}`);
  if (declaration?.kind !== 'fact' || declaration.fields.length > 1) return undefined;
  return declaration.fields[0]?.type;
}

/** The one declaration of a text without mistakes. */
function parseOne(text: string): Declaration | undefined {
  return parseAlone(text).declaration;
}

export interface Alone {
  readonly declaration?: Declaration;
  /** The text would be right if it nested less. */
  readonly isTooDeep: boolean;
}

export function parseAlone(text: string): Alone {
  const diagnostics = new Diagnostics();
  const [declaration, ...others] = parse({ name: '<json>', text }, diagnostics);
  const isTooDeep = diagnostics.sorted().some(({ code }) => code === 'parse/too-deep');
  const isWhole = declaration !== undefined && others.length === 0 && !diagnostics.hasErrors;
  return isWhole ? { declaration, isTooDeep } : { isTooDeep };
}
