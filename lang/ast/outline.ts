/**
 * The tree as s-expressions: one line a declaration, nothing left out but spans and expansions. Tests and conformance
 * cases compare trees in this form, so it must show every difference that has a meaning.
 */
import type {
  Action,
  Block,
  Declaration,
  ExpertAction,
  ExpertRuleDeclaration,
  FieldDeclaration,
  Let,
  Name,
  RuleDeclaration,
  StrategyDeclaration,
  TableDeclaration,
  Temporal,
  TypeExpression,
  When,
} from './nodes.ts';
import { form, outlineExpression, outlineParam } from './outline-expression.ts';
import { outlineClause, outlineDuration, quoted } from './outline-arbiter.ts';
import { outlineFlag } from './outline-flag.ts';
import { outlineGovernance } from './outline-governance.ts';

type Part = string | false;

export function outline(node: Declaration): string {
  switch (node.kind) {
    case 'const':
      return form('const', node.name.text, outlineExpression(node.value));
    case 'segment':
      return form('segment', node.name.text, outlineExpression(node.condition));
    case 'input':
      return form('input', ...node.fields.map(field));
    case 'feature':
      return form('feature', node.name.text, JSON.stringify(node.from.value), ...node.fields.map(field));
    case 'fact':
    case 'outcome':
      return form(node.kind, node.name.text, ...node.fields.map(field));
    case 'table':
      return table(node);
    case 'tag':
      return form('tag', ...node.names.map(({ text }) => JSON.stringify(text)));
    case 'include':
      return form('include', JSON.stringify(node.path.value));
    case 'import':
      return form(
        'import',
        JSON.stringify(node.path.value),
        node.alias !== null && form('as', node.alias.text),
      );
    case 'rule':
      return rule(node);
    case 'strategy':
      return strategy(node);
    case 'flag':
      return outlineFlag(node);
    case 'expert-rule':
      return expertRule(node);
    case 'arbiter':
      return form('arbiter', node.name.text, ...node.clauses.map(outlineClause));
    case 'worker': {
      const { name, input, output, transport, target } = node;
      return form(
        'worker',
        name.text,
        form('input', input.text),
        form('output', output.text),
        transport.text,
        quoted(target),
      );
    }
    case 'broken':
      return form('broken', node.declares, node.name.text);
  }
}

function rule(node: RuleDeclaration): string {
  return form(
    'rule',
    node.name.text,
    node.priority !== null && form('priority', String(node.priority.value)),
    ...tags(node.tags),
    ...outlineGovernance(node.governance),
    node.when !== null && when(node.when),
    action('then', node.then),
    node.otherwise !== null && action('otherwise', node.otherwise),
  );
}

function strategy({ name, returns, arms }: StrategyDeclaration): string {
  const outlined = arms.map((arm) =>
    form(
      arm.isElse ? 'else' : 'arm',
      arm.label.text,
      ...outlineGovernance(arm.governance),
      arm.when !== null && when(arm.when),
      ...arm.lets.map(binding),
      ...arm.params.map(outlineParam),
    ),
  );
  return form('strategy', name.text, form('returns', returns.text), ...outlined);
}

function expertRule(node: ExpertRuleDeclaration): string {
  return form(
    'expert-rule',
    node.name.text,
    node.priority !== null && form('priority', String(node.priority.value)),
    ...tags(node.tags),
    node.perFact && '(per-fact)',
    node.cooldown !== null && form('cooldown', outlineDuration(node.cooldown)),
    node.debounce !== null && form('debounce', outlineDuration(node.debounce)),
    ...outlineGovernance(node.governance),
    node.noLoop && '(no-loop)',
    node.stable && '(stable)',
    node.activationGroup !== null && form('activation-group', node.activationGroup.text),
    node.when !== null && when(node.when),
    node.temporal !== null && temporal(node.temporal),
    expertAction(node.then),
  );
}

function expertAction({ effect, target, lets, params, set }: ExpertAction): string {
  return form(
    effect,
    target.text,
    ...lets.map(binding),
    ...params.map(outlineParam),
    set !== null && form('set', ...set.map(outlineParam)),
  );
}

function table({ name, columns, rows }: TableDeclaration): string {
  const header = columns.map((column) => form(column.name.text, type(column.type)));
  return form(
    'table',
    name.text,
    form('columns', ...header),
    ...rows.map(({ cells }) => form('row', ...cells.map(outlineExpression))),
  );
}

function temporal(node: Temporal): string {
  if (node.operator === 'stable_for') return form('stable-for', String(node.cycles.value));
  return form(node.operator, outlineDuration(node.duration));
}

function when({ segment, block }: When): string {
  return form(
    'when',
    segment !== null && form('segment', segment.text),
    ...(block === null ? [] : inBlock(block)),
  );
}

function inBlock({ lets, condition }: Block): readonly Part[] {
  return [...lets.map(binding), condition !== null && outlineExpression(condition)];
}

function action(head: string, { name, lets, params }: Action): string {
  return form(head, name.text, ...lets.map(binding), ...params.map(outlineParam));
}

function binding({ name, value }: Let): string {
  return form('let', name.text, outlineExpression(value));
}

function field({ name, optional, type: typed }: FieldDeclaration): string {
  return form(`${name.text}${optional ? '?' : ''}`, type(typed));
}

function type({ name, parameter, values, fields }: TypeExpression): string {
  if (values.length > 0) return form('enum', ...values.map(({ value }) => JSON.stringify(value)));
  if (fields !== null) return form('object', ...fields.map(field));
  return parameter === null ? name.text : `${name.text}<${type(parameter)}>`;
}

function tags(given: readonly Name[]): readonly Part[] {
  return given.map(({ text }) => form('tag', JSON.stringify(text)));
}
