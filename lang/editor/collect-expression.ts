/** The names in expressions: variables, columns, consts, facts, fields and paths into the context. */
import type { Aggregate, Expression, Let, Lookup, Name, Param, Path, Quantifier } from '../ast/nodes.ts';
import { children } from '../ast/visit.ts';
import type { Schema } from '../checker/schema.ts';
import { type Type, UNKNOWN } from '../types.ts';
import type { Collector } from './collector.ts';
import { elementOf, memberOf, type Origin, ownerOf, within } from './entity.ts';
import { type Local, Locals } from './locals.ts';
import { elementType, memberType } from './members.ts';

/** Where an expression stands. */
export interface Site {
  readonly into: Collector;
  readonly locals: Locals;
  /** Names in the program of the tables of the lookups around, the outermost first. */
  readonly tables: readonly string[];
  /** In the filter of a handler: the outcome whose fields are names. */
  readonly outcome: { readonly owner: string; readonly schema: Schema | null } | null;
}

export function siteIn(into: Collector): Site {
  return { into, locals: new Locals(), tables: [], outcome: null };
}

export function inner(site: Site): Site {
  return { ...site, locals: site.locals.inner() };
}

export function collectExpression(expression: Expression, site: Site): void {
  switch (expression.kind) {
    case 'path':
      return collectPath(expression, site);
    case 'quantifier':
      return collectQuantifier(expression, site);
    case 'aggregate':
      return collectAggregate(expression, site);
    case 'lookup':
      return collectLookup(expression, site);
    case 'number':
    case 'string':
    case 'boolean':
    case 'null':
    case 'timestamp':
    case 'decimal':
    case 'secret':
    case 'list':
    case 'unary':
    case 'binary':
    case 'between':
    case 'null-test':
    case 'call':
    case 'join':
    case 'bind':
      for (const child of children(expression)) collectExpression(child, site);
  }
}

export function collectLets(lets: readonly Let[], site: Site): void {
  for (const { name, value } of lets) {
    collectExpression(value, site);
    bind(name, { type: typeOf(value, site), origin: originOf(value, site) }, site);
  }
}

/** Params of something whose fields have an owner. */
export function collectParams(params: readonly Param[], origin: Origin, site: Site): void {
  for (const { name, value } of params) {
    site.into.use(memberOf(origin, name.text), name, typeOf(value, site));
    collectExpression(value, inner(site));
  }
}

/** A true quantifier leaves its variable bound, so one that is bound already is the same variable. */
function collectQuantifier({ variable, collection, body }: Quantifier, site: Site): void {
  collectExpression(collection, site);
  const known = site.locals.find(variable.text);
  const local = elementsOf(collection, site);
  if (known === undefined) bind(variable, local, site);
  else {
    site.into.declare(known.entity, variable, local.type);
    site.locals.bind(variable.text, { ...local, entity: known.entity });
  }
  collectExpression(body, site);
}

function collectAggregate({ variable, collection, filter, value }: Aggregate, site: Site): void {
  collectExpression(collection, site);
  const inside = inner(site);
  bind(variable, elementsOf(collection, site), inside);
  if (filter !== null) collectExpression(filter, inside);
  if (value !== null) collectExpression(value, inside);
}

function collectLookup({ table, where, order, otherwise }: Lookup, site: Site): void {
  const { into } = site;
  into.mention('table', table);
  const owner = tableOwner(table, site);
  const isKnown = into.checking.names.find('table', table.text) !== undefined;
  const inside = isKnown ? { ...inner(site), tables: [...site.tables, owner] } : inner(site);
  collectExpression(where, inside);
  const origin: Origin = { kind: 'column', owner, prefix: '' };
  if (order !== null) into.use(memberOf(origin, order.column.text), order.column);
  collectParams(otherwise ?? [], origin, site);
}

function collectPath(path: Path, site: Site): void {
  const { into, locals } = site;
  const [head, ...fields] = path.segments;
  const resolution = into.checking.tables.resolutions.get(path);
  const type = typeOf(path, site);
  switch (resolution?.kind) {
    case 'local': {
      const local = locals.find(head.text);
      if (local === undefined) return;
      into.use(local.entity, head, local.type);
      return collectFields(fields, local, site);
    }
    case 'column':
      return into.use(
        { kind: 'column', owner: site.tables[resolution.depth] ?? '', name: head.text },
        head,
        type,
      );
    case 'const':
      return into.mention('const', joined(path.segments), type);
    case 'facts':
      return into.mention('fact', joined(factNames(path, site)));
    case 'now':
    case 'round':
      return;
    case 'context':
    case undefined:
      return site.outcome === null
        ? collectContext(path, site)
        : collectOutcomeField(path, site.outcome, site);
  }
}

function collectContext({ segments }: Path, { into }: Site): void {
  const { shape, names } = into.checking;
  const [head, second] = segments;
  if (names.imports.has(head.text) && second !== undefined && !shape.fields.has(head.text))
    return into.mention('const', joined([head, second]));
  let origin: Origin = { kind: 'path', owner: '', prefix: '' };
  let type: Type = { kind: 'record', fields: [...shape.fields.values()] };
  for (const segment of segments) {
    type = memberType(type, segment.text, into.checking);
    into.use(memberOf(origin, segment.text), segment, type);
    origin = within(origin, segment.text);
  }
}

function collectOutcomeField(
  { segments }: Path,
  { owner, schema }: NonNullable<Site['outcome']>,
  site: Site,
): void {
  const [head, ...fields] = segments;
  const isBuiltin = head.text === 'name' || head.text === 'rule';
  if (isBuiltin && schema?.fields.has(head.text) !== true) return;
  const origin: Origin = { kind: 'field', owner, prefix: '' };
  const type = schema?.fields.get(head.text)?.type ?? UNKNOWN;
  site.into.use(memberOf(origin, head.text), head, type);
  collectFields(fields, { type, origin: within(origin, head.text) }, site);
}

function collectFields(fields: readonly Name[], value: Omit<Local, 'entity'>, { into }: Site): void {
  let { type, origin } = value;
  for (const field of fields) {
    if (origin === null) return;
    type = memberType(type, field.text, into.checking);
    into.use(memberOf(origin, field.text), field, type);
    origin = within(origin, field.text);
  }
}

function bind(name: Name, value: Omit<Local, 'entity'>, { into, locals }: Site): void {
  const owner = `${name.span.source.name}#${name.span.start}`;
  const entity = { kind: 'local', owner, name: name.text } as const;
  into.declare(entity, name, value.type);
  locals.bind(name.text, { entity, ...value });
}

function typeOf(expression: Expression, { into }: Site): Type {
  return into.checking.tables.types.get(expression) ?? UNKNOWN;
}

function originOf(expression: Expression, site: Site): Origin | null {
  if (expression.kind === 'lookup')
    return { kind: 'column', owner: tableOwner(expression.table, site), prefix: '' };
  if (expression.kind !== 'path') return null;
  const [head, ...fields] = expression.segments;
  const resolution = site.into.checking.tables.resolutions.get(expression);
  if (resolution?.kind === 'context') return { kind: 'path', owner: '', prefix: resolution.path.join('.') };
  const local = resolution?.kind === 'local' ? (site.locals.find(head.text)?.origin ?? null) : null;
  return fields.reduce((origin: Origin | null, { text }) => origin && within(origin, text), local);
}

/** What a variable over a collection is. */
function elementsOf(collection: Expression, site: Site): Omit<Local, 'entity'> {
  const type = elementType(typeOf(collection, site));
  const resolution =
    collection.kind === 'path' ? site.into.checking.tables.resolutions.get(collection) : undefined;
  if (resolution?.kind === 'facts')
    return { type, origin: { kind: 'field', owner: ownerOf('fact', resolution.factType), prefix: '' } };
  const origin = originOf(collection, site);
  return { type, origin: origin && elementOf(origin) };
}

function tableOwner({ text }: Name, { into }: Site): string {
  const { names } = into.checking;
  const found = names.find('table', text);
  return ownerOf('table', found === undefined ? text : found.module.qualified(found.declaration.name.text));
}

/** `T` or `module.T` of `facts.T.…`. */
function factNames({ segments }: Path, { into }: Site): readonly Name[] {
  const [, first, second] = segments;
  if (first === undefined) return [];
  const isQualified = second !== undefined && into.checking.names.imports.has(first.text);
  return isQualified ? [first, second] : [first];
}

function joined(names: readonly Name[]): Name {
  const [first, last] = [names[0], names.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('a path has a name');
  const span = { ...first.span, end: last.span.end };
  return { kind: 'name', text: names.map(({ text }) => text).join('.'), span };
}
