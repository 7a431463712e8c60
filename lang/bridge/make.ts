/** Nodes of the tree that no source text was parsed for. Their span is nowhere, so they must never reach a diagnostic. */
import type {
  BinaryOperator,
  Expression,
  Governance,
  Name,
  NumberLiteral,
  Path,
  StringLiteral,
} from '../ast/nodes.ts';
import type { Span } from '../span.ts';

export const NOWHERE: Span = { source: { name: '<json>', text: '' }, start: 0, end: 0 };

export const UNGOVERNED: Governance = {
  killSwitch: null,
  activeFrom: null,
  activeUntil: null,
  requires: [],
  excludes: [],
  rollout: null,
};

export function makeName(text: string): Name {
  return { kind: 'name', text, span: NOWHERE };
}

export function makeNumber(value: number): NumberLiteral {
  return { kind: 'number', value, unit: null, span: NOWHERE };
}

export function makeString(value: string): StringLiteral {
  return { kind: 'string', value, span: NOWHERE };
}

export function makeBoolean(value: boolean): Expression {
  return { kind: 'boolean', value, span: NOWHERE };
}

export function makePath(head: string, tail: readonly string[]): Path {
  return { kind: 'path', segments: [makeName(head), ...tail.map(makeName)], span: NOWHERE };
}

export function makeBinary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  return { kind: 'binary', operator, left, right, span: NOWHERE };
}

export function makeNot(operand: Expression): Expression {
  return { kind: 'unary', operator: 'not', operand, span: NOWHERE };
}
