/**
 * The files that an editor works on: those it has open, with their text of the moment, over those that are stored. It keeps
 * what was parsed and checked, and brings it up to date when somebody asks after a change. It reads nothing itself:
 * whoever owns it puts texts in. Paths are relative to the root of the project, with `/`, and end in `.arb`.
 */
import type { Declaration } from '../ast/nodes.ts';
import type { ModuleCheck } from '../checker/module.ts';
import type { ProgramOptions } from '../checker/program.ts';
import { type ParsedFile, parseFile } from '../module/files.ts';
import { type GoodDeclarations, keepGood } from './last-good.ts';
import { ProgramChecks, type ProgramState } from './program-checks.ts';

export interface WorkspaceOptions extends ProgramOptions {
  /** Roots of programs. An open file that none of them reaches is the root of one of its own. */
  readonly entries: readonly string[];
  /** Texts of the files that are not open. */
  readonly files?: ReadonlyMap<string, string>;
}

/** A file in the program and module that it belongs to. */
export interface Unit {
  readonly path: string;
  readonly file: ParsedFile;
  readonly check: ModuleCheck;
  readonly program: ProgramState;
}

export class Workspace {
  readonly #options: WorkspaceOptions;
  readonly #stored: Map<string, string>;
  readonly #open = new Map<string, string>();
  readonly #files = new Map<string, ParsedFile>();
  readonly #good = new Map<string, GoodDeclarations>();
  readonly #checks = new Map<string, ProgramChecks>();
  #programs: readonly ProgramState[] | null = null;

  constructor(options: WorkspaceOptions) {
    this.#options = options;
    this.#stored = new Map(options.files);
    for (const path of this.#stored.keys()) this.#read(path);
  }

  /** From now on the text of the file is what the editor shows. */
  open(path: string, text: string): void {
    this.#open.set(path, text);
    this.#read(path);
    this.#programs = null;
  }

  /** The whole text after an edit. */
  change(path: string, text: string): void {
    this.open(path, text);
  }

  /** From now on the text of the file is what is stored, if it is. */
  close(path: string): void {
    this.#open.delete(path);
    this.#read(path);
    this.#programs = null;
  }

  /** The stored text has changed, or with `null` the file is gone. */
  store(path: string, text: string | null): void {
    if (text === null) this.#stored.delete(path);
    else this.#stored.set(path, text);
    this.#read(path);
    this.#programs = null;
  }

  /** All files that are known, parsed, by path. */
  get files(): ReadonlyMap<string, ParsedFile> {
    return this.#files;
  }

  /** The programs as they are now, those of the entries first. */
  programs(): readonly ProgramState[] {
    this.#programs ??= this.#update();
    return this.#programs;
  }

  /** The file in the first program that has it. */
  unit(path: string): Unit | undefined {
    return this.units(path)[0];
  }

  /** The file in every program and module that has it. */
  units(path: string): readonly Unit[] {
    return this.programs().flatMap((program) =>
      [...program.modules.values()].flatMap((check) => {
        const file = check.module.files.find((each) => each.path === path);
        return file === undefined ? [] : [{ path, file, check, program }];
      }),
    );
  }

  /** What the file declared when it could last be parsed: of use where it cannot be now. */
  good(path: string): readonly Declaration[] {
    return [...(this.#good.get(path)?.values() ?? [])];
  }

  /** Another workspace with some texts replaced, to see what would come of it; this one stays as it is. */
  fork(texts: ReadonlyMap<string, string>): Workspace {
    const entries = this.programs().map(({ entry }) => entry);
    const other = new Workspace({ ...this.#options, entries, files: new Map() });
    for (const [path, file] of this.#files) {
      other.#files.set(path, file);
      other.#stored.set(path, file.source.text);
    }
    for (const [entry, checks] of this.#checks) other.#checks.set(entry, checks.fork());
    for (const [path, text] of texts) other.store(path, text);
    return other;
  }

  #read(path: string): void {
    const text = this.#open.get(path) ?? this.#stored.get(path);
    const before = this.#files.get(path);
    if (text === undefined) {
      this.#files.delete(path);
      this.#good.delete(path);
    } else if (before?.source.text !== text) {
      const file = parseFile(path, { name: path, text });
      this.#files.set(path, file);
      this.#good.set(path, keepGood(file, this.#good.get(path)));
    }
  }

  #update(): readonly ProgramState[] {
    const states: ProgramState[] = [];
    const reached = new Set<string>();
    const add = (entry: string): void => {
      const checks = this.#checks.get(entry) ?? new ProgramChecks(entry);
      this.#checks.set(entry, checks);
      const state = checks.update(this.#files, this.#options);
      states.push(state);
      for (const { module } of state.modules.values()) for (const { path } of module.files) reached.add(path);
    };
    for (const entry of new Set(this.#options.entries)) add(entry);
    for (const path of this.#open.keys()) if (!reached.has(path)) add(path);
    const entries = new Set(states.map(({ entry }) => entry));
    for (const entry of this.#checks.keys()) if (!entries.has(entry)) this.#checks.delete(entry);
    return states;
  }
}
