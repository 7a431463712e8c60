/** Expressions as s-expressions; see `outline.ts`. */
import type { Aggregate, Binding, Expression, Join, Lookup, Param } from './nodes.ts';

export function outlineExpression(node: Expression): string {
  switch (node.kind) {
    case 'number':
      return node.unit === null ? numeral(node.value) : form('quantity', numeral(node.value), node.unit);
    case 'string':
      return JSON.stringify(node.value);
    case 'boolean':
      return String(node.value);
    case 'null':
      return 'null';
    case 'timestamp':
      return form('timestamp', String(node.seconds));
    case 'decimal':
      return form('decimal', node.digits, node.unit);
    case 'secret':
      return form('secret', JSON.stringify(node.reference));
    case 'list':
      return form('list', ...node.elements.map(outlineExpression));
    case 'path':
      return node.segments.map(({ text }) => text).join('.');
    case 'unary':
      return form(node.operator, outlineExpression(node.operand));
    case 'binary':
      return form(
        node.operator.replace(' ', '-'),
        outlineExpression(node.left),
        outlineExpression(node.right),
      );
    case 'between':
      return form(
        `between${node.lowOpen ? '(' : '['}${node.highOpen ? ')' : ']'}`,
        ...[node.value, node.low, node.high].map(outlineExpression),
      );
    case 'null-test':
      return form(node.negated ? 'is-not-null' : 'is-null', outlineExpression(node.operand));
    case 'quantifier':
      return form(
        node.quantifier,
        node.variable.text,
        outlineExpression(node.collection),
        outlineExpression(node.body),
      );
    case 'aggregate':
      return aggregate(node);
    case 'call':
      return form('call', node.callee.text, ...node.args.map(outlineExpression));
    case 'join':
      return join(node);
    case 'bind':
      return form('bind', ...node.bindings.map(binding), form('where', outlineExpression(node.where)));
    case 'lookup':
      return lookup(node);
  }
}

function aggregate(node: Aggregate): string {
  return form(
    'aggregate',
    node.function.text,
    node.variable.text,
    outlineExpression(node.collection),
    node.value !== null && form('value', outlineExpression(node.value)),
    node.filter !== null && form('where', outlineExpression(node.filter)),
  );
}

function join({ bindings, includingSelf, on, field, body }: Join): string {
  return form(
    'join',
    ...bindings.map(({ variable, fact }) => form(variable.text, fact.text)),
    includingSelf && '(including-self)',
    on !== null && form('on', outlineExpression(on)),
    field !== null && form('on-field', field.text),
    outlineExpression(body),
  );
}

function binding({ variable, collection }: Binding): string {
  return form(variable.text, outlineExpression(collection));
}

function lookup({ table, where, order, otherwise }: Lookup): string {
  return form(
    'lookup',
    table.text,
    form('where', outlineExpression(where)),
    order !== null && form(order.descending ? 'descending' : 'ascending', order.column.text),
    otherwise !== null && form('else', ...otherwise.map(outlineParam)),
  );
}

export function outlineParam({ name, value }: Param): string {
  return form(name.text, outlineExpression(value));
}

/** Negative zero is another number than zero. */
export function numeral(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

export function form(head: string, ...parts: readonly (string | false)[]): string {
  return `(${[head, ...parts.filter((part) => part !== false)].join(' ')})`;
}
