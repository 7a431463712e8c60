/** Flags: variants that exist and agree on their fields, splits that give away everything, rules that can be reached. */
import type { FlagDeclaration, FlagRule, Param, Split, VariantName } from '../../ast/nodes.ts';
import { parseDate } from '../../instant.ts';
import { areCompatible, type Type } from '../../types.ts';
import type { Checking } from '../checking.ts';
import { isAlways, isNever } from '../constant.ts';
import { duplicateParam } from '../errors.ts';
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
import { demand } from '../references.ts';
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

/** Fields of one name have one type, wherever they are given. */
function checkPayloads({ defaults, variants }: FlagDeclaration, checking: Checking): void {
  const expected = new Map<string, Type>();
  for (const params of [defaults?.params ?? [], ...variants.map((variant) => variant.params)]) {
    const given = new Map<string, Param>();
    for (const param of params) {
      const { name, value } = param;
      const first = given.get(name.text);
      if (first !== undefined) duplicateParam({ first: first.name, again: name }, checking.diagnostics);
      given.set(name.text, param);
      const type = infer(value, new Scope({ kind: 'context' }), checking);
      const known = expected.get(name.text);
      if (known === undefined || known.kind === 'unknown' || known.kind === 'null')
        expected.set(name.text, type);
      else if (!areCompatible(known, type))
        variantField(name, known, { type, span: value.span }, checking.diagnostics);
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
