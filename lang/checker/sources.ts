/**
 * Where the facts of an arbiter come from: streams and sources of fact types, and targets outside of the program. A fact
 * type that is not declared is legal and untyped; the stream `user_profile` carries facts of type `UserProfile`.
 */
import type { Name, SourceClause, StreamClause, Target } from '../ast/nodes.ts';
import { typeName } from '../types.ts';
import {
  partitionField,
  streamWithoutRetention,
  timeField,
  undeclaredSource,
  unstreamedSource,
} from './arbiter-errors.ts';
import { chainedArbiter } from './chains.ts';
import type { Checking } from './checking.ts';
import { unknownField } from './errors.ts';
import { qualifiedName, spellings } from './names.ts';
import { demand, refer } from './references.ts';
import type { Schema } from './schema.ts';

/** What the target of a stream or source means. */
export type Meant =
  | { readonly kind: 'fact'; readonly name: string; readonly isDeclared: boolean }
  | { readonly kind: 'external' };

const IDENTIFIER = /^[A-Za-z_]\w*$/;
const PARTITION_KINDS: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'enum', 'unknown']);

/** Without reporting anything. A bare word is a fact type; so is `module.Type` of an imported module. */
export function meantBy({ text, span }: Target, checking: Checking): Meant {
  const { names } = checking;
  const spelled = spellings(names.of('fact'))(text);
  if (spelled !== undefined) {
    const found = refer('fact', { kind: 'name', text: spelled, span }, checking);
    return { kind: 'fact', name: found === undefined ? spelled : qualifiedName(found), isDeclared: true };
  }
  const isQualified = names.imports.has(text.split('.')[0] ?? '');
  if (!IDENTIFIER.test(text) && !isQualified) return { kind: 'external' };
  return { kind: 'fact', name: camelCase(text), isDeclared: false };
}

/** `arbiters` are those of the program, by their names in it. */
export function checkSources(
  streams: readonly StreamClause[],
  sources: readonly SourceClause[],
  { arbiters, checking }: { readonly arbiters: ReadonlySet<string>; readonly checking: Checking },
): void {
  const { diagnostics, names } = checking;
  for (const { target } of [...streams, ...sources]) {
    const meant = meantBy(target, checking);
    if (meant.kind === 'fact' && !meant.isDeclared && !names.isEmpty('fact'))
      undeclaredSource({ name: target, known: names.of('fact') }, diagnostics);
    if (meant.kind === 'external') checkOwnScheme(target, arbiters, checking);
  }
  const streamed = new Set(streams.map(({ target }) => factName(target, checking)));
  const retained = new Set(sources.filter(isRetained).map(({ target }) => factName(target, checking)));
  for (const source of sources.filter(isRetained)) {
    const fact = factName(source.target, checking) ?? source.target.text;
    if (!streamed.has(fact)) unstreamedSource(fact, source.target.span, diagnostics);
  }
  for (const stream of streams) {
    const meant = meantBy(stream.target, checking);
    if (meant.kind === 'external' || (!meant.isDeclared && !names.isEmpty('fact'))) continue;
    const fact = meant.name;
    const schema = checking.facts.get(fact);
    if (schema !== undefined) checkFields(stream, schema, checking);
    if (!retained.has(fact)) streamWithoutRetention(stream.target.text, stream.target.span, diagnostics);
  }
}

/** `chain://` and `worker://` lead to declarations of the program. */
function checkOwnScheme({ text, span }: Target, arbiters: ReadonlySet<string>, checking: Checking): void {
  const [, scheme, name = ''] = /^(chain|worker):\/\/(.*)$/.exec(text) ?? [];
  if (scheme === 'chain' && !arbiters.has(chainedArbiter(text, checking.names) ?? ''))
    demand('arbiter', { kind: 'name', text: name, span }, checking);
  if (scheme === 'worker') demand('worker', { kind: 'name', text: name, span }, checking);
}

function factName(target: Target, checking: Checking): string | undefined {
  const meant = meantBy(target, checking);
  return meant.kind === 'fact' ? meant.name : undefined;
}

function isRetained({ retainFor, retainLast }: SourceClause): boolean {
  return retainFor !== null || retainLast !== null;
}

function checkFields({ by, at }: StreamClause, schema: Schema, checking: Checking): void {
  if (by !== null) checkPartition(by, schema, checking);
  const time = at === null ? undefined : findField(at, schema, checking)?.type;
  if (at === null || time === undefined || time.kind === 'timestamp' || time.kind === 'unknown') return;
  timeField(at, time, checking.diagnostics);
}

/** Every fact must belong to a partition, so the field may not be missing. */
function checkPartition(by: Name, schema: Schema, checking: Checking): void {
  const field = findField(by, schema, checking);
  if (field === undefined || (PARTITION_KINDS.has(field.type.kind) && !field.optional)) return;
  partitionField(by, `${typeName(field.type)}${field.optional ? '?' : ''}`, checking.diagnostics);
}

function findField(name: Name, { owner, fields }: Schema, { diagnostics }: Checking) {
  const field = fields.get(name.text);
  if (field === undefined) unknownField(owner, { name, known: fields.keys() }, diagnostics);
  return field;
}

/** The fact type that an undeclared stream carries. */
export function camelCase(text: string): string {
  return text
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
