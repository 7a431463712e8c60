/** On the name of a rule: require one of the other rules of the module, as long as nothing then requires itself. */
import type { ExpertRuleDeclaration, RuleDeclaration } from '../ast/nodes.ts';
import { insert } from './edits.ts';
import type { Fix, Range } from './fix.ts';
import type { Unit } from './workspace.ts';

const OFFERED_MAX = 10;

type Rule = RuleDeclaration | ExpertRuleDeclaration;

export function requireOther({ file, check }: Unit, range: Range): readonly Fix[] {
  const rule = file.declarations.find(
    (each): each is Rule =>
      (each.kind === 'rule' || each.kind === 'expert-rule') &&
      each.name.span.start <= range.end &&
      range.start <= each.name.span.end,
  );
  if (rule === undefined) return [];
  const { names } = check.checking;
  const rules: readonly Rule[] = rule.kind === 'rule' ? names.first('rule') : names.first('expert-rule');
  const others = rules.filter(
    (other) => other.name.text !== rule.name.text && !leadsTo(other, rule, rules) && !mentions(rule, other),
  );
  const brace = file.source.text.indexOf('{', rule.name.span.end);
  if (brace === -1 || brace > rule.span.end) return [];
  return others.slice(0, OFFERED_MAX).map(({ name }) => ({
    title: `Require \`${name.text}\``,
    edits: [insert(rule.span, brace + 1, `${lead(file.source.text, brace)}requires ${name.text}`)],
  }));
}

/** On a line of its own, if the clauses are. */
function lead(text: string, brace: number): string {
  const [line] = /^[ \t]*(\r?\n[ \t]*)(?=\S)/.exec(text.slice(brace + 1)) ?? [];
  return line === undefined ? ' ' : line.replace(/^[ \t]*/, '');
}

function mentions({ governance }: Rule, { name }: Rule): boolean {
  return [...governance.requires, ...governance.excludes].some(({ text }) => text === name.text);
}

function leadsTo(from: Rule, to: Rule, rules: readonly Rule[]): boolean {
  const wanted = new Set([from]);
  for (const rule of wanted) {
    if (mentions(rule, to)) return true;
    for (const other of rules) if (mentions(rule, other)) wanted.add(other);
  }
  return false;
}
