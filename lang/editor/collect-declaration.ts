/** The names in declarations other than flags and arbiters. */
import type {
  Action,
  Arm,
  Declaration,
  ExpertAction,
  ExpertRuleDeclaration,
  FieldDeclaration,
  Name,
  RuleDeclaration,
  StrategyDeclaration,
  TableDeclaration,
  TypeExpression,
} from '../ast/nodes.ts';
import { fieldType, recordFields } from '../checker/schema.ts';
import { importedPath, includedPath } from '../module/files.ts';
import { collectArbiter, collectWorker } from './collect-arbiter.ts';
import {
  collectBody,
  collectGovernance,
  collectSubject,
  collectWhen,
  CONTEXT,
  fieldsOf,
} from './collect-clause.ts';
import {
  collectExpression,
  collectLets,
  collectParams,
  inner,
  type Site,
  siteIn,
} from './collect-expression.ts';
import { collectFlag } from './collect-flag.ts';
import type { Collector } from './collector.ts';
import { elementOf, memberOf, type NamedKind, type Origin, ownerOf, within } from './entity.ts';
import { unquoted } from './places.ts';

export function collectDeclaration(declaration: Declaration, into: Collector): void {
  const site = siteIn(into);
  switch (declaration.kind) {
    case 'const':
      into.declareNamed('const', declaration.name, into.checking.constTypes.get(declaration) ?? null);
      return collectExpression(declaration.value, site);
    case 'segment':
      into.declareNamed('segment', declaration.name);
      return collectExpression(declaration.condition, site);
    case 'input':
      return collectFields(declaration.fields, CONTEXT, into);
    case 'feature':
      into.declare(memberOf(CONTEXT, declaration.name.text), declaration.name, {
        kind: 'record',
        fields: recordFields(declaration.fields),
      });
      return collectFields(declaration.fields, within(CONTEXT, declaration.name.text), into);
    case 'fact':
    case 'outcome': {
      const { kind, name, fields } = declaration;
      into.declareNamed(kind, name);
      const owner = ownerOf(kind, into.checking.names.qualified(name.text));
      return collectFields(fields, { kind: 'field', owner, prefix: '' }, into);
    }
    case 'table':
      return collectTable(declaration, site);
    case 'tag':
      for (const name of declaration.names) into.declareNamed('tag', name);
      return;
    case 'rule':
      return collectRule(declaration, site);
    case 'strategy':
      return collectStrategy(declaration, site);
    case 'expert-rule':
      return collectExpertRule(declaration, site);
    case 'flag':
      return collectFlag(declaration, site);
    case 'arbiter':
      return collectArbiter(declaration, site);
    case 'worker':
      return collectWorker(declaration, site);
    case 'import': {
      const { name, alias, path } = declaration;
      into.declare(into.namespace(name.text), alias ?? name);
      const { start, end } = unquoted(path.span);
      const rest = alias === null ? end - name.text.length : end;
      return addModule(importedPath(declaration), { ...path.span, start, end: rest }, into);
    }
    case 'include':
      return addModule(
        includedPath(declaration, declaration.span.source.name),
        unquoted(declaration.path.span),
        into,
      );
    case 'broken':
      if (isNamed(declaration.declares)) into.declareNamed(declaration.declares, declaration.name);
  }
}

/** A namespace without an alias has its place in the path and stands for itself there; the rest is the file's. */
function addModule(path: string | undefined, span: Name['span'], into: Collector): void {
  if (path === undefined) return;
  const entity = { kind: 'module', owner: '', name: path } as const;
  into.addSpan(span, { entity, type: null, isDeclaration: false });
}

function collectFields(fields: readonly FieldDeclaration[], origin: Origin, into: Collector): void {
  for (const { name, type } of fields) {
    into.declare(memberOf(origin, name.text), name, fieldType(type));
    collectType(type, within(origin, name.text), into);
  }
}

function collectType({ name, fields, parameter }: TypeExpression, origin: Origin, into: Collector): void {
  if (fields !== null) collectFields(fields, origin, into);
  else if (name.text === 'list' && parameter !== null) collectType(parameter, elementOf(origin), into);
}

function collectTable({ name, columns, rows }: TableDeclaration, site: Site): void {
  const { into } = site;
  into.declareNamed('table', name);
  const owner = ownerOf('table', into.checking.names.qualified(name.text));
  for (const column of columns)
    into.declare({ kind: 'column', owner, name: column.name.text }, column.name, fieldType(column.type));
  for (const cell of rows.flatMap(({ cells }) => cells)) collectExpression(cell, site);
}

function collectRule({ name, tags, governance, when, then, otherwise }: RuleDeclaration, site: Site): void {
  site.into.declareNamed('rule', name);
  for (const tag of tags) site.into.mention('tag', tag);
  collectGovernance('rule', governance, site);
  collectWhen(when, site);
  collectAction(then, site);
  if (otherwise !== null) collectAction(otherwise, site);
}

function collectAction({ name, lets, params }: Action, site: Site): void {
  site.into.mention('outcome', name);
  collectBody({ lets, params }, fieldsOf('outcome', name, site), site);
}

function collectStrategy({ name, returns, arms }: StrategyDeclaration, site: Site): void {
  const { into } = site;
  into.declareNamed('strategy', name);
  into.mention('outcome', returns);
  const owner = ownerOf('strategy', into.checking.names.qualified(name.text));
  const origin = fieldsOf('outcome', returns, site);
  for (const arm of arms) collectArm(arm, { owner, origin }, inner(site));
}

interface Returning {
  readonly owner: string;
  /** Where the fields of the outcome are declared. */
  readonly origin: Origin;
}

function collectArm(
  { label, governance, when, lets, params }: Arm,
  { owner, origin }: Returning,
  site: Site,
): void {
  if (governance.rollout?.subject != null) collectSubject(governance.rollout.subject, site);
  collectWhen(when, site);
  site.into.declare({ kind: 'arm', owner, name: label.text }, label);
  collectBody({ lets, params }, origin, site);
}

function collectExpertRule(rule: ExpertRuleDeclaration, site: Site): void {
  const { into } = site;
  into.declareNamed('expert-rule', rule.name);
  for (const tag of rule.tags) into.mention('tag', tag);
  collectGovernance('expert-rule', rule.governance, site);
  if (rule.activationGroup !== null)
    into.use({ kind: 'group', owner: '', name: rule.activationGroup.text }, rule.activationGroup);
  collectWhen(rule.when, site);
  collectEffect(rule.then, site);
}

function collectEffect({ effect, target, lets, params, set }: ExpertAction, site: Site): void {
  const kind = effect === 'emit' ? 'outcome' : 'fact';
  site.into.mention(kind, target);
  const origin = fieldsOf(kind, target, site);
  const body = inner(site);
  collectLets(lets, body);
  collectParams([...params, ...(set ?? [])], origin, body);
}

function isNamed(kind: string): kind is NamedKind {
  return kind !== 'input' && kind !== 'feature' && kind !== 'include' && kind !== 'import';
}
