/**
 * What `join` and `bind` are short for: nested `any` over their collections, the first binding outermost. The made nodes have
 * the span of what they were made from.
 */
import type { Binding, Expression, JoinBinding, Name, Path } from '../ast/nodes.ts';
import type { Span } from '../span.ts';

/** `bind x in E bind y in F where { C }` is `any x in E { any y in F { C } }`. */
export function expandBind(bindings: readonly Binding[], where: Expression, span: Span): Expression {
  return bindings.reduceRight<Expression>(
    (inner, { variable, collection }) => ({
      kind: 'quantifier',
      quantifier: 'any',
      variable,
      collection,
      body: inner,
      span,
    }),
    where,
  );
}

export interface JoinParts {
  readonly bindings: readonly JoinBinding[];
  readonly includingSelf: boolean;
  readonly on: Expression;
  readonly body: Expression;
}

/** Bindings of one fact type are held apart by their keys, unless a fact may be joined with itself. */
export function expandJoin({ bindings, includingSelf, on, body }: JoinParts, span: Span): Expression {
  const apart = includingSelf ? [] : pairsOfOneType(bindings).map(([a, b]) => differentKeys(a, b, span));
  const conditions = [on, ...apart, body];
  const whole = conditions.reduce((left, right) => ({
    kind: 'binary',
    operator: 'and',
    left,
    right,
    span,
  }));
  const over = bindings.map(({ variable, fact }) => ({ variable, collection: factsOf(fact) }));
  return expandBind(over, whole, span);
}

/** `on .field` is `a.field == b.field`. */
export function equalFields(first: Name, second: Name, field: Name): Expression {
  return {
    kind: 'binary',
    operator: '==',
    left: pathOf(first, field),
    right: pathOf(second, field),
    span: field.span,
  };
}

function pairsOfOneType(bindings: readonly JoinBinding[]): readonly (readonly [Name, Name])[] {
  return bindings.flatMap((first, index) =>
    bindings
      .slice(index + 1)
      .filter((second) => second.fact.text === first.fact.text)
      .map((second) => [first.variable, second.variable] as const),
  );
}

function differentKeys(first: Name, second: Name, span: Span): Expression {
  const key: Name = { kind: 'name', text: 'key', span };
  return { kind: 'binary', operator: '!=', left: pathOf(first, key), right: pathOf(second, key), span };
}

function factsOf(fact: Name): Path {
  const parts = fact.text.split('.').map((text): Name => ({ kind: 'name', text, span: fact.span }));
  return {
    kind: 'path',
    segments: [{ kind: 'name', text: 'facts', span: fact.span }, ...parts],
    span: fact.span,
  };
}

function pathOf(variable: Name, field: Name): Path {
  return { kind: 'path', segments: [variable, field], span: field.span };
}
