/** Types as written, and the fields of everything that has fields. */
import { kleft, kmid, kright, rule, seq, str } from 'typescript-parsec';
import type { FieldDeclaration, Name, StringLiteral, TypeExpression } from '../ast/nodes.ts';
import type { TokenKind } from '../lexer/token.ts';
import {
  byText,
  choose,
  commaSeparated,
  expected,
  type Grammar,
  manyUntil,
  nested,
  node,
  optional,
  symbol,
  word,
} from './combinators.ts';
import { string } from './literal.ts';
import { name } from './name.ts';

export const type = rule<TokenKind, TypeExpression>();

const named: Grammar<TypeExpression> = node(
  seq(expected(name, 'a type'), optional(kmid(symbol('<'), nested(type), symbol('>')))),
  ([spelled, parameter], { span }) => typeOf(spelled, { parameter: parameter ?? null, span }),
);

const enumeration: Grammar<TypeExpression> = node(
  seq(
    word('enum'),
    kmid(symbol('('), commaSeparated(expected(string, 'a string'), ')'), expected(symbol(')'), '`,` or `)`')),
  ),
  ([, values], { span }) => {
    const spelled: Name = { kind: 'name', text: 'enum', span };
    return typeOf(spelled, { values, span });
  },
);

const field: Grammar<FieldDeclaration> = node(
  seq(name, optional(symbol('?')), kright(symbol(':'), type)),
  ([declared, mark, typed], { span }) => {
    return { kind: 'field', name: declared, optional: mark !== undefined, type: typed, span };
  },
);

/** `{ name: type name?: type }`; a comma between fields is allowed. */
export const fields: Grammar<readonly FieldDeclaration[]> = kmid(
  symbol('{'),
  manyUntil(kleft(field, optional(str(','))), '}', 'a field'),
  symbol('}'),
);

const record: Grammar<TypeExpression> = node(nested(fields), (declared, { span }) => {
  const spelled: Name = { kind: 'name', text: 'object', span };
  return typeOf(spelled, { fields: declared, span });
});

type.setPattern(
  byText(
    { '{': record },
    choose((token) => token.text === 'enum' && token.next.text === '(', {
      ahead: enumeration,
      otherwise: named,
    }),
  ),
);

interface Parts {
  readonly parameter?: TypeExpression | null;
  readonly values?: readonly StringLiteral[];
  readonly fields?: readonly FieldDeclaration[];
  readonly span: TypeExpression['span'];
}

function typeOf(spelled: Name, parts: Parts): TypeExpression {
  return { kind: 'type', name: spelled, parameter: null, values: [], fields: null, ...parts };
}
