/**
 * The tree as an s-expression: one line a declaration, nothing left out but spans. Tests and conformance cases
 * compare trees in this form, so it must show every difference that has a meaning.
 */
import type {
  ArbiterClause,
  Block,
  Declaration,
  Duration,
  ExpertRuleDeclaration,
  Expression,
  FieldDeclaration,
  Name,
  Param,
  RuleDeclaration,
  Target,
  When,
} from './nodes.ts';

export function outline(node: Declaration | Expression): string {
  switch (node.kind) {
    case 'const':
      return form('const', node.name.text, outline(node.value));
    case 'segment':
      return form('segment', node.name.text, outline(node.condition));
    case 'fact':
    case 'outcome':
      return form(node.kind, node.name.text, ...node.fields.map(field));
    case 'rule':
      return rule(node);
    case 'expert-rule':
      return expertRule(node);
    case 'arbiter':
      return form('arbiter', node.name.text, ...node.clauses.map(arbiterClause));
    case 'broken':
      return form('broken', node.declares, node.name.text);
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
    case 'list':
      return form('list', ...node.elements.map(outline));
    case 'path':
      return node.segments.map(({ text }) => text).join('.');
    case 'unary':
      return form(node.operator, outline(node.operand));
    case 'binary':
      return form(node.operator.replace(' ', '-'), outline(node.left), outline(node.right));
    case 'between':
      return form(
        `between${node.lowOpen ? '(' : '['}${node.highOpen ? ')' : ']'}`,
        ...[node.value, node.low, node.high].map(outline),
      );
    case 'null-test':
      return form(node.negated ? 'is-not-null' : 'is-null', outline(node.operand));
    case 'quantifier':
      return form(node.quantifier, node.variable.text, outline(node.collection), outline(node.body));
    case 'aggregate':
      return form(
        'aggregate',
        node.function.text,
        node.variable.text,
        outline(node.collection),
        node.value !== null && form('value', outline(node.value)),
        node.filter !== null && form('where', outline(node.filter)),
      );
    case 'call':
      return form('call', node.callee.text, ...node.args.map(outline));
  }
}

function rule(node: RuleDeclaration): string {
  return form(
    'rule',
    node.name.text,
    node.priority !== null && form('priority', String(node.priority.value)),
    node.killSwitch !== null && form('kill-switch', node.killSwitch.on ? 'on' : 'off'),
    requires(node.requires),
    node.when !== null && when(node.when),
    form('then', node.then.name.text, ...node.then.params.map(param)),
    node.otherwise !== null &&
      form('otherwise', node.otherwise.name.text, ...node.otherwise.params.map(param)),
  );
}

function expertRule(node: ExpertRuleDeclaration): string {
  return form(
    'expert-rule',
    node.name.text,
    node.priority !== null && form('priority', String(node.priority.value)),
    node.perFact && '(per-fact)',
    node.cooldown !== null && form('cooldown', duration(node.cooldown)),
    node.killSwitch !== null && form('kill-switch', node.killSwitch.on ? 'on' : 'off'),
    node.noLoop && '(no-loop)',
    requires(node.requires),
    node.when !== null && when(node.when),
    node.temporal !== null && form(node.temporal.operator, duration(node.temporal.duration)),
    form(node.then.effect, node.then.target.text, ...node.then.params.map(param)),
  );
}

function arbiterClause(clause: ArbiterClause): string {
  switch (clause.kind) {
    case 'poll':
      return form('poll', duration(clause.interval));
    case 'stream':
      return form(
        'stream',
        target(clause.target),
        clause.by !== null && form('by', clause.by.text),
        clause.at !== null && form('at', clause.at.text),
      );
    case 'source':
      return form(
        'source',
        target(clause.target),
        clause.retainFor !== null && form('retain', duration(clause.retainFor)),
        clause.retainLast !== null && form('retain-last', String(clause.retainLast.count)),
      );
    case 'checkpoint':
      return form('checkpoint', target(clause.target));
    case 'handler':
      return form(
        'on',
        clause.outcome?.text ?? '*',
        clause.where !== null && form('where', outline(clause.where)),
        clause.handler.text,
        clause.target !== null && target(clause.target),
      );
  }
}

function when({ segment, block }: When): string {
  return form(
    'when',
    segment !== null && form('segment', segment.text),
    ...(block === null ? [] : inBlock(block)),
  );
}

function inBlock({ lets, condition }: Block): readonly (string | false)[] {
  return [
    ...lets.map(({ name, value }) => form('let', name.text, outline(value))),
    condition !== null && outline(condition),
  ];
}

function field({ name, optional, type }: FieldDeclaration): string {
  const parameter = type.parameter === null ? '' : `<${type.parameter.text}>`;
  return form(`${name.text}${optional ? '?' : ''}`, `${type.name.text}${parameter}`);
}

function param({ name, value }: Param): string {
  return form(name.text, outline(value));
}

function requires(names: readonly Name[]): string | false {
  return names.length > 0 && form('requires', ...names.map(({ text }) => text));
}

function target({ text }: Target): string {
  return JSON.stringify(text);
}

function duration({ ms }: Duration): string {
  return `${ms}ms`;
}

/** Negative zero is another number than zero. */
function numeral(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function form(head: string, ...parts: readonly (string | false)[]): string {
  return `(${[head, ...parts.filter((part) => part !== false)].join(' ')})`;
}
