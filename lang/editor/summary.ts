/** Declarations in a few lines, as the author wrote them, for hovers and for the details of suggestions and outlines. */
import type {
  ArbiterDeclaration,
  Declaration,
  ExpertRuleDeclaration,
  FieldDeclaration,
  FlagDeclaration,
  Governance,
  RuleDeclaration,
  When,
} from '../ast/nodes.ts';
import { type Span, textOf } from '../span.ts';

const LINE_MAX = 90;
const LINES_MAX = 24;

/** The text of a span on one line, clipped. */
export function oneLine(span: Span): string {
  const text = textOf(span).replace(/\s+/g, ' ').trim();
  return text.length > LINE_MAX ? `${text.slice(0, LINE_MAX - 1)}…` : text;
}

/** The first line first; it alone says what is declared. */
export function summaryOf(declaration: Declaration): readonly string[] {
  const lines = linesOf(declaration);
  return lines.length > LINES_MAX ? [...lines.slice(0, LINES_MAX), '…'] : lines;
}

function linesOf(declaration: Declaration): readonly string[] {
  const { name } = declaration;
  switch (declaration.kind) {
    case 'const':
    case 'segment':
    case 'include':
    case 'import':
    case 'tag':
      return [oneLine(declaration.span)];
    case 'input':
    case 'fact':
    case 'outcome':
      return block(
        declaration.kind === 'input' ? 'input' : `${declaration.kind} ${name.text}`,
        fields(declaration.fields),
      );
    case 'feature':
      return block(`feature ${name.text} from ${textOf(declaration.from.span)}`, fields(declaration.fields));
    case 'table': {
      const columns = declaration.columns.map(({ span }) => oneLine(span)).join(' | ');
      return block(`table ${name.text}`, [columns, `# ${declaration.rows.length} rows`]);
    }
    case 'rule':
      return block(header(declaration), ruleLines(declaration));
    case 'expert-rule':
      return block(header(declaration), expertLines(declaration));
    case 'strategy': {
      const arms = declaration.arms.map(({ label, isElse, when }) =>
        isElse ? `else ${label.text}` : `${whenText(when)} then ${label.text}`.trim(),
      );
      return block(`strategy ${name.text} returns ${declaration.returns.text}`, arms);
    }
    case 'flag':
      return block(header(declaration), flagLines(declaration));
    case 'arbiter':
      return block(`arbiter ${name.text}`, arbiterLines(declaration));
    case 'worker': {
      const { input, output, transport, target } = declaration;
      const lines = [
        `input ${input.text}`,
        `output ${output.text}`,
        `${transport.text} ${textOf(target.span)}`,
      ];
      return block(`worker ${name.text}`, lines);
    }
    case 'broken':
      return [`${declaration.declares} ${name.text} # cannot be parsed`];
  }
}

/** What stands before the body. */
function header({ span }: Declaration): string {
  return oneLine({ ...span, end: span.start + textOf(span).indexOf('{') });
}

function block(head: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [`${head} { }`] : [`${head} {`, ...lines.map((line) => `  ${line}`), '}'];
}

function fields(declared: readonly FieldDeclaration[]): readonly string[] {
  return declared.map(({ span }) => oneLine(span));
}

function ruleLines({ governance, when, then, otherwise }: RuleDeclaration): readonly string[] {
  return [
    ...gates(governance),
    ...present(whenText(when)),
    oneLine(then.span).replace(/^/, 'then '),
    ...(otherwise === null ? [] : [`otherwise ${oneLine(otherwise.span)}`]),
  ];
}

function expertLines(rule: ExpertRuleDeclaration): readonly string[] {
  const { governance, noLoop, stable, activationGroup, when, temporal, then } = rule;
  const limit = temporal === null ? '' : ` ${oneLine(temporal.span)}`;
  return [
    ...(noLoop ? ['no_loop'] : []),
    ...(stable ? ['stable'] : []),
    ...gates(governance),
    ...(activationGroup === null ? [] : [`activation_group ${activationGroup.text}`]),
    ...present(whenText(when) + limit),
    `then ${oneLine(then.span)}`,
  ];
}

function flagLines({ metadata, requires, variants, rules }: FlagDeclaration): readonly string[] {
  return [
    ...metadata.map(({ span }) => oneLine(span)),
    ...requires.map(({ text }) => `requires ${text}`),
    ...variants.map(({ span }) => oneLine(span)),
    ...rules.map(({ span }) => oneLine(span)),
  ];
}

function arbiterLines({ clauses }: ArbiterDeclaration): readonly string[] {
  return clauses.map(({ span }) => oneLine(span));
}

function gates({
  killSwitch,
  activeFrom,
  activeUntil,
  requires,
  excludes,
  rollout,
}: Governance): readonly string[] {
  return [
    ...(killSwitch === null ? [] : [oneLine(killSwitch.span)]),
    ...(activeFrom === null ? [] : [`active_from ${oneLine(activeFrom.span)}`]),
    ...(activeUntil === null ? [] : [`active_until ${oneLine(activeUntil.span)}`]),
    ...(requires.length === 0 ? [] : [`requires ${requires.map(({ text }) => text).join(', ')}`]),
    ...(excludes.length === 0 ? [] : [`excludes ${excludes.map(({ text }) => text).join(', ')}`]),
    ...(rollout === null ? [] : [oneLine(rollout.span)]),
  ];
}

function whenText(when: When | null): string {
  return when === null ? '' : oneLine(when.span);
}

function present(text: string): readonly string[] {
  return text === '' ? [] : [text];
}
