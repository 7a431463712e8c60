/** What rules say about each other: the segments they stand behind and the rules they require. */
import type { ExpertRuleDeclaration, Name, RuleDeclaration } from '../ast/nodes.ts';
import type { Checking } from './checking.ts';
import { explore } from './cycles.ts';
import { cycle, KIND_TITLES, unknownRule, unknownSegment, unused } from './errors.ts';

type RuleKind = 'rule' | 'expert-rule';

export function checkSegmentReference(segment: Name, { names, usedSegments, diagnostics }: Checking): void {
  usedSegments.add(segment.text);
  if (!names.has('segment', segment.text)) unknownSegment(segment, names.of('segment'), diagnostics);
}

/** Names are per kind: a rule requires rules, an expert rule expert rules. */
export function checkRequires(kind: RuleKind, { names, diagnostics }: Checking): void {
  for (const rule of names.all(kind)) {
    for (const required of rule.requires) {
      if (!names.has(kind, required.text))
        unknownRule(kind, { name: required, known: names.of(kind) }, diagnostics);
    }
  }
  const rules = names.first(kind);
  const { cycles } = explore<RuleDeclaration | ExpertRuleDeclaration>(rules, ({ requires }) =>
    requires.flatMap(({ text }) => names.find(kind, text) ?? []),
  );
  for (const [first, ...others] of cycles) {
    const members = [first, ...others].map(({ name }) => name.text);
    const next = others[0] ?? first;
    const place = first.requires.find(({ text }) => text === next.name.text) ?? first.name;
    const spans = others.map(({ name }) => name.span);
    const found = { kind: KIND_TITLES[kind], names: members, span: place.span, others: spans };
    cycle('check/requires-cycle', found, diagnostics);
  }
}

/** A broken declaration or an unknown segment may be what was meant to use it: beside one nothing counts as unused. */
export function warnUnused({ names, resolutions, usedSegments, diagnostics }: Checking): void {
  if (names.hasBroken() || ![...usedSegments].every((segment) => names.has('segment', segment))) return;
  const usedConsts = new Set(
    [...resolutions.values()].map((found) => (found.kind === 'const' ? found.declaration : undefined)),
  );
  for (const declaration of names.first('const')) {
    if (!usedConsts.has(declaration)) unused('const', declaration.name, diagnostics);
  }
  for (const { name } of names.first('segment')) {
    if (!usedSegments.has(name.text)) unused('segment', name, diagnostics);
  }
}
