/**
 * The names a module declares, per kind (names of different kinds never collide), and those it sees of the modules it
 * imports, as `namespace.Name`, one level deep. A name declared twice is reported and the first declaration counts. Names of
 * declarations that could not be parsed, and of modules that could not be found, are known too, so that what refers to
 * them is not reported as a second mistake.
 */
import type { Declaration, Name } from '../ast/nodes.ts';
import type { Diagnostics } from '../diagnostic.ts';
import { type DeclaredKind, duplicateDeclaration } from './errors.ts';

type OfKind<Kind extends DeclaredKind> = Extract<Declaration, { readonly kind: Kind }>;

/** A declaration and the module that it belongs to. */
export interface Owned {
  readonly declaration: Declaration;
  readonly module: ModuleNames;
}

export interface Declared<Kind extends DeclaredKind> extends Owned {
  readonly declaration: OfKind<Kind>;
}

/** Namespaces; `null` for a module that is not there. */
export type Imports = ReadonlyMap<string, ModuleNames | null>;

export interface ModuleParts {
  /** `a/b`; empty for the root, whose names are bare. */
  readonly path: string;
  readonly declarations: readonly Declaration[];
  readonly imports: Imports;
}

export interface Place {
  readonly module: ModuleNames | null | undefined;
  readonly name: string;
}

/** What a module declares, by kind and name. */
export type NameIndex = ReadonlyMap<DeclaredKind, ReadonlyMap<string, Declaration>>;

const NONE: ReadonlyMap<string, Declaration> = new Map();

export class ModuleNames {
  readonly path: string;
  readonly imports: Imports;
  readonly #all: readonly Declaration[];
  readonly #byKind: NameIndex;
  readonly #prefix: string;

  constructor({ path, declarations, imports }: ModuleParts, index: NameIndex) {
    this.path = path;
    this.imports = imports;
    this.#all = declarations;
    this.#byKind = index;
    this.#prefix = path === '' ? '' : `${path.replaceAll('/', '.')}.`;
  }

  /** The same names beside other modules: those imported may have been checked again since. */
  withImports(imports: Imports): ModuleNames {
    return new ModuleNames({ path: this.path, declarations: this.#all, imports }, this.#byKind);
  }

  /** The well-formed declaration that a name means, here or in an imported module. */
  find<Kind extends DeclaredKind>(kind: Kind, text: string): Declared<Kind> | undefined {
    const { module, name } = this.place(kind, text);
    const found = module?.own(kind).get(name);
    return module != null && found !== undefined && isOfKind(found, kind)
      ? { declaration: found, module }
      : undefined;
  }

  /** Whether the name is declared, well or badly. */
  has(kind: DeclaredKind, text: string): boolean {
    const { module, name } = this.place(kind, text);
    return module === null || (module?.own(kind).has(name) ?? false);
  }

  /** All names of a kind that are visible, as they are written here. */
  of(kind: DeclaredKind): readonly string[] {
    const imported = [...this.imports].flatMap(([namespace, module]) =>
      [...(module?.own(kind).keys() ?? [])].map((name) => (kind === 'tag' ? name : `${namespace}.${name}`)),
    );
    return [...this.own(kind).keys(), ...imported];
  }

  /** The well-formed declarations of a kind in this module, duplicates included. */
  all<Kind extends DeclaredKind>(kind: Kind): readonly OfKind<Kind>[] {
    return this.#all.filter((declaration) => isOfKind(declaration, kind));
  }

  /** The declarations of a kind in this module that count: the first of each name. */
  first<Kind extends DeclaredKind>(kind: Kind): readonly OfKind<Kind>[] {
    const counting = new Set(this.own(kind).values());
    return this.all(kind).filter((declaration) => counting.has(declaration));
  }

  /** Whether no name of the kind is visible. */
  isEmpty(kind: DeclaredKind): boolean {
    return [this, ...this.imports.values()].every((module) => (module?.own(kind).size ?? 0) === 0);
  }

  /** Whether a declaration of the kind, or of any, could not be parsed in this module. */
  hasBroken(kind?: DeclaredKind): boolean {
    return this.#all.some((each) => each.kind === 'broken' && (kind === undefined || each.declares === kind));
  }

  /** A name of this module as the whole program calls it: `fraud.scoring.HighRisk`. */
  qualified(name: string): string {
    return this.#prefix + name;
  }

  /** What this module itself declares of a kind, by name. */
  own(kind: DeclaredKind): ReadonlyMap<string, Declaration> {
    return this.#byKind.get(kind) ?? NONE;
  }

  /** Where a name of a kind is declared, if it is. Tags are texts, which may hold dots and are the same in all modules. */
  place(kind: DeclaredKind, text: string): Place {
    if (kind === 'tag') {
      const owner = [this, ...this.imports.values()].find((module) => module?.own('tag').has(text) === true);
      return { module: owner ?? this, name: text };
    }
    const dot = text.indexOf('.');
    if (dot === -1) return { module: this, name: text };
    return { module: this.imports.get(text.slice(0, dot)), name: text.slice(dot + 1) };
  }
}

/** The name that the program has for a declaration. */
export function qualifiedName({ declaration, module }: Owned): string {
  return module.qualified(declaration.name.text);
}

/**
 * What tells a declaration from all others of the program. Not the declaration itself: when a module is read again and
 * looks the same from outside, those that import it go on referring to the declarations that were there before.
 */
export function identityOf({ declaration, module }: Owned): string {
  return `${kindOf(declaration)} ${module.qualified(declaration.name.text)}`;
}

/**
 * Finds names as targets spell them: an exact match, else the first that differs in case and underscores only: the
 * stream `user_profile` carries the fact `UserProfile`.
 */
export function spellings(names: Iterable<string>): (target: string) => string | undefined {
  const exact = new Set(names);
  const byFold = new Map([...exact].reverse().map((name) => [folded(name), name]));
  return (target) => (exact.has(target) ? target : byFold.get(folded(target)));
}

function folded(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

/** A name that is declared twice is reported, and the first declaration counts. */
export function indexNames(declarations: readonly Declaration[], diagnostics: Diagnostics): NameIndex {
  const byKind = new Map<DeclaredKind, Map<string, Declaration>>();
  const places = new Map<string, Name>();
  for (const declaration of declarations) {
    const kind = kindOf(declaration);
    const known = byKind.get(kind) ?? new Map<string, Declaration>();
    byKind.set(kind, known);
    for (const name of namesOf(declaration)) {
      const place = `${kind} ${name.text}`;
      const first = places.get(place);
      const isBroken = declaration.kind === 'broken' && known.get(name.text)?.kind === 'broken';
      if (first === undefined) known.set(name.text, declaration);
      else if (!isBroken) duplicateDeclaration(kind, { first, again: name }, diagnostics);
      places.set(place, first ?? name);
    }
  }
  return byKind;
}

function namesOf(declaration: Declaration): readonly Name[] {
  if (declaration.kind === 'tag') return declaration.names.filter(({ text }) => text !== '');
  return declaration.kind === 'include' ? [] : [declaration.name];
}

/** What a declaration declares, well or badly. */
export function kindOf(declaration: Declaration): DeclaredKind {
  return declaration.kind === 'broken' ? declaration.declares : declaration.kind;
}

function isOfKind<Kind extends DeclaredKind>(
  declaration: Declaration,
  kind: Kind,
): declaration is OfKind<Kind> {
  return declaration.kind === kind;
}
