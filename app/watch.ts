/**
 * A program that follows its files: when one of the graph changes, all of it is compiled again and replaces the program at
 * once. What does not compile replaces nothing: the last good program stays, and whoever watches is told. Files are taken only
 * when two looks in a row, and those before and after reading, saw the same bytes, so that half a write is never a program.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Follower, type FollowOptions } from '#connectors/system/follower.js';
import type { Trust } from '#lang';
import { positionOf } from '#lang/source.js';
import { reasonOf } from '#streams/faults.js';
import { type Loaded, type LoadedProgram, loadProgram } from './load.ts';

/** Why there is no program in the files as they are. */
export type LoadFailure =
  | Exclude<Loaded, LoadedProgram>
  | { readonly kind: 'unreadable'; readonly path: string; readonly reason: string };

export interface WatchOptions extends FollowOptions {
  /** After a program took the place of another, or of none; also when files that were broken are whole again. */
  readonly onChange?: (current: LoadedProgram, previous: LoadedProgram | null) => void;
  /** After files could not be taken; `current` is the program that stays. */
  readonly onError?: (failure: LoadFailure, current: LoadedProgram | null) => void;
  /** Only bundles that one of the given keys has signed. */
  readonly trust?: Trust;
  /** The program as it is there, see `LoadOptions`; its file is followed too, also while there is none. */
  readonly environment?: string;
}

const ATTEMPTS_MAX = 5;

/**
 * Resolves when the files have been read for the first time, whether or not there is a program in them: see `current` and
 * `failure`. The callbacks are for what happens later. Watching alone keeps no process alive; `close` ends it.
 *
 * @example
 * const rules = await watchProgram('rules.arb', { onError: (failure) => console.warn(failureText(failure)) });
 * decideRules(rules.current.program, context, { nowSeconds });
 */
export async function watchProgram(path: string, options: WatchOptions = {}): Promise<WatchedProgram> {
  const watched = new WatchedProgram(resolve(path), options);
  await watched.start();
  return watched;
}

/** One line. */
export function failureText(failure: LoadFailure): string {
  if (failure.kind === 'unreadable') return `${failure.path} cannot be read: ${failure.reason}`;
  if (failure.kind === 'refused') return `${failure.path} is refused: ${failure.reason}`;
  const first = failure.diagnostics.find(({ severity }) => severity === 'error');
  if (first === undefined) return `${failure.source.name} is no program`;
  const { line, column } = positionOf(first.span.source, first.span.start);
  return `${first.span.source.name}:${line}:${column}: ${first.message}`;
}

export class WatchedProgram {
  readonly path: string;
  readonly #options: WatchOptions;
  readonly #follower: Follower;
  #current: LoadedProgram | null = null;
  #failure: LoadFailure | null = null;
  #files: readonly string[];
  /** Of the files as they were taken, and as the last look saw them. */
  #taken = '';
  #seen = '';
  #isStarted = false;

  /** Use `watchProgram`. */
  constructor(path: string, options: WatchOptions) {
    this.path = path;
    this.#options = options;
    this.#follower = new Follower(() => this.#look(), options);
    this.#files = [path];
  }

  /** Reads the files for the first time, and goes on watching. */
  async start(): Promise<void> {
    await this.reload();
    this.#isStarted = true;
    this.#follower.start();
  }

  /** The last program that was whole; `null` before the first. Ask again for each decision. */
  get current(): LoadedProgram | null {
    return this.#current;
  }

  /** Why `current` is not what the files say; `null` while it is. */
  get failure(): LoadFailure | null {
    return this.#failure;
  }

  /** Looks now, without waiting for a signal. */
  reload(): Promise<void> {
    return this.#follower.inTurn(() => this.#load());
  }

  /** Nothing is called back afterwards. */
  async close(): Promise<void> {
    await this.#follower.close();
  }

  async #look(): Promise<void> {
    const seen = await fingerprint(this.#files);
    const isSteady = seen === this.#seen;
    this.#seen = seen;
    if (seen === this.#taken) return;
    if (isSteady) await this.#load();
    else this.#follower.signal();
  }

  async #load(): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX && !this.#follower.isClosed; attempt++) {
      const before = await fingerprint(this.#files);
      const result = await read(this.path, this.#options);
      this.#files = filesOf(result);
      this.#follower.follow(this.#files);
      const after = await fingerprint(this.#files);
      if (before !== after) continue;
      this.#taken = after;
      this.#seen = after;
      return this.#take(result);
    }
    if (this.#current === null)
      this.#take({ kind: 'unreadable', path: this.path, reason: 'its files keep changing' });
    this.#follower.signal();
  }

  #take(result: Loaded | LoadFailure): void {
    if (this.#follower.isClosed) return;
    const { onChange, onError } = this.#options;
    const previous = this.#current;
    const isNews =
      previous?.digest !== (result.kind === 'program' ? result.digest : '') || this.#failure !== null;
    if (result.kind !== 'program') {
      this.#failure = result;
      if (this.#isStarted) onError?.(result, previous);
      return;
    }
    this.#failure = null;
    this.#current = result;
    if (this.#isStarted && isNews) onChange?.(result, previous);
  }
}

async function read(path: string, { trust, environment }: WatchOptions): Promise<Loaded | LoadFailure> {
  const options = { ...trust, ...(environment === undefined ? {} : { environment }) };
  return await loadProgram(path, options).catch((error: unknown) => ({
    kind: 'unreadable' as const,
    path,
    reason: reasonOf(error),
  }));
}

function filesOf(result: Loaded | LoadFailure): readonly string[] {
  return result.kind === 'program' || result.kind === 'rejected' ? result.files : [result.path];
}

/** Over names and bytes of all files, those that are not there included. */
async function fingerprint(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    const bytes = await readFile(file).catch(() => null);
    hash.update(`${file}\0${bytes === null ? 'absent' : bytes.length}\0`);
    if (bytes !== null) hash.update(bytes);
  }
  return hash.digest('hex');
}
