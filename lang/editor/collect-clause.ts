/** The names in what several declarations are made of: gates, conditions, bodies of actions. */
import type { Governance, Let, Name, Param, When } from '../ast/nodes.ts';
import { collectExpression, collectLets, collectParams, inner, type Site } from './collect-expression.ts';
import { memberOf, type Origin, ownerOf, within } from './entity.ts';

/** Where paths begin. */
export const CONTEXT: Origin = { kind: 'path', owner: '', prefix: '' };

export function collectGovernance(kind: 'rule' | 'expert-rule', governance: Governance, site: Site): void {
  const { names } = site.into.checking;
  for (const name of governance.requires) {
    const isFlag = kind === 'rule' && !names.has('rule', name.text) && names.has('flag', name.text);
    site.into.mention(isFlag ? 'flag' : kind, name);
  }
  for (const name of governance.excludes) site.into.mention(kind, name);
  if (governance.rollout?.subject != null) collectSubject(governance.rollout.subject, site);
}

/** The path of a subject is one name; every part of it has its place. */
export function collectSubject({ text, span }: Name, { into }: Site): void {
  let origin = CONTEXT;
  let start = span.start;
  for (const part of text.split('.')) {
    const found = span.source.text.indexOf(part, start);
    if (found === -1 || found + part.length > span.end) return;
    const place = { ...span, start: found, end: found + part.length };
    into.addSpan(place, { entity: memberOf(origin, part), type: null, isDeclaration: false });
    origin = within(origin, part);
    start = place.end;
  }
}

export function collectWhen(when: When | null, site: Site): void {
  if (when?.segment != null) site.into.mention('segment', when.segment);
  if (when?.block == null) return;
  collectLets(when.block.lets, site);
  if (when.block.condition !== null) collectExpression(when.block.condition, site);
}

export function collectBody(
  { lets, params }: { readonly lets: readonly Let[]; readonly params: readonly Param[] },
  origin: Origin,
  site: Site,
): void {
  const body = inner(site);
  collectLets(lets, body);
  collectParams(params, origin, body);
}

/** Where the fields of an action are declared. */
export function fieldsOf(kind: 'fact' | 'outcome', name: Name, { into }: Site): Origin {
  const { names } = into.checking;
  const found = names.find(kind, name.text);
  const qualified = found === undefined ? name.text : found.module.qualified(found.declaration.name.text);
  return { kind: 'field', owner: ownerOf(kind, qualified), prefix: '' };
}
