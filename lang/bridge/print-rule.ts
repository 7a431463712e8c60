/** Declarations that come from JSON, in the canonical form: one clause a line, four spaces, commas behind all parameters. */
import type {
  Action,
  ConstDeclaration,
  Expression,
  FeatureDeclaration,
  RuleDeclaration,
} from '../ast/nodes.ts';
import { unchain } from './chain.ts';
import { printExpression, printPart } from './print-expression.ts';
import { printString } from './print-literal.ts';
import { printField } from './print-type.ts';

/** Lines are indented last and one by one, because a string may hold line breaks of its own. */
interface Line {
  readonly depth: number;
  readonly text: string;
}

export type Printable = ConstDeclaration | FeatureDeclaration | RuleDeclaration;

export function printDeclaration(node: Printable): string {
  return linesOf(node)
    .map(({ depth, text }) => `${'    '.repeat(depth)}${text}\n`)
    .join('');
}

function linesOf(node: Printable): readonly Line[] {
  switch (node.kind) {
    case 'const':
      return [line(`const ${node.name.text} = ${printExpression(node.value)}`)];
    case 'feature': {
      const fields = node.fields.map((field) => line(printField(field)));
      return block(`feature ${node.name.text} from ${printString(node.from.value)}`, fields);
    }
    case 'rule':
      return rule(node);
  }
}

function rule({ name, priority, when, then, otherwise }: RuleDeclaration): readonly Line[] {
  const condition = when?.block?.condition ?? null;
  return block(`rule ${name.text}${priority === null ? '' : ` priority ${priority.value}`}`, [
    ...(condition === null ? [] : block('when', conditions(condition))),
    ...action('then', then),
    ...(otherwise === null ? [] : action('otherwise', otherwise)),
  ]);
}

function action(keyword: string, { name, params }: Action): readonly Line[] {
  const given = params.map((param) => line(`${param.name.text}: ${printExpression(param.value)},`));
  return block(`${keyword} ${name.text}`, given);
}

/** The parts of the outermost `and` or `or`, each on its own line behind the word. */
function conditions(condition: Expression): readonly Line[] {
  if (condition.kind !== 'binary') return [line(printExpression(condition))];
  const { operator } = condition;
  if (operator !== 'and' && operator !== 'or') return [line(printExpression(condition))];
  return unchain(operator, condition).map((part, index) =>
    line(`${index === 0 ? '' : `${operator} `}${printPart(operator, part)}`),
  );
}

function block(head: string, inner: readonly Line[]): readonly Line[] {
  if (inner.length === 0) return [line(`${head} { }`)];
  const deeper = inner.map(({ depth, text }) => ({ depth: depth + 1, text }));
  return [line(`${head} {`), ...deeper, line('}')];
}

function line(text: string): Line {
  return { depth: 0, text };
}
