/** Expressions over declared collections: `join` over facts, `lookup` in a table. */
import { alt_sc, kmid, kright, seq, str } from 'typescript-parsec';
import type { Expression, Join, JoinBinding, Lookup, Name } from '../ast/nodes.ts';
import type { SourceToken } from '../lexer/token.ts';
import { choose, expected, type Grammar, node, optional, separated, symbol, word } from './combinators.ts';
import { equalFields, expandJoin } from './expand.ts';
import { name, reference } from './name.ts';
import { paramsOf } from './params.ts';

const joinBinding: Grammar<JoinBinding> = node(
  seq(name, kright(symbol(':'), expected(reference, 'a fact'))),
  ([variable, fact]) => ({ variable, fact }),
);

const sameField: Grammar<Name> = kright(symbol('.'), name);

export function joinOf(expression: Grammar<Expression>): Grammar<Join> {
  const on = choose<{ readonly condition?: Expression; readonly field?: Name }>(
    (token) => token.text === '.',
    {
      ahead: node(sameField, (field) => ({ field })),
      otherwise: node(expression, (condition) => ({ condition })),
    },
  );
  return node(
    seq(
      kright(word('join'), separated(joinBinding, symbol(','))),
      optional(str('including_self')),
      kright(word('on'), on),
      kmid(symbol('{'), expression, symbol('}')),
    ),
    ([bindings, self, { condition, field }, body], { span, diagnostics }) => {
      const includingSelf = self !== undefined;
      const [first, second, ...others] = bindings;
      const isCounted = second !== undefined && (field === undefined || others.length === 0);
      if (!isCounted) {
        const count = field === undefined ? 'at least two facts' : 'exactly two facts';
        diagnostics.report('parse/join-bindings', { span, values: { count } });
      }
      const compared = condition ?? comparedField(first, second, field) ?? { kind: 'null', span };
      return {
        kind: 'join',
        bindings,
        includingSelf,
        on: condition ?? null,
        field: field ?? null,
        body,
        expansion: expandJoin({ bindings, includingSelf, on: compared, body }, span),
        span,
      };
    },
  );
}

function comparedField(
  first: JoinBinding | undefined,
  second: JoinBinding | undefined,
  field: Name | undefined,
): Expression | undefined {
  if (first === undefined || second === undefined || field === undefined) return undefined;
  return equalFields(first.variable, second.variable, field);
}

export function lookupOf(expression: Grammar<Expression>): Grammar<Lookup> {
  const direction = node(optional(alt_sc(str('asc'), str('desc'))), (given) => given?.text === 'desc');
  const order = node(
    seq(kright(seq(word('order'), word('by')), name), direction),
    ([column, descending]) => ({ column, descending }),
  );
  return node(
    seq(
      kright(word('lookup'), reference),
      kright(word('where'), expression),
      optional(order),
      optional(kright(word('else'), paramsOf(expression))),
    ),
    ([table, where, sorted, otherwise], { span }) => {
      return { kind: 'lookup', table, where, order: sorted ?? null, otherwise: otherwise ?? null, span };
    },
  );
}

/** `lookup` is a name like any other unless a table and a condition follow. */
export function isLookup({ text, next }: SourceToken): boolean {
  if (text !== 'lookup' || next.kind !== 'name' || next.atLineStart) return false;
  const behind = next.next.text === '.' ? next.next.next.next : next.next;
  return behind.text === 'where';
}
