/** Names of fact types and outcomes: an undeclared one is legal and untyped, and probably misspelt where others are declared. */
import type { Name } from '../ast/nodes.ts';
import type { Checking } from './checking.ts';
import { undeclaredFact, undeclaredOutcome, unknownName } from './errors.ts';
import { qualifiedName } from './names.ts';
import { refer } from './references.ts';

export interface NamedType {
  /** By which the program knows it. */
  readonly name: string;
  /** Its fields are known, or known to be free: a broken declaration has fields that nobody knows. */
  readonly isKnown: boolean;
}

export function factTypeOf(fact: Name, checking: Checking): NamedType {
  const found = refer('fact', fact, checking);
  if (found !== undefined) return { name: qualifiedName(found), isKnown: true };
  warnOnce('fact', fact, checking);
  return { name: fact.text, isKnown: !checking.names.has('fact', fact.text) };
}

export function outcomeTypeOf(outcome: Name, checking: Checking): NamedType {
  const found = refer('outcome', outcome, checking);
  if (found !== undefined) return { name: qualifiedName(found), isKnown: true };
  warnOnce('outcome', outcome, checking);
  return { name: outcome.text, isKnown: !checking.names.has('outcome', outcome.text) };
}

/** Once any is declared, one that is not is probably misspelt; one of another module is there or not. */
function warnOnce(kind: 'fact' | 'outcome', name: Name, { names, undeclared, diagnostics }: Checking): void {
  if (name.text.includes('.')) {
    if (!names.has(kind, name.text)) unknownName(kind, { name, known: names.of(kind) }, diagnostics);
    return;
  }
  const mark = `${kind} ${name.text}`;
  if (names.isEmpty(kind) || names.has(kind, name.text) || undeclared.has(mark)) return;
  undeclared.add(mark);
  if (kind === 'fact') undeclaredFact(name, names.of('fact'), diagnostics);
  else undeclaredOutcome(name, names.of('outcome'), diagnostics);
}
