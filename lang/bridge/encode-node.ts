/**
 * Expressions to nodes of the JSON form. Values are those of run time: quantities in base units, instants in seconds. What the form has no
 * node for stays text (`_raw`), so that it can be read back and is never mistaken for something else.
 */
import type { Binary, Expression, Quantifier } from '../ast/nodes.ts';
import { textOf } from '../span.ts';
import { findUnit, toCanonical } from '../units.ts';
import { unchain } from './chain.ts';
import type { Encoding } from './encoding.ts';
import type { JsonComparison, JsonNode, JsonQuantifier, JsonScalar } from './json-nodes.ts';
import { comparisonSpelling, rangeSpelling } from './operators.ts';
import { printExpression } from './print-expression.ts';
import { DEPTH_MAX } from './problems.ts';
import { isTemperatureArithmetic } from './temperature.ts';

const QUANTIFIERS: Readonly<Record<Quantifier['quantifier'], JsonQuantifier['ForeachLogic']>> = {
  any: '||',
  all: '&&',
  none: '!||',
};

/** `null` for what was reported. */
export function encodeNode(node: Expression, encoding: Encoding): JsonNode | null {
  return new NodeEncoding(encoding).node(node);
}

class NodeEncoding {
  readonly #encoding: Encoding;
  #depth = 0;

  constructor(encoding: Encoding) {
    this.#encoding = encoding;
  }

  node(node: Expression): JsonNode | null {
    if (this.#depth >= DEPTH_MAX)
      return this.#encoding.refuseAt(node.span, `nests deeper than ${DEPTH_MAX} nodes`);
    this.#depth++;
    const encoded = isTemperatureArithmetic(node) ? raw(node) : this.#kind(node);
    this.#depth--;
    return encoded;
  }

  #kind(node: Expression): JsonNode | null {
    switch (node.kind) {
      case 'number':
      case 'string':
      case 'boolean':
      case 'timestamp':
        return { Const: scalar(node) };
      case 'null':
        return { Const: null };
      case 'secret':
        this.#encoding.noteAt(node.span, 'a secret is given as its reference, a string');
        return { Const: { StrConst: node.reference } };
      case 'path':
        return { VarExpr: node.segments.map(({ text }) => text).join('.') };
      case 'list':
        return this.#list(node.elements);
      case 'unary':
        return this.#unary(node.operator, node.operand);
      case 'binary':
        return this.#binary(node);
      case 'between': {
        const bounds = this.node({ kind: 'list', elements: [node.low, node.high], span: node.span });
        return this.#comparison(rangeSpelling(node), node.value, bounds);
      }
      case 'null-test': {
        const Lhs = this.node(node.operand);
        return Lhs && { Operator: node.negated ? '!IS_NULL' : 'IS_NULL', Lhs };
      }
      case 'quantifier':
        return this.#quantifier(node);
      case 'join':
      case 'bind':
        return this.node(node.expansion);
      case 'decimal':
      case 'aggregate':
      case 'call':
        return raw(node);
      case 'lookup':
        return this.#encoding.refuseAt(node.span, 'JSON rules have no tables to look up in');
    }
  }

  /** Scalars stand bare in a list. */
  #list(elements: readonly Expression[]): JsonNode | null {
    const encoded = elements.map((element) => (isScalar(element) ? scalar(element) : this.node(element)));
    const whole = encoded.filter((element) => element !== null);
    return whole.length < encoded.length ? null : { ConstList: whole };
  }

  #unary(operator: 'not' | 'negate', operand: Expression): JsonNode | null {
    const encoded = this.node(operand);
    if (encoded === null) return null;
    if (operator === 'not') return { OpLogic: 'not', Conditions: [encoded] };
    return { MathExpr: { Operator: '*', Lhs: { Const: { NumConst: -1 } }, Rhs: encoded } };
  }

  #binary(node: Binary): JsonNode | null {
    const { operator, left, right } = node;
    if (operator === 'and' || operator === 'or') {
      const encoded = unchain(operator, node).map((part) => this.node(part));
      const Conditions = encoded.filter((part) => part !== null);
      return Conditions.length < encoded.length
        ? null
        : { OpLogic: operator === 'and' ? '&&' : '||', Conditions };
    }
    const spelling = comparisonSpelling(operator);
    if (spelling !== undefined) return this.#comparison(spelling, left, this.node(right));
    if (isBareDate(node))
      return this.#encoding.refuseAt(node.span, 'a date is ambiguous in JSON; write the whole timestamp');
    const [Lhs, Rhs] = [this.node(left), this.node(right)];
    return Lhs && Rhs && { MathExpr: { Operator: operator, Lhs, Rhs } };
  }

  #comparison(Operator: string, left: Expression, Rhs: JsonNode | null): JsonComparison | null {
    const Lhs = this.node(left);
    return Lhs && Rhs && { Operator, Lhs, Rhs };
  }

  #quantifier({ quantifier, variable, collection, body }: Quantifier): JsonNode | null {
    const [Lhs, Condition] = [this.node(collection), this.node(body)];
    if (Lhs === null || Condition === null) return null;
    const ForeachLogic = QUANTIFIERS[quantifier];
    return { ForeachOperator: 'FOREACH', ForeachLogic, ForeachVar: variable.text, Lhs, Condition };
  }
}

type Scalar = Extract<Expression, { kind: 'number' | 'string' | 'boolean' | 'timestamp' }>;

function isScalar(node: Expression): node is Scalar {
  return (
    node.kind === 'number' || node.kind === 'string' || node.kind === 'boolean' || node.kind === 'timestamp'
  );
}

function scalar(node: Scalar): JsonScalar {
  switch (node.kind) {
    case 'string':
      return { StrConst: node.value };
    case 'boolean':
      return { BoolConst: node.value };
    case 'timestamp':
      return { NumConst: node.seconds };
    case 'number': {
      const unit = node.unit === null ? undefined : findUnit(node.unit);
      const value = unit === undefined ? node.value : toCanonical(node.value, unit);
      return { NumConst: value === 0 ? 0 : value };
    }
  }
}

function raw(node: Expression): JsonNode {
  return { _raw: printExpression(node) };
}

/** `2026-01-01` is a subtraction, or midnight where it is compared with a timestamp; only the checker knows. */
function isBareDate({ span }: Binary): boolean {
  return span.end - span.start === 10 && /^\d{4}-\d{2}-\d{2}$/.test(textOf(span));
}
