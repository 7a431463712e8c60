/**
 * The names a program declares, per kind: names of different kinds never collide. A name declared twice is reported
 * and the first declaration counts. Names of declarations that could not be parsed are known too, so that what
 * refers to them is not reported as a second mistake.
 */
import type { Declaration } from '../ast/nodes.ts';
import type { Diagnostics } from '../diagnostic.ts';
import { type DeclaredKind, duplicateDeclaration } from './errors.ts';

type OfKind<Kind extends DeclaredKind> = Extract<Declaration, { readonly kind: Kind }>;

export class DeclaredNames {
  readonly #all: readonly Declaration[];
  readonly #byKind: ReadonlyMap<DeclaredKind, ReadonlyMap<string, Declaration>>;

  constructor(declarations: readonly Declaration[], diagnostics: Diagnostics) {
    this.#all = declarations;
    this.#byKind = indexByKind(declarations, diagnostics);
  }

  find<Kind extends DeclaredKind>(kind: Kind, name: string): OfKind<Kind> | undefined {
    const found = this.#byKind.get(kind)?.get(name);
    return found !== undefined && isOfKind(found, kind) ? found : undefined;
  }

  /** Whether the name is declared, well or badly. */
  has(kind: DeclaredKind, name: string): boolean {
    return this.#byKind.get(kind)?.has(name) ?? false;
  }

  /** All names of a kind. */
  of(kind: DeclaredKind): Iterable<string> {
    return this.#byKind.get(kind)?.keys() ?? [];
  }

  /** The well-formed declarations of a kind, duplicates included. */
  all<Kind extends DeclaredKind>(kind: Kind): readonly OfKind<Kind>[] {
    return this.#all.filter((declaration) => isOfKind(declaration, kind));
  }

  /** The declarations of a kind that count: the first of each name. */
  first<Kind extends DeclaredKind>(kind: Kind): readonly OfKind<Kind>[] {
    const counting = new Set(this.#byKind.get(kind)?.values());
    return this.all(kind).filter((declaration) => counting.has(declaration));
  }

  isEmpty(kind: DeclaredKind): boolean {
    return (this.#byKind.get(kind)?.size ?? 0) === 0;
  }

  /** Whether a declaration of the kind, or of any, could not be parsed. */
  hasBroken(kind?: DeclaredKind): boolean {
    return this.#all.some((each) => each.kind === 'broken' && (kind === undefined || each.declares === kind));
  }
}

/** The declared spelling of the fact that a stream or source means. */
export function declaredFactName(declarations: readonly Declaration[], target: string): string | undefined {
  const names = declarations.flatMap((declaration) =>
    kindOf(declaration) === 'fact' ? [declaration.name.text] : [],
  );
  return spellings(names)(target);
}

/** Finds names as targets spell them: an exact match, else the first that differs in case only. */
export function spellings(names: Iterable<string>): (target: string) => string | undefined {
  const exact = new Set(names);
  const byLowerCase = new Map([...exact].reverse().map((name) => [name.toLowerCase(), name]));
  return (target) => (exact.has(target) ? target : byLowerCase.get(target.toLowerCase()));
}

function indexByKind(
  declarations: readonly Declaration[],
  diagnostics: Diagnostics,
): ReadonlyMap<DeclaredKind, ReadonlyMap<string, Declaration>> {
  const byKind = new Map<DeclaredKind, Map<string, Declaration>>();
  for (const declaration of declarations) {
    const kind = kindOf(declaration);
    const names = byKind.get(kind) ?? new Map<string, Declaration>();
    byKind.set(kind, names);
    const { name } = declaration;
    const first = names.get(name.text)?.name;
    if (first === undefined) names.set(name.text, declaration);
    else duplicateDeclaration(kind, { first, again: name }, diagnostics);
  }
  return byKind;
}

function kindOf(declaration: Declaration): DeclaredKind {
  return declaration.kind === 'broken' ? declaration.declares : declaration.kind;
}

function isOfKind<Kind extends DeclaredKind>(
  declaration: Declaration,
  kind: Kind,
): declaration is OfKind<Kind> {
  return declaration.kind === kind;
}
