/**
 * What a path stands for, in this order: a local, a const (bare names only), a field of the outcome in a handler, the
 * engine's own names, the facts of a type, and otherwise the context, of which nothing is known.
 */
import type { Name, Path } from '../ast/nodes.ts';
import { NUMBER, STRING, TIMESTAMP, type Type, UNKNOWN } from '../types.ts';
import type { Resolution } from './checked.ts';
import type { Checking } from './checking.ts';
import { collectionField, factsWithoutType, scalarField, undeclaredFact, unknownField } from './errors.ts';
import { PSEUDO_FIELDS, type Schema } from './schema.ts';
import type { Scope } from './scope.ts';

interface Found {
  readonly resolution: Resolution;
  readonly type: Type;
}

/** Of a handler's filter: the outcome's name, and the rule it comes from. */
const HANDLER_NAMES: ReadonlySet<string> = new Set(['name', 'rule']);

export function resolvePath(path: Path, scope: Scope, checking: Checking): Type {
  const { resolution, type } =
    findLocal(path, scope, checking) ?? findConst(path, checking) ?? findSurrounding(path, scope, checking);
  checking.resolutions.set(path, resolution);
  return type;
}

function findLocal(path: Path, scope: Scope, checking: Checking): Found | undefined {
  const [head, ...fields] = path.segments;
  const type = scope.find(head.text);
  if (type === undefined) return undefined;
  const resolution = { kind: 'local', name: head.text, fields: fields.map(({ text }) => text) } as const;
  return { resolution, type: readFields(type, path.segments, checking) };
}

function findConst({ segments }: Path, { names, constTypes }: Checking): Found | undefined {
  const [head, ...fields] = segments;
  const declaration = fields.length === 0 ? names.find('const', head.text) : undefined;
  if (declaration === undefined) return undefined;
  return { resolution: { kind: 'const', declaration }, type: constTypes.get(declaration) ?? UNKNOWN };
}

function findSurrounding(path: Path, scope: Scope, checking: Checking): Found {
  const { surroundings } = scope;
  if (surroundings.kind === 'outcome') return findOutcomeField(path, surroundings.schema, checking);
  const [head, ...fields] = path.segments;
  if (head.text === 'facts') return findFacts(path, checking);
  if (fields.length === 0 && head.text === '__now') return { resolution: { kind: 'now' }, type: TIMESTAMP };
  if (fields.length === 0 && head.text === 'current_round')
    return { resolution: { kind: 'round' }, type: NUMBER };
  return inContext(path, UNKNOWN);
}

function findOutcomeField(path: Path, schema: Schema | null, checking: Checking): Found {
  const [head, ...fields] = path.segments;
  if (fields.length === 0 && head.text === '__now') return { resolution: { kind: 'now' }, type: TIMESTAMP };
  if (HANDLER_NAMES.has(head.text)) return inContext(path, readFields(STRING, path.segments, checking));
  if (schema === null) return inContext(path, UNKNOWN);
  const field = schema.fields.get(head.text);
  if (field !== undefined) return inContext(path, readFields(field.type, path.segments, checking));
  const isConst = checking.names.has('const', head.text);
  const known = [...schema.fields.keys(), ...HANDLER_NAMES, ...checking.names.of('const')];
  if (!isConst) unknownField(schema.owner, { name: head, known }, checking.diagnostics);
  return inContext(path, UNKNOWN);
}

function findFacts(path: Path, checking: Checking): Found {
  const [, fact, field] = path.segments;
  if (fact === undefined) {
    factsWithoutType(path.span, checking.diagnostics);
    return inContext(path, UNKNOWN);
  }
  warnUndeclared(fact, checking);
  if (field !== undefined) collectionField(fact, field, checking.diagnostics);
  const element = isKnown(fact.text, checking) ? ({ kind: 'fact', fact: fact.text } as const) : UNKNOWN;
  const type = field === undefined ? ({ kind: 'list', element } as const) : UNKNOWN;
  return { resolution: { kind: 'facts', factType: fact.text }, type };
}

/** Once the program declares any fact, one that it does not declare is probably misspelt. */
export function warnUndeclared(fact: Name, { names, undeclared, diagnostics }: Checking): void {
  const mark = `fact ${fact.text}`;
  if (names.isEmpty('fact') || names.has('fact', fact.text) || undeclared.has(mark)) return;
  undeclared.add(mark);
  undeclaredFact(fact, names.of('fact'), diagnostics);
}

/** A fact with a broken declaration has fields that nobody knows. */
function isKnown(fact: string, { names, facts }: Checking): boolean {
  return facts.has(fact) || !names.has('fact', fact);
}

function inContext(path: Path, type: Type): Found {
  return { resolution: { kind: 'context', path: path.segments.map(({ text }) => text) }, type };
}

/** The type of what remains when the fields after the first segment have been read from it. */
function readFields(type: Type, segments: readonly Name[], checking: Checking): Type {
  let read = type;
  for (const [index, field] of segments.entries()) {
    if (index === 0) continue;
    if (read.kind === 'unknown' || read.kind === 'null') return UNKNOWN;
    if (read.kind !== 'fact') {
      const text = segments
        .slice(0, index)
        .map((segment) => segment.text)
        .join('.');
      scalarField({ text, span: field.span }, read, checking.diagnostics);
      return UNKNOWN;
    }
    read = readFactField(read.fact, field, checking);
  }
  return read;
}

function readFactField(fact: string, field: Name, { facts, diagnostics }: Checking): Type {
  const pseudo = PSEUDO_FIELDS.get(field.text);
  const schema = facts.get(fact);
  if (pseudo !== undefined) return pseudo;
  if (schema === undefined) return UNKNOWN;
  const declared = schema.fields.get(field.text);
  if (declared !== undefined) return declared.type;
  const known = new Set([...schema.fields.keys(), ...PSEUDO_FIELDS.keys()]);
  unknownField(schema.owner, { name: field, known }, diagnostics);
  return UNKNOWN;
}
