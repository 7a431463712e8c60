/** Expressions with a body or with clauses of their own: quantifiers, aggregates, `join`, `bind`, `lookup`. */
import type { Aggregate, Bind, Expression, Join, Lookup, Param, Quantifier } from '../ast/nodes.ts';
import { choice, concat, type Doc, group, indent, join, line, softline } from './document.ts';
import { enclosed } from './enclosed.ts';
import { guardEnd, isKeyword } from './guards.ts';
import { CLOSED, FLUSH, HANGING, type Place } from './levels.ts';
import type { Original, Range } from './original.ts';
import type { Part } from './parts.ts';

/** How expressions are printed; given, so that the files do not import each other in a circle. */
export type Print = (original: Original, expression: Expression, place: Place) => Doc;

export function quantifier(original: Original, node: Quantifier, print: Print): Doc {
  const { quantifier: word, variable, collection, body: tested, span } = node;
  const over = print(original, collection, CLOSED);
  const body = bodyOf(
    original,
    { start: collection.span.end, end: span.end },
    partOf(original, tested, print),
  );
  return concat(`${word} ${variable.text} in `, over, ' ', body);
}

/** Where it is broken the value begins a line, and must not look like a declaration there. */
export function aggregate(original: Original, node: Aggregate, print: Print): Doc {
  const { function: folded, value, variable, collection, filter } = node;
  const isGuarded = value !== null && isKeyword(value);
  const parenthesis = (text: string): Doc => (isGuarded ? choice({ broken: text, flat: '' }) : '');
  const folding =
    value === null ? [] : [parenthesis('('), print(original, value, CLOSED), parenthesis(')'), line, 'for '];
  const over = [`${variable.text} in `, print(original, collection, CLOSED)];
  const where = filter === null ? [] : [line, 'where ', print(original, filter, CLOSED)];
  const inside = indent(concat(softline, ...folding, ...over, ...where));
  return group(concat(folded.text, '(', inside, softline, ')'));
}

export function joinOf(original: Original, node: Join, print: Print): Doc {
  const { bindings, includingSelf, on, field, body: tested, span } = node;
  const facts = bindings.map(({ variable, fact }) => `${variable.text}: ${fact.text}`).join(', ');
  const self = includingSelf ? ' including_self' : '';
  const by = on === null ? `.${field?.text ?? ''}` : print(original, on, CLOSED);
  const start = Math.max(on?.span.end ?? 0, field?.span.end ?? 0);
  const body = bodyOf(original, { start, end: span.end }, partOf(original, tested, print));
  return concat(`join ${facts}${self} on `, by, ' ', body);
}

/** Its clauses stand one on each line where the block around is broken. */
export function bind(original: Original, { bindings, where, span }: Bind, print: Print): Doc {
  const clauses = bindings.map(({ variable, collection }) => {
    guardEnd(original, collection);
    return concat(`bind ${variable.text} in `, print(original, collection, CLOSED));
  });
  const start = bindings.at(-1)?.collection.span.end ?? span.start;
  const body = bodyOf(original, { start, end: span.end }, partOf(original, where, print));
  return join([...clauses, concat('where ', body)], line);
}

export function lookup(original: Original, node: Lookup, print: Print): Doc {
  const { table, where, order, otherwise, span } = node;
  if (order !== null || otherwise !== null) guardEnd(original, where);
  const clauses = [concat('where ', print(original, where, CLOSED))];
  if (order !== null) clauses.push(`order by ${order.column.text}${order.descending ? ' desc' : ''}`);
  if (otherwise !== null) {
    const start = original.find('{', order?.column.span.end ?? where.span.end);
    const params = paramParts(original, otherwise, print);
    clauses.push(
      concat(
        'else ',
        enclosed(original, { style: 'params', marks: { start, end: span.end }, parts: params }),
      ),
    );
  }
  const broken = clauses.map((clause) => concat(line, clause));
  return group(concat(`lookup ${table.text}`, indent(concat(...broken))), original.hasLineBreak(span));
}

export function paramParts(original: Original, params: readonly Param[], print: Print): readonly Part[] {
  return params.map(({ name, value, span }) => ({
    ...span,
    print: () => concat(`${name.text}: `, print(original, value, HANGING)),
  }));
}

/** `{ … }` with one part, from its opening brace on; the range begins somewhere before that. */
export function bodyOf(original: Original, { start, end }: Range, part: Part): Doc {
  const marks = { start: original.find('{', start), end };
  return enclosed(original, { style: 'block', marks, parts: [part] });
}

function partOf(original: Original, expression: Expression, print: Print): Part {
  return { ...expression.span, print: () => print(original, expression, FLUSH) };
}
