/**
 * Consts are inlined where they are used, so they are checked once, in order of dependency, in a scope without locals. A
 * const that is defined by itself is an error, and so is one that would grow without measure when inlined:
 * twenty lines of `const B = A + A` are a million nodes.
 */
import type { ConstDeclaration, Expression } from '../ast/nodes.ts';
import { children } from '../ast/visit.ts';
import { Diagnostics } from '../diagnostic.ts';
import { emptyTables } from './checked.ts';
import type { Checking } from './checking.ts';
import { explore } from './cycles.ts';
import { constTooLarge, cycle } from './errors.ts';
import { infer } from './infer.ts';
import { Scope } from './scope.ts';

const EXPANDED_SIZE_MAX = 10_000;
const EXPANDED_HEIGHT_MAX = 200;

/** What a const is when everything in it has been put in. */
export interface Extent {
  readonly size: number;
  readonly height: number;
}

export function checkConsts(checking: Checking): void {
  const consts = checking.names.first('const');
  const references = new Map(consts.map((declaration) => [declaration, referencesOf(declaration, checking)]));
  const own = new Set(consts);
  const { cycles, order } = explore(consts, (declaration) =>
    (references.get(declaration) ?? []).filter((other) => own.has(other)),
  );
  for (const [first, ...others] of cycles) {
    const names = [first, ...others].map(({ name }) => name.text);
    const spans = others.map(({ name }) => name.span);
    cycle(
      'check/const-cycle',
      { kind: 'const', names, span: first.name.span, others: spans },
      checking.diagnostics,
    );
  }
  for (const declaration of new Set([...order, ...checking.names.all('const')])) {
    checking.constTypes.set(declaration, infer(declaration.value, new Scope({ kind: 'context' }), checking));
  }
  checkExtents(order, references, checking);
}

/** The consts that a const mentions, each as often as it does: found by a trial check that leaves no trace. */
function referencesOf({ value }: ConstDeclaration, checking: Checking): readonly ConstDeclaration[] {
  const tables = emptyTables();
  const trial: Checking = {
    ...checking,
    diagnostics: new Diagnostics(),
    tables,
    used: new Set(),
    undeclared: new Set(),
  };
  infer(value, new Scope({ kind: 'context' }), trial);
  return [...tables.resolutions.values()].flatMap((found) =>
    found.kind === 'const' ? [found.declaration] : [],
  );
}

/** Reports only where the growth begins: a const made of one that is too large counts it as nothing. */
function checkExtents(
  order: readonly ConstDeclaration[],
  references: ReadonlyMap<ConstDeclaration, readonly ConstDeclaration[]>,
  { diagnostics, constExtents }: Checking,
): void {
  for (const declaration of order) {
    const inlined = (references.get(declaration) ?? []).map(
      (other) => constExtents.get(other) ?? { size: 0, height: 0 },
    );
    const own = extentOf(declaration.value);
    const size = inlined.reduce((sum, extent) => sum + extent.size, own.size);
    const height = own.height + inlined.reduce((most, extent) => Math.max(most, extent.height), 0);
    const isTooLarge = inlined.length > 0 && (size > EXPANDED_SIZE_MAX || height > EXPANDED_HEIGHT_MAX);
    if (isTooLarge) constTooLarge(declaration.name, diagnostics);
    else constExtents.set(declaration, { size, height });
  }
}

function extentOf(root: Expression): Extent {
  let size = 0;
  let height = 0;
  for (let level: readonly Expression[] = [root]; level.length > 0; level = level.flatMap(children)) {
    size += level.length;
    height++;
  }
  return { size, height };
}
