/**
 * What a path stands for, in this order: a local, a column, a const, a field of the outcome in a handler, the engine's own
 * names, the facts of a type, and otherwise the context, of which what is declared is known.
 */
import type { Name, Path } from '../ast/nodes.ts';
import { NUMBER, STRING, TIMESTAMP, type Type, UNKNOWN } from '../types.ts';
import type { Resolution } from './checked.ts';
import type { Checking } from './checking.ts';
import { ENVELOPE_NAMES } from './context-shape.ts';
import {
  collectionField,
  factsWithoutType,
  scalarField,
  unknownField,
  unknownName,
  unknownPath,
} from './errors.ts';
import { factTypeOf } from './fact-types.ts';
import { readFields } from './fields.ts';
import { refer } from './references.ts';
import type { Schema } from './schema.ts';
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
  checking.tables.resolutions.set(path, resolution);
  return type;
}

function findLocal(path: Path, scope: Scope, checking: Checking): Found | undefined {
  const [head, ...fields] = path.segments;
  const column = fields.length === 0 ? scope.findColumn(head.text) : undefined;
  if (column !== undefined)
    return { resolution: { kind: 'column', name: head.text, depth: column.depth }, type: column.type };
  const type = scope.find(head.text);
  if (type === undefined) return undefined;
  const resolution = { kind: 'local', name: head.text, fields: fields.map(({ text }) => text) } as const;
  return { resolution, type: readFields(type, path.segments, checking) };
}

/** `NAME`, or `module.NAME`. */
function findConst({ segments, span }: Path, checking: Checking): Found | undefined {
  const [head, member, ...fields] = segments;
  if (member !== undefined && !checking.names.imports.has(head.text)) return undefined;
  const text = member === undefined ? head.text : `${head.text}.${member.text}`;
  const found = refer('const', { kind: 'name', text, span }, checking);
  if (found === undefined) return undefined;
  const { declaration, module } = found;
  const [field] = fields;
  if (field !== undefined) scalarField({ text, span: field.span }, UNKNOWN, checking.diagnostics);
  return {
    resolution: { kind: 'const', declaration, module: module.path },
    type: checking.constTypes.get(declaration) ?? UNKNOWN,
  };
}

function findSurrounding(path: Path, scope: Scope, checking: Checking): Found {
  const { surroundings } = scope;
  if (surroundings.kind === 'outcome') return findOutcomeField(path, surroundings.schema, checking);
  const [head, ...fields] = path.segments;
  if (head.text === 'facts') return findFacts(path, checking);
  if (fields.length === 0 && head.text === '__now') return { resolution: { kind: 'now' }, type: TIMESTAMP };
  if (fields.length === 0 && head.text === 'current_round')
    return { resolution: { kind: 'round' }, type: NUMBER };
  return inContext(path, contextType(path, checking));
}

/** What is declared under a name, else unknown; where the context is closed, or the name is a module's, a mistake. */
function contextType({ segments }: Path, checking: Checking): Type {
  const { shape, names, diagnostics } = checking;
  const [head, member] = segments;
  const field = shape.fields.get(head.text);
  if (field !== undefined) return readFields(field.type, segments, checking);
  if (names.imports.get(head.text) === null || names.has('feature', head.text)) return UNKNOWN;
  const isModule = names.imports.has(head.text) && member !== undefined;
  if (isModule && !names.has('const', `${head.text}.${member.text}`)) {
    unknownName(
      'const',
      { name: { ...member, text: `${head.text}.${member.text}` }, known: names.of('const') },
      diagnostics,
    );
  } else if (shape.isClosed && !ENVELOPE_NAMES.has(head.text) && !names.has('const', head.text)) {
    unknownPath({ name: head, known: [...shape.fields.keys(), ...names.of('const')] }, diagnostics);
  }
  return UNKNOWN;
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

/** `facts.T`, `facts.module.T`. */
function findFacts(path: Path, checking: Checking): Found {
  const [, first, second, third] = path.segments;
  if (first === undefined) {
    factsWithoutType(path.span, checking.diagnostics);
    return inContext(path, UNKNOWN);
  }
  const isQualified = second !== undefined && checking.names.imports.has(first.text);
  const fact = isQualified ? joined(first, second) : first;
  const field = isQualified ? third : second;
  const { name, isKnown } = factTypeOf(fact, checking);
  if (field !== undefined) collectionField(fact, field, checking.diagnostics);
  const element = isKnown ? ({ kind: 'fact', fact: name } as const) : UNKNOWN;
  const type = field === undefined ? ({ kind: 'list', element } as const) : UNKNOWN;
  return { resolution: { kind: 'facts', factType: name }, type };
}

function joined(first: Name, second: Name): Name {
  const span = { ...first.span, end: second.span.end };
  return { kind: 'name', text: `${first.text}.${second.text}`, span };
}

function inContext(path: Path, type: Type): Found {
  return { resolution: { kind: 'context', path: path.segments.map(({ text }) => text) }, type };
}
