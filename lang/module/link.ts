/**
 * Files to modules: a module is a file with everything that it includes; it sees what it imports, one level deep. Modules come
 * out after those they import, so that whoever goes through them in order has met every declaration that a name may mean.
 */
import type { Declaration, ImportDeclaration, IncludeDeclaration } from '../ast/nodes.ts';
import { explore } from '../checker/cycles.ts';
import type { Diagnostics } from '../diagnostic.ts';
import {
  badNamespace,
  badPath,
  importCycle,
  includeCycle,
  includeIsDeprecated,
  moduleNotFound,
} from './errors.ts';
import { type Files, importedPath, includedPath, type ParsedFile, parseFile } from './files.ts';

export interface Module {
  /** `a/b`; empty for the root. */
  readonly path: string;
  /** Its own file first, then what is included, each once. */
  readonly files: readonly ParsedFile[];
  /** Those of included files stand where the include stood. */
  readonly declarations: readonly Declaration[];
  /** By namespace; `null` where the module is missing or closes a circle. */
  readonly imports: ReadonlyMap<string, string | null>;
}

/** Modules by path, after those they import; the root is the last. */
export function linkModules(
  entry: string,
  files: Files,
  diagnostics: Diagnostics,
): ReadonlyMap<string, Module> {
  const linked = new Map<string, Module>();
  const wanted = new Set([entry]);
  for (const path of wanted) {
    const file = files.get(path);
    if (file === undefined) continue;
    const module = linkModule(file, { files, entry, diagnostics });
    linked.set(module.path, module);
    for (const imported of module.imports.values())
      if (imported !== null) wanted.add(fileOf(imported, entry));
  }
  return inOrder(linked, diagnostics);
}

interface Linking {
  readonly files: Files;
  readonly entry: string;
  readonly diagnostics: Diagnostics;
}

function linkModule(file: ParsedFile, linking: Linking): Module {
  const including = new Including(linking);
  const declarations = including.expand(file);
  const imports = new Map<string, string | null>();
  for (const declaration of declarations) {
    if (declaration.kind === 'import' && !imports.has(declaration.name.text))
      imports.set(declaration.name.text, resolveImport(declaration, linking));
  }
  return { path: pathOf(file.path, linking.entry), files: including.files, declarations, imports };
}

/** The module's path, or `null` when there is none; what is wrong is reported. */
function resolveImport(
  declaration: ImportDeclaration,
  { files, entry, diagnostics }: Linking,
): string | null {
  const path = importedPath(declaration);
  if (path === undefined) badPath('import', declaration.path, diagnostics);
  else if (!/^[A-Za-z_]\w*$/.test(declaration.name.text)) badNamespace(declaration, diagnostics);
  else if (!files.has(path)) moduleNotFound(declaration.path, path, [...files.keys()], diagnostics);
  else return pathOf(path, entry);
  return null;
}

/** Textual inclusion, depth first, every file once. */
class Including {
  readonly files: ParsedFile[] = [];
  readonly #linking: Linking;
  readonly #open: string[] = [];

  constructor(linking: Linking) {
    this.#linking = linking;
  }

  /** The tree of an included file is its module's own: another module that includes it has another. */
  expand(file: ParsedFile): readonly Declaration[] {
    const isOwn = this.files.length > 0;
    const own = isOwn ? parseFile(file.path, file.source) : file;
    this.files.push(own);
    this.#open.push(own.path);
    const declarations = own.declarations.flatMap((declaration) =>
      declaration.kind === 'include' ? this.#include(declaration, own) : [declaration],
    );
    this.#open.pop();
    return declarations;
  }

  #include(declaration: IncludeDeclaration, from: ParsedFile): readonly Declaration[] {
    const { files, diagnostics } = this.#linking;
    const path = includedPath(declaration, from.path);
    const file = path === undefined ? undefined : files.get(path);
    if (path === undefined) badPath('include', declaration.path, diagnostics);
    else if (file === undefined) moduleNotFound(declaration.path, path, [...files.keys()], diagnostics);
    else if (this.#open.includes(path)) includeCycle(declaration.path, [...this.#open, path], diagnostics);
    else {
      includeIsDeprecated(declaration, diagnostics);
      if (!this.files.some((known) => known.path === path)) return this.expand(file);
    }
    return [];
  }
}

function inOrder(
  modules: ReadonlyMap<string, Module>,
  diagnostics: Diagnostics,
): ReadonlyMap<string, Module> {
  const importedBy = ({ imports }: Module): readonly Module[] =>
    [...imports.values()].flatMap((path) => (path === null ? [] : (modules.get(path) ?? [])));
  const { cycles, order } = explore([...modules.values()], importedBy);
  const cut = new Map<string, Set<string>>();
  for (const circle of cycles) {
    const [first] = circle;
    const last = circle.at(-1) ?? first;
    importCycle(
      last,
      first,
      circle.map(({ path }) => path),
      diagnostics,
    );
    cut.set(last.path, (cut.get(last.path) ?? new Set()).add(first.path));
  }
  return new Map(order.map((module) => [module.path, without(module, cut.get(module.path))]));
}

/** The import that closes a circle leads nowhere, so that nothing goes round in it. */
function without(module: Module, cut: ReadonlySet<string> | undefined): Module {
  if (cut === undefined) return module;
  const imports = [...module.imports].map(([namespace, path]): [string, string | null] => {
    return [namespace, path !== null && cut.has(path) ? null : path];
  });
  return { ...module, imports: new Map(imports) };
}

function pathOf(file: string, entry: string): string {
  return file === entry ? '' : file.replace(/\.arb$/, '');
}

function fileOf(path: string, entry: string): string {
  return path === '' ? entry : `${path}.arb`;
}
