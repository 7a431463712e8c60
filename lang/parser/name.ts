/** Names, and the few words that cannot begin an expression because they begin something else there. */
import type { Name } from '../ast/nodes.ts';
import { expected, type Grammar, leaf, separated, symbol } from './combinators.ts';

export const RESERVED: ReadonlySet<string> = new Set(['any', 'all', 'none', 'not', 'let', 'join', 'secret']);

export const name: Grammar<Name> = expected(
  leaf('name', ({ text }, { span }): Name => ({ kind: 'name', text, span })),
  'a name',
);

/** `A, B, C`. */
export const names: Grammar<readonly Name[]> = separated(name, symbol(','));
