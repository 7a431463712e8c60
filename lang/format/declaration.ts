/** The choice of a printer by the kind of a declaration. */
import type { Declaration } from '../ast/nodes.ts';
import { arbiter, worker } from './arbiter.ts';
import { conditionBody } from './clause.ts';
import { concat, type Doc } from './document.ts';
import { printExpression } from './expression.ts';
import { HANGING } from './levels.ts';
import { flag } from './flag.ts';
import { guardEnd } from './guards.ts';
import { stringIn } from './literal.ts';
import type { Original } from './original.ts';
import { expertRule, rule } from './rule.ts';
import { schema } from './schema.ts';
import { strategy } from './strategy.ts';
import { table } from './table.ts';

export function printDeclaration(original: Original, node: Declaration): Doc {
  const { span } = node;
  switch (node.kind) {
    case 'const':
      guardEnd(original, node.value);
      return concat(`const ${node.name.text} = `, printExpression(original, node.value, HANGING));
    case 'segment': {
      const range = { start: node.name.span.end, end: span.end };
      return concat(`segment ${node.name.text} `, conditionBody(original, range, node.condition));
    }
    case 'input':
    case 'feature':
    case 'fact':
    case 'outcome':
      return schema(original, node);
    case 'table':
      return table(original, node);
    case 'tag':
      return `${original.code(span).startsWith('tags') ? 'tags' : 'tag'} ${stringIn(original, span)}`;
    case 'include':
      return `include ${original.text(node.path.span)}`;
    case 'import':
      return `import ${original.text(node.path.span)}${node.alias === null ? '' : ` as ${node.alias.text}`}`;
    case 'rule':
      return rule(original, node);
    case 'strategy':
      return strategy(original, node);
    case 'flag':
      return flag(original, node);
    case 'expert-rule':
      return expertRule(original, node);
    case 'arbiter':
      return arbiter(original, node);
    case 'worker':
      return worker(original, node);
    case 'broken':
      return original.text(span);
  }
}
