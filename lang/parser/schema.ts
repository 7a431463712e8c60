/** Declarations of plain shape: `const`, `segment`, and the schemas `fact` and `outcome`. */
import { kmid, kright, seq } from 'typescript-parsec';
import type {
  ConstDeclaration,
  FactDeclaration,
  FieldDeclaration,
  OutcomeDeclaration,
  SegmentDeclaration,
  TypeExpression,
} from '../ast/nodes.ts';
import { expected, type Grammar, manyUntil, node, optional, symbol, word } from './combinators.ts';
import { expression } from './expression.ts';
import { name } from './name.ts';

export const constDeclaration: Grammar<ConstDeclaration> = node(
  seq(kright(word('const'), name), kright(symbol('='), expression)),
  ([declared, value], { span }) => ({ kind: 'const', name: declared, value, span }),
);

export const segmentDeclaration: Grammar<SegmentDeclaration> = node(
  seq(kright(word('segment'), name), kmid(symbol('{'), expression, symbol('}'))),
  ([declared, condition], { span }) => ({ kind: 'segment', name: declared, condition, span }),
);

const type: Grammar<TypeExpression> = node(
  seq(expected(name, 'a type'), optional(kmid(symbol('<'), name, symbol('>')))),
  ([spelled, parameter], { span }) => ({ kind: 'type', name: spelled, parameter: parameter ?? null, span }),
);

const field: Grammar<FieldDeclaration> = node(
  seq(name, optional(symbol('?')), kright(symbol(':'), type)),
  ([declared, mark, typed], { span }) => {
    return { kind: 'field', name: declared, optional: mark !== undefined, type: typed, span };
  },
);

const fields: Grammar<readonly FieldDeclaration[]> = kmid(
  symbol('{'),
  manyUntil(field, '}', 'a field'),
  symbol('}'),
);

export const factDeclaration: Grammar<FactDeclaration> = node(
  seq(kright(word('fact'), name), fields),
  ([declared, shape], { span }) => ({ kind: 'fact', name: declared, fields: shape, span }),
);

export const outcomeDeclaration: Grammar<OutcomeDeclaration> = node(
  seq(kright(word('outcome'), name), fields),
  ([declared, shape], { span }) => ({ kind: 'outcome', name: declared, fields: shape, span }),
);
