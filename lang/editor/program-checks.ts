/**
 * The check of one program, kept from edit to edit. Linking and what needs the whole program are done each time, being cheap;
 * a module is checked again only when its own files have changed, or the interface of one that it imports has. The
 * result is always that of a check from scratch.
 */
import { importsOf } from '../checker/check.ts';
import { checkModule, type ModuleCheck } from '../checker/module.ts';
import { checkProgram, type ProgramOptions } from '../checker/program.ts';
import { type Diagnostic, Diagnostics } from '../diagnostic.ts';
import type { Files, ParsedFile } from '../module/files.ts';
import { linkModules, type Module } from '../module/link.ts';
import { interfaceOf } from './interface.ts';

export interface ProgramState {
  /** The file that is the root. */
  readonly entry: string;
  /** By path of the module, after those they import. */
  readonly modules: ReadonlyMap<string, ModuleCheck>;
  /** Of all its files, as they were found. */
  readonly findings: readonly Diagnostic[];
  /** Paths of the modules that this update checked again. */
  readonly rechecked: readonly string[];
}

interface Kept {
  readonly check: ModuleCheck;
  readonly face: string;
  /** The interfaces of what it imports, by namespace, as they were when it was checked. */
  readonly seen: ReadonlyMap<string, string | null>;
}

export class ProgramChecks {
  readonly #entry: string;
  #kept: ReadonlyMap<string, Kept>;

  constructor(entry: string, kept: ReadonlyMap<string, Kept> = new Map()) {
    this.#entry = entry;
    this.#kept = kept;
  }

  /** Goes on by itself from what is known here. */
  fork(): ProgramChecks {
    return new ProgramChecks(this.#entry, this.#kept);
  }

  /** Files whose text is the same must be the same objects as before; anything else is read as a change. */
  update(files: Files, options: ProgramOptions): ProgramState {
    const diagnostics = new Diagnostics();
    const linked = linkModules(this.#entry, files, diagnostics);
    const kept = new Map<string, Kept>();
    const modules = new Map<string, ModuleCheck>();
    const rechecked: string[] = [];
    for (const module of linked.values()) {
      const before = this.#kept.get(module.path);
      const seen = facesOf(module, kept);
      const holds =
        before !== undefined && isSameModule(before.check.module, module) && areEqual(before.seen, seen);
      const next = holds
        ? { ...before, check: besides(before.check, modules) }
        : checked(module, seen, modules);
      if (!holds) rechecked.push(module.path);
      kept.set(module.path, next);
      modules.set(module.path, next.check);
    }
    this.#kept = kept;
    for (const { module, findings } of modules.values()) {
      for (const file of module.files) diagnostics.add(file.findings);
      diagnostics.add(findings);
    }
    checkProgram([...modules.values()], options, diagnostics);
    return { entry: this.#entry, modules, findings: diagnostics.all(), rechecked };
  }
}

function checked(
  module: Module,
  seen: ReadonlyMap<string, string | null>,
  modules: ReadonlyMap<string, ModuleCheck>,
): Kept {
  const check = checkModule(module, importsOf(module, modules));
  return { check, face: interfaceOf(check), seen };
}

/**
 * A check that still holds, beside the checks of today: whoever asks its names for an imported declaration gets the one that
 * is in the text now.
 */
function besides(check: ModuleCheck, modules: ReadonlyMap<string, ModuleCheck>): ModuleCheck {
  const { checking, checked: result } = check;
  const imports = new Map(
    [...importsOf(check.module, modules)].map(([namespace, imported]) => [
      namespace,
      imported?.checking.names ?? null,
    ]),
  );
  if (areEqual(checking.names.imports, imports)) return check;
  const names = checking.names.withImports(imports);
  return { ...check, checking: { ...checking, names }, checked: { ...result, names } };
}

function facesOf(module: Module, kept: ReadonlyMap<string, Kept>): ReadonlyMap<string, string | null> {
  return new Map(
    [...module.imports].map(([namespace, path]) => [
      namespace,
      path === null ? null : (kept.get(path)?.face ?? null),
    ]),
  );
}

function isSameModule(before: Module, now: Module): boolean {
  return (
    before.files.length === now.files.length &&
    before.files.every((file, index) => isSameFile(file, now.files[index])) &&
    areEqual(before.imports, now.imports)
  );
}

/** A file that is included is read anew for each module, so its source tells whether it is the same. */
function isSameFile(before: ParsedFile, now: ParsedFile | undefined): boolean {
  return before.path === now?.path && before.source === now.source;
}

/** In the same order too: names of imported modules are suggested in it. */
function areEqual<Value>(before: ReadonlyMap<string, Value>, now: ReadonlyMap<string, Value>): boolean {
  const others = [...now];
  return (
    before.size === now.size &&
    [...before].every(([key, value], index) => others[index]?.[0] === key && others[index][1] === value)
  );
}
