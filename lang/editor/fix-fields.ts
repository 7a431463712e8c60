/** Fixes that add what is missing to something made: fields, a key, a row for want of another, an owner. */
import type { Declaration, Expression, Lookup, Name, Param } from '../ast/nodes.ts';
import { expressionsOf } from '../ast/roots.ts';
import { children } from '../ast/visit.ts';
import type { Schema } from '../checker/schema.ts';
import { type Span, textOf } from '../span.ts';
import { insert, type TextEdit } from './edits.ts';
import type { Fix, Problem } from './fix.ts';
import { placeholders } from './placeholders.ts';
import type { Unit } from './workspace.ts';

/** Something with params between braces, the last of which ends its span. */
interface Body {
  readonly target: { readonly span: Span };
  readonly params: readonly Param[];
  /** Given elsewhere for this and others. */
  readonly inherited?: readonly Param[];
  readonly span: Span;
  readonly schema: Schema | undefined;
}

export function addFields({ finding, unit }: Problem): readonly Fix[] {
  const body = bodyAt(finding.span, unit);
  if (body?.schema === undefined) return [];
  const given = new Set([...body.params, ...(body.inherited ?? [])].map(({ name }) => name.text));
  const isFact = body.schema.owner.kind === 'fact';
  const missing = [...body.schema.fields].filter(
    ([name, { optional }]) => !optional && !given.has(name) && !(isFact && name === 'key'),
  );
  if (missing.length === 0) return [];
  const names = missing.map(([name]) => `\`${name}\``).join(', ');
  return [
    {
      title: `Add missing ${missing.length === 1 ? 'field' : 'fields'} ${names}`,
      edits: [append(body.span, placeholders(missing))],
    },
  ];
}

export function addKey({ finding, unit }: Problem): readonly Fix[] {
  const body = bodyAt(finding.span, unit);
  if (body === undefined) return [];
  const { source, start } = body.span;
  const brace = source.text.indexOf('{', Math.max(start, body.target.span.end));
  return [{ title: 'Add a key', edits: [insert(body.span, brace + 1, ' key: "main"')] }];
}

export function addLookupElse({ finding, unit }: Problem): readonly Fix[] {
  const lookup = lookupsIn(unit).find(
    ({ span }) => span.start === finding.span.start && span.source === finding.span.source,
  );
  const { names, tableSchemas } = unit.check.checking;
  const found = lookup && names.find('table', lookup.table.text);
  const schema = found && tableSchemas.get(found.module.qualified(found.declaration.name.text));
  if (lookup === undefined || schema === undefined) return [];
  const row = placeholders(schema.fields).join(', ');
  return [
    {
      title: 'Add `else` with every column',
      edits: [insert(lookup.span, lookup.span.end, ` else { ${row} }`)],
    },
  ];
}

export function addOwner({ finding, unit }: Problem): readonly Fix[] {
  const flag = unit.check.module.declarations.find(
    ({ name }) => name.span.start === finding.span.start && name.span.source === finding.span.source,
  );
  if (flag === undefined) return [];
  const brace = flag.span.source.text.indexOf('{', flag.name.span.end);
  return brace === -1 || brace > flag.span.end
    ? []
    : [{ title: 'Add an owner', edits: [insert(flag.span, brace + 1, ' owner: "team"')] }];
}

/** Before the closing brace: on lines of their own if the body has lines. */
function append(span: Span, parts: readonly string[]): TextEdit {
  const { source } = span;
  const text = textOf(span);
  const close = span.start + text.lastIndexOf('}');
  const before = source.text.slice(0, close);
  const [, line, indent = ''] = /(\r?\n)([ \t]*)$/.exec(before) ?? [];
  if (line === undefined) {
    const end = before.trimEnd();
    const lead = end.endsWith('{') || end.endsWith(',') ? ' ' : ', ';
    return insert(span, end.length, `${lead}${parts.join(', ')}${end === before ? ' ' : ''}`);
  }
  const lines = parts.map((part) => `${indent}  ${part}${line}`).join('');
  return insert(span, close - indent.length, lines);
}

function bodyAt(place: Span, unit: Unit): Body | undefined {
  const isHere = ({ target }: Body): boolean =>
    target.span.start === place.start && target.span.source === place.source;
  return unit.check.module.declarations.flatMap((each) => bodiesIn(each, unit)).find(isHere);
}

function bodiesIn(declaration: Declaration, unit: Unit): readonly Body[] {
  const of = (kind: 'outcome' | 'fact', name: Name): Schema | undefined => schemaOf(kind, name, unit);
  const lookups = expressionsOf(declaration)
    .flatMap(lookupsOf)
    .filter(({ otherwise }) => otherwise !== null);
  const rows = lookups.map(({ table, otherwise, span }): Body => {
    return { target: table, params: otherwise ?? [], span, schema: schemaOf('table', table, unit) };
  });
  if (declaration.kind === 'rule') {
    const actions = [declaration.then, ...(declaration.otherwise === null ? [] : [declaration.otherwise])];
    return [
      ...rows,
      ...actions.map(({ name, params, span }) => ({
        target: name,
        params,
        span,
        schema: of('outcome', name),
      })),
    ];
  }
  if (declaration.kind === 'strategy') {
    const schema = of('outcome', declaration.returns);
    return [
      ...rows,
      ...declaration.arms.map(({ label, params, span }) => ({ target: label, params, span, schema })),
    ];
  }
  if (declaration.kind === 'flag' && declaration.returns !== null) {
    const schema = of('outcome', declaration.returns);
    const inherited = declaration.defaults?.params ?? [];
    return declaration.variants.map(({ name, params, span }) => ({
      target: name,
      params,
      inherited,
      span,
      schema,
    }));
  }
  if (declaration.kind !== 'expert-rule') return rows;
  const { effect, target, params, span } = declaration.then;
  return [...rows, { target, params, span, schema: of(effect === 'emit' ? 'outcome' : 'fact', target) }];
}

function schemaOf(kind: 'outcome' | 'fact' | 'table', name: Name, { check }: Unit): Schema | undefined {
  const { names, outcomes, facts, tableSchemas } = check.checking;
  const found = names.find(kind, name.text);
  const schemas = kind === 'fact' ? facts : kind === 'outcome' ? outcomes : tableSchemas;
  return found && schemas.get(found.module.qualified(found.declaration.name.text));
}

function lookupsIn({ check }: Unit): readonly Lookup[] {
  return check.module.declarations.flatMap(expressionsOf).flatMap(lookupsOf);
}

function lookupsOf(expression: Expression): readonly Lookup[] {
  const inside = children(expression).flatMap(lookupsOf);
  return expression.kind === 'lookup' ? [expression, ...inside] : inside;
}
