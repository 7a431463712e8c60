/** The outline of a file: its declarations with what is in them. Spans of children lie within those of their parents. */
import type {
  ArbiterClause,
  Arm,
  Declaration,
  ExpertRuleDeclaration,
  FieldDeclaration,
  FlagDeclaration,
  Governance,
  Name,
  RuleDeclaration,
  Target,
} from '../ast/nodes.ts';
import { KIND_TITLES } from '../checker/errors.ts';
import type { Span } from '../span.ts';
import { oneLine } from './summary.ts';
import type { Workspace } from './workspace.ts';

export interface DocumentSymbol {
  /** What the language calls it: `rule`, `field`, `arm`, `clause`. */
  readonly kind: string;
  readonly name: string;
  readonly detail: string;
  /** All of it. */
  readonly span: Span;
  /** Its name, within `span`. */
  readonly nameSpan: Span;
  readonly children: readonly DocumentSymbol[];
}

export function documentSymbols(workspace: Workspace, path: string): readonly DocumentSymbol[] {
  return (workspace.files.get(path)?.declarations ?? []).map(symbolOf);
}

function symbolOf(declaration: Declaration): DocumentSymbol {
  const { name, span } = declaration;
  const kind = declaration.kind === 'broken' ? declaration.declares : declaration.kind;
  const detail = detailOf(declaration);
  const isNested = span.start <= name.span.start && name.span.end <= span.end;
  const text = declaration.kind === 'tag' ? declaration.names.map((each) => each.text).join(', ') : name.text;
  return {
    kind: KIND_TITLES[kind],
    name: text === '' ? kind : text,
    detail,
    span,
    nameSpan: isNested ? name.span : span,
    children: childrenOf(declaration),
  };
}

function detailOf(declaration: Declaration): string {
  switch (declaration.kind) {
    case 'const':
      return oneLine(declaration.value.span);
    case 'segment':
      return oneLine(declaration.condition.span);
    case 'import':
      return declaration.path.value;
    case 'feature':
      return declaration.from.value;
    case 'rule':
    case 'expert-rule':
      return declaration.priority === null ? '' : `priority ${declaration.priority.value}`;
    case 'strategy':
    case 'flag':
      return declaration.returns === null ? '' : `returns ${declaration.returns.text}`;
    case 'worker':
      return `${declaration.input.text} → ${declaration.output.text}`;
    case 'broken':
      return 'cannot be parsed';
    case 'input':
    case 'fact':
    case 'outcome':
    case 'table':
    case 'tag':
    case 'include':
    case 'arbiter':
      return '';
  }
}

function childrenOf(declaration: Declaration): readonly DocumentSymbol[] {
  switch (declaration.kind) {
    case 'input':
    case 'feature':
    case 'fact':
    case 'outcome':
      return declaration.fields.map(fieldSymbol);
    case 'table':
      return declaration.columns.map(({ name, type, span }) =>
        leaf('column', { name, span, detail: type.span }),
      );
    case 'rule':
      return ruleSymbols(declaration);
    case 'expert-rule':
      return expertSymbols(declaration);
    case 'strategy':
      return declaration.arms.map(armSymbol);
    case 'flag':
      return flagSymbols(declaration);
    case 'arbiter':
      return declaration.clauses.map(clauseSymbol);
    case 'const':
    case 'segment':
    case 'tag':
    case 'include':
    case 'import':
    case 'worker':
    case 'broken':
      return [];
  }
}

interface Part {
  readonly name: { readonly text: string; readonly span: Span };
  readonly span: Span;
  readonly detail?: Span;
}

function leaf(kind: string, { name, span, detail }: Part): DocumentSymbol {
  return {
    kind,
    name: name.text === '' ? kind : name.text,
    detail: detail === undefined ? '' : oneLine(detail),
    span,
    nameSpan: name.span,
    children: [],
  };
}

function fieldSymbol({ name, type, span }: FieldDeclaration): DocumentSymbol {
  const inside = (type.name.text === 'list' ? type.parameter?.fields : type.fields) ?? [];
  return { ...leaf('field', { name, span, detail: type.span }), children: inside.map(fieldSymbol) };
}

function ruleSymbols({ governance, when, then, otherwise }: RuleDeclaration): readonly DocumentSymbol[] {
  return [
    ...gateSymbols(governance),
    ...(when === null ? [] : [word('when', when.span)]),
    leaf('then', then),
    ...(otherwise === null ? [] : [leaf('otherwise', otherwise)]),
  ].sort(inOrder);
}

function expertSymbols({
  governance,
  activationGroup,
  when,
  then,
}: ExpertRuleDeclaration): readonly DocumentSymbol[] {
  return [
    ...gateSymbols(governance),
    ...(activationGroup === null ? [] : [named('activation_group', activationGroup)]),
    ...(when === null ? [] : [word('when', when.span)]),
    leaf(then.effect, { name: then.target, span: then.span }),
  ].sort(inOrder);
}

function gateSymbols({
  killSwitch,
  activeFrom,
  activeUntil,
  requires,
  excludes,
  rollout,
}: Governance): readonly DocumentSymbol[] {
  return [
    ...(killSwitch === null ? [] : [word('kill_switch', killSwitch.span)]),
    ...(activeFrom === null ? [] : [word('active_from', activeFrom.span)]),
    ...(activeUntil === null ? [] : [word('active_until', activeUntil.span)]),
    ...requires.map((name) => named('requires', name)),
    ...excludes.map((name) => named('excludes', name)),
    ...(rollout === null ? [] : [word('rollout', rollout.span)]),
  ];
}

function armSymbol({ label, isElse, when, span }: Arm): DocumentSymbol {
  return leaf(isElse ? 'else' : 'arm', {
    name: label,
    span,
    ...(when === null ? {} : { detail: when.span }),
  });
}

function flagSymbols({
  metadata,
  requires,
  variants,
  defaults,
  rules,
}: FlagDeclaration): readonly DocumentSymbol[] {
  return [
    ...metadata.map(({ name, value, span }) => leaf('metadata', { name, span, detail: value.span })),
    ...requires.map((name) => named('requires', name)),
    ...variants.map((variant) => leaf('variant', variant)),
    ...(defaults === null ? [] : [word('defaults', defaults.span)]),
    ...rules.map(({ span }) => word('rule', span)),
  ].sort(inOrder);
}

function clauseSymbol(clause: ArbiterClause): DocumentSymbol {
  const { kind, span } = clause;
  switch (kind) {
    case 'handler':
      return clause.outcome === null
        ? word('on', span)
        : leaf('on', { name: clause.outcome, span, detail: span });
    case 'stream':
    case 'source':
    case 'checkpoint':
      return targeted(kind, clause.target, span);
    case 'poll':
    case 'schedule':
    case 'rules':
    case 'durability':
      return word(kind, span);
  }
}

function targeted(kind: string, target: Target, span: Span): DocumentSymbol {
  return leaf(kind, { name: target, span });
}

/** What has no name of its own is called by its word. */
function word(kind: string, span: Span): DocumentSymbol {
  return leaf(kind, { name: { text: '', span }, span, detail: span });
}

function named(kind: string, name: Name): DocumentSymbol {
  return leaf(kind, { name, span: name.span });
}

function inOrder(a: DocumentSymbol, b: DocumentSymbol): number {
  return a.span.start - b.span.start;
}
