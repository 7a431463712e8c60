/** Types and fields as text, on one line. */
import type { FieldDeclaration, TypeExpression } from '../ast/nodes.ts';
import { printCall, printString } from './print-literal.ts';

export function printField({ name, optional, type }: FieldDeclaration): string {
  return `${name.text}${optional ? '?' : ''}: ${printType(type)}`;
}

export function printType({ name, parameter, values, fields }: TypeExpression): string {
  if (fields !== null) return `{ ${fields.map(printField).join(', ')} }`;
  if (name.text === 'enum')
    return printCall(
      'enum',
      values.map(({ value }) => printString(value)),
    );
  return parameter === null ? name.text : `${name.text}<${printType(parameter)}>`;
}
