/**
 * The one syntax tree. The parser builds it, the checker annotates it through side tables keyed by node, the
 * compiler lowers it, printers render it. Nodes are immutable and hold what the author wrote; a clause that is absent is
 * `null`.
 */
export type * from './arbiter.ts';
export type * from './clause.ts';
export type * from './declaration.ts';
export type * from './expression.ts';
export type * from './flag.ts';
