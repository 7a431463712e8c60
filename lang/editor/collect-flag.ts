/** The names in flags: segments, variants, and the fields of their payloads. */
import type { FlagDeclaration, FlagRule, Name, Param, VariantName } from '../ast/nodes.ts';
import { collectBody, collectSubject, fieldsOf } from './collect-clause.ts';
import { collectExpression, inner, type Site } from './collect-expression.ts';
import { ownerOf } from './entity.ts';
import { unquoted } from './places.ts';

/** The default variant need not be declared: then it declares itself. */
export function collectFlag(flag: FlagDeclaration, site: Site): void {
  const { into } = site;
  into.declareNamed('flag', flag.name);
  const owner = ownerOf('flag', into.checking.names.qualified(flag.name.text));
  if (flag.returns !== null) into.mention('outcome', flag.returns);
  for (const name of flag.requires) into.mention('flag', name);
  if (flag.default !== null) {
    const { text } = flag.default;
    addVariant(
      flag.default,
      { owner, isDeclaration: !flag.variants.some(({ name }) => name.text === text) },
      site,
    );
  }
  const collect = payloadsOf(flag.returns, owner, site);
  collect(flag.defaults?.params ?? []);
  for (const { name, params } of flag.variants) {
    addVariant(name, { owner, isDeclaration: true }, site);
    collect(params);
  }
  for (const rule of flag.rules) collectRule(rule, owner, inner(site));
}

function collectRule({ governance, segment, condition, serves }: FlagRule, owner: string, site: Site): void {
  if (governance.rollout?.subject != null) collectSubject(governance.rollout.subject, site);
  if (segment !== null) site.into.mention('segment', segment);
  if (condition !== null) collectExpression(condition, site);
  const served = serves.kind === 'split' ? serves.weights.map(({ variant }) => variant) : [serves];
  if (serves.kind === 'split' && serves.subject !== null) collectSubject(serves.subject, site);
  for (const variant of served) addVariant(variant, { owner, isDeclaration: false }, site);
}

/** The fields are those of what the flag returns; without that, its own. */
function payloadsOf(returns: Name | null, owner: string, site: Site): (params: readonly Param[]) => void {
  if (returns === null) return (params) => collectPayload(params, owner, site);
  const origin = fieldsOf('outcome', returns, site);
  return (params) => collectBody({ lets: [], params }, origin, site);
}

/** Every variant that gives a field declares it. */
function collectPayload(params: readonly Param[], owner: string, site: Site): void {
  const { into } = site;
  for (const { name, value } of params) {
    into.declare(
      { kind: 'payload', owner, name: name.text },
      name,
      into.checking.tables.types.get(value) ?? null,
    );
    collectExpression(value, inner(site));
  }
}

function addVariant(
  { text, span }: VariantName,
  { owner, isDeclaration }: { readonly owner: string; readonly isDeclaration: boolean },
  { into }: Site,
): void {
  into.addSpan(unquoted(span), { entity: { kind: 'variant', owner, name: text }, type: null, isDeclaration });
}
