/** Declarations of plain shape: `const`, `segment`, and what has fields: `input`, `feature`, `fact`, `outcome`. */
import { kmid, kright, seq } from 'typescript-parsec';
import type {
  ConstDeclaration,
  FactDeclaration,
  FeatureDeclaration,
  InputDeclaration,
  Name,
  OutcomeDeclaration,
  SegmentDeclaration,
} from '../ast/nodes.ts';
import type { Span } from '../span.ts';
import { expected, type Grammar, leaf, node, symbol, word } from './combinators.ts';
import { expression } from './expression.ts';
import { string } from './literal.ts';
import { name } from './name.ts';
import { fields } from './type.ts';

export const constDeclaration: Grammar<ConstDeclaration> = node(
  seq(kright(word('const'), name), kright(symbol('='), expression)),
  ([declared, value], { span }) => ({ kind: 'const', name: declared, value, span }),
);

export const segmentDeclaration: Grammar<SegmentDeclaration> = node(
  seq(kright(word('segment'), name), kmid(symbol('{'), expression, symbol('}'))),
  ([declared, condition], { span }) => ({ kind: 'segment', name: declared, condition, span }),
);

/** The word `input` stands for its name. */
export const inputDeclaration: Grammar<InputDeclaration> = node(
  seq(
    leaf('name', ({ text }, { span }) => keyword(text, span)),
    fields,
  ),
  ([word, shape], { span }) => ({ kind: 'input', name: word, fields: shape, span }),
);

export const featureDeclaration: Grammar<FeatureDeclaration> = node(
  seq(
    kright(word('feature'), name),
    kright(word('from'), expected(string, 'the name of the source as a string')),
    fields,
  ),
  ([declared, from, shape], { span }) => ({ kind: 'feature', name: declared, from, fields: shape, span }),
);

export const factDeclaration: Grammar<FactDeclaration> = node(
  seq(kright(word('fact'), name), fields),
  ([declared, shape], { span }) => ({ kind: 'fact', name: declared, fields: shape, span }),
);

export const outcomeDeclaration: Grammar<OutcomeDeclaration> = node(
  seq(kright(word('outcome'), name), fields),
  ([declared, shape], { span }) => ({ kind: 'outcome', name: declared, fields: shape, span }),
);

function keyword(text: string, span: Span): Name {
  return { kind: 'name', text, span };
}
