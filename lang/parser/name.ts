/** Names, references to names of other modules, and the words that cannot begin an expression. */
import { kright, seq } from 'typescript-parsec';
import type { Name } from '../ast/nodes.ts';
import { expected, type Grammar, leaf, many, node, optional, separated, symbol } from './combinators.ts';

export const RESERVED: ReadonlySet<string> = new Set(['any', 'all', 'none', 'not', 'let', 'join', 'secret']);

export const name: Grammar<Name> = expected(
  leaf('name', ({ text }, { span }): Name => ({ kind: 'name', text, span })),
  'a name',
);

/** `Name`, or `module.Name`. */
export const reference: Grammar<Name> = node(
  seq(name, optional(kright(symbol('.'), name))),
  ([first, second], { span }) => {
    return second === undefined ? first : { kind: 'name', text: `${first.text}.${second.text}`, span };
  },
);

/** `A, B, module.C`. */
export const references: Grammar<readonly Name[]> = separated(reference, symbol(','));

/** A dotted path as one name: `user.id`. */
export const dottedName: Grammar<Name> = node(
  seq(name, many(kright(symbol('.'), name))),
  ([first, others], { span }) => {
    return { kind: 'name', text: [first, ...others].map(({ text }) => text).join('.'), span };
  },
);
