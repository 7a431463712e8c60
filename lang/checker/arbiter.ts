/**
 * Arbiters: what starts them, and what they keep. Streams and sources carry facts of declared types only, because the
 * subject they listen on and the partition a fact belongs to come from its declaration.
 */
import type { ArbiterClause, Name, SourceClause, StreamClause } from '../ast/nodes.ts';
import type { Span } from '../span.ts';
import { typeName } from '../types.ts';
import type { Checking } from './checking.ts';
import {
  duplicateArbiterClause,
  noTrigger,
  partitionField,
  streamWithoutRetention,
  timeField,
  unknownFact,
  unknownField,
  unstreamedSource,
} from './errors.ts';
import { checkRoute } from './route.ts';
import { spellings } from './names.ts';
import type { Schema } from './schema.ts';

/** A stream or source with the fact it means, `undefined` when there is none. */
interface Meant<Clause extends StreamClause | SourceClause> {
  readonly clause: Clause;
  readonly fact: string | undefined;
}

const PARTITION_KINDS: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'unknown']);

export function checkArbiters(checking: Checking): void {
  const arbiters = checking.names.all('arbiter');
  if (arbiters.length === 0) return;
  const findFact = spellings(checking.names.of('fact'));
  const emitted = new Set(
    checking.names
      .all('expert-rule')
      .flatMap(({ then }) => (then.effect === 'emit' ? [then.target.text] : [])),
  );
  for (const { name, clauses } of arbiters) {
    if (!clauses.some(({ kind }) => kind === 'stream' || kind === 'poll'))
      noTrigger(name, checking.diagnostics);
    checkDuplicates(clauses, findFact, checking);
    checkFacts(clauses, findFact, checking);
    for (const clause of clauses) if (clause.kind === 'handler') checkRoute(clause, emitted, checking);
  }
}

type FactFinder = (target: string) => string | undefined;

function checkDuplicates(
  clauses: readonly ArbiterClause[],
  findFact: FactFinder,
  { diagnostics }: Checking,
): void {
  const seen = new Map<string, Span>();
  for (const clause of clauses) {
    const title = titleOf(clause, findFact);
    if (title === undefined) continue;
    const first = seen.get(title);
    if (first === undefined) seen.set(title, clause.span);
    else duplicateArbiterClause(title, { first, again: clause.span }, diagnostics);
  }
}

/** Clauses with the same title may not stand together. Handlers with conditions may. */
function titleOf(clause: ArbiterClause, findFact: FactFinder): string | undefined {
  switch (clause.kind) {
    case 'poll':
    case 'checkpoint':
      return clause.kind;
    case 'stream':
    case 'source':
      return `${clause.kind} ${findFact(clause.target.text) ?? clause.target.text}`;
    case 'handler': {
      const { outcome, where, handler, target } = clause;
      if (where !== null) return undefined;
      return ['on', outcome?.text ?? '*', handler.text, ...(target === null ? [] : [target.text])].join(' ');
    }
  }
}

/** Where one side is misspelt, the other side is not reported for missing it. */
function checkFacts(clauses: readonly ArbiterClause[], findFact: FactFinder, checking: Checking): void {
  const { diagnostics, facts, names } = checking;
  const streams = clauses.flatMap((clause) => (clause.kind === 'stream' ? [meantBy(clause, findFact)] : []));
  const sources = clauses.flatMap((clause) => (clause.kind === 'source' ? [meantBy(clause, findFact)] : []));
  for (const { clause, fact } of [...streams, ...sources]) {
    if (fact === undefined) unknownFact(clause.target, names.of('fact'), diagnostics);
  }
  const streamed = new Set(streams.map(({ fact }) => fact));
  const retained = new Set(sources.map(({ clause, fact }) => (isRetained(clause) ? fact : null)));
  for (const { clause, fact } of sources) {
    if (fact === undefined || streamed.has(fact) || streamed.has(undefined)) continue;
    unstreamedSource(fact, clause.target.span, diagnostics);
  }
  for (const { clause, fact } of streams) {
    if (fact === undefined) continue;
    const schema = facts.get(fact);
    if (schema !== undefined) checkFields(clause, schema, checking);
    if (!retained.has(fact) && !retained.has(undefined))
      streamWithoutRetention(fact, clause.target.span, diagnostics);
  }
}

function meantBy<Clause extends StreamClause | SourceClause>(
  clause: Clause,
  findFact: FactFinder,
): Meant<Clause> {
  return { clause, fact: findFact(clause.target.text) };
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
