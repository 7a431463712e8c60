/** Rules and expert rules: header, then prelude, match and effect, one clause a line. */
import type {
  Action,
  ExpertAction,
  ExpertRuleDeclaration,
  Priority,
  RuleDeclaration,
  Tag,
  Temporal,
  When,
} from '../ast/nodes.ts';
import { printBody, printWhen } from './clause.ts';
import { concat, type Doc } from './document.ts';
import { clauseBody } from './enclosed.ts';
import { governanceParts, linePart, nameParts, RANK } from './governance.ts';
import { numberText } from './literal.ts';
import type { Original, Range } from './original.ts';
import type { Part } from './parts.ts';

export function rule(original: Original, node: RuleDeclaration): Doc {
  const { name, governance, when, then, otherwise } = node;
  const parts = [
    ...governanceParts(original, governance),
    ...whenParts(original, when, null),
    actionPart(original, then, 'then'),
    ...(otherwise === null ? [] : [actionPart(original, otherwise, 'otherwise')]),
  ];
  return concat(`rule ${name.text}${modifiers(original, node)} `, body(original, node, parts));
}

export function expertRule(original: Original, node: ExpertRuleDeclaration): Doc {
  const { name, governance, activationGroup, when, temporal, then, perFact, cooldown, debounce } = node;
  const header = [
    `expert rule ${name.text}${modifiers(original, node)}`,
    ...(perFact ? ['per_fact'] : []),
    ...(cooldown === null ? [] : [`cooldown ${original.text(cooldown.span)}`]),
    ...(debounce === null ? [] : [`debounce ${original.text(debounce.span)}`]),
  ];
  const group = activationGroup === null ? [] : [activationGroup];
  const parts = [
    ...governanceParts(original, governance),
    ...nameParts(group, { word: 'activation_group', rank: RANK.activationGroup }),
    ...whenParts(original, when, temporal),
    expertPart(original, then),
  ];
  const marks = markParts(original, node, parts);
  return concat(`${header.join(' ')} `, body(original, node, [...parts, ...marks]));
}

interface Declared {
  readonly name: { readonly span: Range };
  readonly span: Range;
}

function body(original: Original, { name, span }: Declared, parts: readonly Part[]): Doc {
  const marks = { start: original.find('{', name.span.end), end: span.end };
  return clauseBody(original, marks, parts);
}

interface Modified {
  readonly priority: Priority | null;
  readonly tags: readonly Tag[];
}

function modifiers(original: Original, { priority, tags }: Modified): string {
  const ordered =
    priority === null ? '' : ` ${original.code(priority.span).replace(/^priority\s+(-?)\s*/, 'priority $1')}`;
  return [ordered, ...tags.map(({ span }) => ` tag ${original.text(span)}`)].join('');
}

function whenParts(original: Original, when: When | null, temporal: Temporal | null): readonly Part[] {
  if (when === null) return [];
  const { start, end } = when.span;
  const limit = temporal === null ? '' : ` ${temporalText(original, temporal)}`;
  const print = (): Doc => concat(printWhen(original, when), limit);
  return [{ start, end: temporal?.span.end ?? end, rank: RANK.when, print }];
}

function temporalText(original: Original, temporal: Temporal): string {
  if (temporal.operator === 'stable_for') return `stable_for ${numberText(original, temporal.cycles)} cycles`;
  return `${temporal.operator} ${original.text(temporal.duration.span)}`;
}

function actionPart(original: Original, action: Action, word: 'then' | 'otherwise'): Part {
  const { name, span } = action;
  const range = { start: name.span.end, end: span.end };
  const print = (): Doc => concat(`${word} ${name.text} `, printBody(original, range, action));
  return { ...span, rank: RANK[word], print };
}

function expertPart(original: Original, action: ExpertAction): Part {
  const { effect, target, span } = action;
  const range = { start: target.span.end, end: span.end };
  const print = (): Doc => concat(`then ${effect} ${target.text} `, printBody(original, range, action));
  return { ...span, rank: RANK.then, print };
}

/** `no_loop` and `stable` are known only by their words, which stand between other clauses. */
function markParts(original: Original, node: ExpertRuleDeclaration, parts: readonly Part[]): readonly Part[] {
  const marks: Part[] = [];
  let from = original.find('{', node.name.span.end);
  for (const { start, end } of [
    ...parts.toSorted((a, b) => a.start - b.start),
    { ...node.span, start: node.span.end },
  ]) {
    for (const found of original.code({ start: from, end: start }).matchAll(/\b(no_loop|stable)\b/g)) {
      const [word] = found;
      const at = from + found.index;
      const rank = word === 'stable' ? RANK.stable : RANK.noLoop;
      marks.push(linePart({ start: at, end: at + word.length }, rank, word));
    }
    from = end;
  }
  return marks;
}
