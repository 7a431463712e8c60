/** Flags: variants that exist and agree on their fields, splits that give away everything, rules that can be reached. */
import type {
  Defaults,
  FlagDeclaration,
  FlagRule,
  Param,
  Split,
  Variant,
  VariantName,
} from '../../ast/nodes.ts';
import { parseDate } from '../../instant.ts';
import { areCompatible, UNKNOWN } from '../../types.ts';
import type { Checking } from '../checking.ts';
import { isAlways, isNever } from '../constant.ts';
import { duplicateParam, type Typed } from '../errors.ts';
import { checkSegmentReference, checkSubject, checkWindow, warnSiblingRollouts } from '../governance.ts';
import {
  duplicateVariant,
  flagExpires,
  flagOwner,
  neverReached,
  splitSum,
  unknownVariant,
  variantField,
} from '../governed-errors.ts';
import { infer, inferCondition } from '../infer.ts';
import { checkPayload, returnedSchema } from '../payload.ts';
import { demand } from '../references.ts';
import type { Schema } from '../schema.ts';
import { Scope } from '../scope.ts';

/** Of all weights of a split. */
const WHOLE = 10_000;

export function checkFlag(flag: FlagDeclaration, checking: Checking): void {
  for (const required of flag.requires) demand('flag', required, checking);
  checkMetadata(flag, checking);
  checkVariants(flag, checking);
  checkPayloads(flag, checking);
  for (const rule of flag.rules) checkFlagRule(flag, rule, checking);
  warnSiblingRollouts(
    flag.rules.map(({ governance }) => governance),
    checking,
  );
  warnUnreached(flag, checking);
}

function checkMetadata({ name, metadata }: FlagDeclaration, { diagnostics }: Checking): void {
  if (!metadata.some((each) => each.name.text === 'owner')) flagOwner(name, diagnostics);
  for (const { name: key, value } of metadata) {
    if (key.text === 'expires' && parseDate(value.value) === undefined)
      flagExpires(value.span, value.value, diagnostics);
  }
}

/** Once any is declared all are, but for the default: it need not be. */
function checkVariants(
  { variants, rules, default: served }: FlagDeclaration,
  { diagnostics }: Checking,
): void {
  const declared = new Map<string, VariantName>();
  for (const { name } of variants) {
    const first = declared.get(name.text);
    if (first === undefined) declared.set(name.text, name);
    else duplicateVariant({ first, again: name }, diagnostics);
  }
  if (declared.size === 0) return;
  const known = [...declared.keys(), ...(served === null ? [] : [served.text])];
  for (const variant of rules.flatMap(servedBy)) {
    if (!known.includes(variant.text)) unknownVariant(variant, known, diagnostics);
  }
}

/** Against the outcome that the flag returns, or else against each other. */
function checkPayloads(flag: FlagDeclaration, checking: Checking): void {
  const { returns, defaults, variants } = flag;
  const payloads = [...(defaults === null ? [] : [defaults]), ...variants];
  for (const { value } of payloads.flatMap(({ params }) => params))
    infer(value, new Scope({ kind: 'context' }), checking);
  const schema = returns === null ? undefined : returnedSchema(returns, checking);
  if (schema === undefined) checkAgreement(payloads, checking);
  else checkReturned(flag, schema, checking);
}

/** A default that is not declared is served all the same, with what all variants have. */
function checkReturned(
  { name: flag, default: served, defaults, variants }: FlagDeclaration,
  schema: Schema,
  checking: Checking,
): void {
  const inherited = defaults?.params ?? [];
  const common = { kind: 'outcome', schema } as const;
  checkPayload({ ...common, target: flag, params: inherited, isWhole: false }, checking);
  for (const { name: target, params } of variants)
    checkPayload({ ...common, target, params, inherited, isWhole: true }, checking);
  if (!variants.some(({ name }) => name.text === (served?.text ?? '')))
    checkPayload({ ...common, target: served ?? flag, params: [], inherited, isWhole: true }, checking);
}

/** Fields of one name have one type, wherever they are given. */
function checkAgreement(payloads: readonly (Defaults | Variant)[], { tables, diagnostics }: Checking): void {
  const known = new Map<string, Typed>();
  for (const { params } of payloads) {
    const given = new Map<string, Param>();
    for (const param of params) {
      const { name, value } = param;
      const again = given.get(name.text);
      if (again !== undefined) duplicateParam({ first: again.name, again: name }, diagnostics);
      given.set(name.text, param);
      const found = { type: tables.types.get(value) ?? UNKNOWN, span: value.span };
      const first = known.get(name.text);
      if (first === undefined || first.type.kind === 'unknown' || first.type.kind === 'null')
        known.set(name.text, found);
      else if (!areCompatible(first.type, found.type)) variantField(name, { first, found }, diagnostics);
    }
  }
}

function checkFlagRule(flag: FlagDeclaration, rule: FlagRule, checking: Checking): void {
  const { governance, segment, condition, serves } = rule;
  const what = `a rule of flag \`${flag.name.text}\``;
  checkWindow(governance, { what, checking });
  if (segment !== null) checkSegmentReference(segment, checking);
  if (condition !== null)
    inferCondition(condition, `flag \`${flag.name.text}\``, {
      scope: new Scope({ kind: 'context' }),
      checking,
    });
  if (serves.kind === 'split') checkSplit(serves, checking);
}

function checkSplit({ subject, weights, span }: Split, checking: Checking): void {
  const { diagnostics } = checking;
  checkSubject(subject, checking);
  const seen = new Map<string, VariantName>();
  for (const { variant } of weights) {
    const first = seen.get(variant.text);
    if (first === undefined) seen.set(variant.text, variant);
    else duplicateVariant({ first, again: variant }, diagnostics);
  }
  const sum = weights.reduce((total, { weight }) => total + weight.value, 0);
  if (sum !== WHOLE) splitSum(span, sum, diagnostics);
}

function warnUnreached({ name, rules }: FlagDeclaration, { diagnostics }: Checking): void {
  const taken = rules.findIndex(alwaysTaken);
  for (const [index, { span, condition }] of rules.entries()) {
    const what = `this rule of flag \`${name.text}\``;
    if (taken !== -1 && index > taken) neverReached(span, what, 'earlier', diagnostics);
    else if (isNever(condition)) neverReached(span, what, 'condition', diagnostics);
  }
}

/** A split without a subject falls through, so what follows it can be reached. */
function alwaysTaken({ governance, segment, condition, serves }: FlagRule): boolean {
  const { activeFrom, activeUntil, rollout } = governance;
  const isGated = activeFrom !== null || activeUntil !== null || rollout !== null;
  return !isGated && segment === null && isAlways(condition) && serves.kind !== 'split';
}

function servedBy({ serves }: FlagRule): readonly VariantName[] {
  return serves.kind === 'split' ? serves.weights.map(({ variant }) => variant) : [serves];
}
