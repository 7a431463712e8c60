/** References to declarations: what a name means is remembered, and that somebody uses it. */
import type { Name } from '../ast/nodes.ts';
import type { Checking } from './checking.ts';
import type { DeclaredKind } from './errors.ts';
import { type Declared, identityOf } from './names.ts';
import { unknownName } from './errors.ts';

/** The declaration a name means, or `undefined`; nothing is reported. */
export function refer<Kind extends DeclaredKind>(
  kind: Kind,
  name: Name,
  { names, tables, used }: Checking,
): Declared<Kind> | undefined {
  const found = names.find(kind, name.text);
  if (found === undefined) return undefined;
  tables.references.set(name, found);
  used.add(identityOf(found));
  return found;
}

/** As `refer`; a name that nothing declares is reported. */
export function demand<Kind extends DeclaredKind>(
  kind: Kind,
  name: Name,
  checking: Checking,
): Declared<Kind> | undefined {
  const found = refer(kind, name, checking);
  const { names, diagnostics } = checking;
  if (found === undefined && !names.has(kind, name.text))
    unknownName(kind, { name, known: names.of(kind) }, diagnostics);
  return found;
}
