/** What it takes to make the facts from outside equal to a list. */
import type { FactIdentity } from '../fact.ts';
import { equalValues, type ValueRecord } from '../value.ts';
import type { Command } from './command.ts';
import type { Session } from './session.ts';

export type Asserted = FactIdentity & { readonly fields: ValueRecord };

export interface Sync {
  readonly commands: readonly Command[];
  readonly added: number;
  readonly updated: number;
  readonly retracted: number;
}

/** `facts` holds each identity once. They are compared with what is there when everything that waits is done. */
export function syncTo(session: Session, waiting: readonly Command[], facts: readonly Asserted[]): Sync {
  const present = presentAfter(session, waiting);
  const wanted = new Set(facts.map(nameOf));
  const added = facts.filter((fact) => !present.has(nameOf(fact)));
  const updated = facts.filter((fact) => {
    const before = present.get(nameOf(fact));
    return before !== undefined && !equalValues(before.fields, fact.fields);
  });
  const retracted = [...present.values()].filter((fact) => !wanted.has(nameOf(fact)));
  return {
    commands: [
      ...[...added, ...updated].map(
        ({ type, key, fields }): Command => ({ kind: 'assert', type, key, fields }),
      ),
      ...retracted.map(({ type, key }): Command => ({ kind: 'retract', type, key })),
    ],
    added: added.length,
    updated: updated.length,
    retracted: retracted.length,
  };
}

function presentAfter({ memory }: Session, waiting: readonly Command[]): ReadonlyMap<string, Asserted> {
  const all = memory.externalTypes().flatMap((type) => memory.external(type));
  const present = new Map<string, Asserted>(all.map((fact) => [nameOf(fact), fact]));
  for (const command of waiting) {
    if (command.kind === 'assert') present.set(nameOf(command), command);
    if (command.kind === 'retract') present.delete(nameOf(command));
  }
  return present;
}

function nameOf({ type, key }: FactIdentity): string {
  return `${type}\0${key}`;
}
