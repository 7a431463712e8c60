/** Declarations of shape: `input`, `feature`, `fact`, `outcome`, and the types of their fields. */
import type {
  FactDeclaration,
  FeatureDeclaration,
  FieldDeclaration,
  InputDeclaration,
  OutcomeDeclaration,
  TypeExpression,
} from '../ast/nodes.ts';
import { concat, type Doc } from './document.ts';
import { enclosed } from './enclosed.ts';
import type { Original, Range } from './original.ts';

export function schema(
  original: Original,
  node: InputDeclaration | FeatureDeclaration | FactDeclaration | OutcomeDeclaration,
): Doc {
  const { kind, name, fields, span } = node;
  const declared = kind === 'input' ? kind : `${kind} ${name.text}`;
  const from = kind === 'feature' ? ` from ${original.text(node.from.span)}` : '';
  const head = kind === 'feature' ? node.from : name;
  return concat(
    `${declared}${from} `,
    printFields(original, { start: head.span.end, end: span.end }, fields),
  );
}

export function printType(
  original: Original,
  { name, parameter, values, fields, span }: TypeExpression,
): Doc {
  const written = original.code(span);
  if (fields !== null) return printFields(original, span, fields);
  if (parameter !== null) return concat(`${name.text}<`, printType(original, parameter), '>');
  if (!written.endsWith(')')) return name.text;
  const marks = { start: original.find('(', span.start), end: span.end };
  const parts = values.map((value) => ({ ...value.span, print: () => original.text(value.span) }));
  return concat('enum', enclosed(original, { style: 'arguments', marks, parts }));
}

/** The range begins somewhere before the brace. */
function printFields(original: Original, { start, end }: Range, fields: readonly FieldDeclaration[]): Doc {
  const marks = { start: original.find('{', start), end };
  const parts = fields.map(({ name, optional, type, span }) => ({
    ...span,
    print: () => concat(`${name.text}${optional ? '?' : ''}: `, printType(original, type)),
  }));
  return enclosed(original, { style: 'fields', marks, parts });
}
