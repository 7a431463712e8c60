/** Texts beside enums: one that is none of the values can never be right. */
import type { Expression } from '../ast/nodes.ts';
import type { Diagnostics } from '../diagnostic.ts';
import type { Type } from '../types.ts';
import { enumValue } from './errors.ts';

/** `expression` is compared with the type, or given for it; of a list every text is looked at. */
export function checkEnumText(type: Type, expression: Expression, diagnostics: Diagnostics): void {
  if (type.kind === 'list') return checkEnumText(type.element, expression, diagnostics);
  if (type.kind !== 'enum') return;
  const texts = expression.kind === 'list' ? expression.elements : [expression];
  for (const text of texts) {
    if (text.kind === 'string' && !type.values.includes(text.value))
      enumValue(text, type.values, diagnostics);
  }
}
