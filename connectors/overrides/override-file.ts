/**
 * Overrides in a file that others edit too: people, other processes. It is read again when it changes and replaced whole when
 * an entry is set. What cannot be read changes nothing: the last good overrides stay in force, and whoever opened it is told.
 */
import { realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { applyEntry, type EntryChange } from '#actors/overrides/apply-entry.js';
import { OverrideFeed } from '#actors/overrides/override-feed.js';
import type {
  Bundle,
  NextOverride,
  OverrideStore,
  OverrideWatchOptions,
} from '#actors/overrides/override-store.js';
import type { Override, Overrides } from '#engine';
import type { OverrideTarget } from '#engine/govern/override-entries.js';
import { NO_OVERRIDES, type OverrideSets } from '#engine/govern/override-sets.js';
import { overrideFileText } from '#streams/codec/override-json.js';
import { Fault } from '#streams/faults.js';
import { makeDirectory } from '../system/directory.ts';
import { codeOf, readableReason } from '../system/errno.ts';
import { Follower, type FollowOptions } from '../system/follower.ts';
import { lockFile } from '../system/lock.ts';
import { replaceFile, WRITING_STEPS, type WritingSteps } from '../system/replace-file.ts';
import { isMissing, overrideSetsIn, readOverrideText, sizeProblem, unreadable } from './override-text.ts';

export interface OverrideFileOptions extends FollowOptions {
  /** After the file became something that cannot be taken; what was in force stays. */
  readonly onError?: (fault: Fault) => void;
  readonly steps?: WritingSteps;
}

/**
 * Makes the file and its folders where there are none. Rejects with `overrides/malformed`, `overrides/unreadable` or
 * `overrides/unwritable`. Following the file alone keeps no process alive.
 */
export async function openOverrideFile(
  path: string,
  options: OverrideFileOptions = {},
): Promise<OverrideFile> {
  const file = new OverrideFile(resolve(path), options);
  await file.open();
  return file;
}

export class OverrideFile implements OverrideStore {
  readonly path: string;
  readonly #steps: WritingSteps;
  readonly #onError: ((fault: Fault) => void) | undefined;
  readonly #follower: Follower;
  readonly #feed = new OverrideFeed(NO_OVERRIDES);
  #failure: Fault | null = null;
  /** Of the file as it was taken or refused, and as the last look saw it. */
  #taken = '';
  #seen = '';

  /** Use `openOverrideFile`. */
  constructor(path: string, options: OverrideFileOptions) {
    this.path = path;
    this.#steps = options.steps ?? WRITING_STEPS;
    this.#onError = options.onError;
    this.#follower = new Follower(() => this.#look(), options);
  }

  async open(): Promise<void> {
    await this.#follower.inTurn(() => this.#load());
    this.#follower.follow([this.path, await targetOf(this.path)]);
    this.#follower.start();
  }

  /** Why what is in force is not what the file says; `null` while it is. */
  get failure(): Fault | null {
    return this.#failure;
  }

  set(bundle: Bundle, target: OverrideTarget, next: NextOverride): Promise<Override> {
    return this.#follower.inTurn(() => this.#set({ bundle, target, next }));
  }

  read(bundle: Bundle): Overrides {
    return this.#feed.read(bundle);
  }

  bundles(): readonly string[] {
    return this.#feed.bundles();
  }

  watch(bundle: Bundle, options?: OverrideWatchOptions): ReturnType<OverrideStore['watch']> {
    return this.#feed.watch(bundle, options);
  }

  async close(): Promise<void> {
    await this.#follower.close();
    this.#feed.close();
  }

  /** Makes the file when there is none; two that do so at once find the same. */
  async #load(): Promise<void> {
    if (isMissing(await readOverrideText(this.path))) {
      await this.#makeFolder();
      await this.#locked(async (target) => {
        if (isMissing(await readOverrideText(this.path))) await this.#write(target, NO_OVERRIDES);
      });
    }
    const found = await readOverrideText(this.path);
    const sets = overrideSetsIn(this.path, found);
    if (sets instanceof Fault) throw sets;
    this.#take(found);
  }

  /** Half of somebody's write is not taken: two looks in a row have to see the same. */
  async #look(): Promise<void> {
    const found = await readOverrideText(this.path);
    const mark = markOf(found);
    const isSteady = mark === this.#seen;
    this.#seen = mark;
    if (mark === this.#taken) return;
    if (isSteady) this.#take(found);
    else this.#follower.signal();
  }

  #take(found: string | Fault): void {
    const mark = markOf(found);
    if (mark === this.#taken) return;
    this.#taken = mark;
    const sets = overrideSetsIn(this.path, found);
    this.#failure = sets instanceof Fault ? sets : null;
    if (sets instanceof Fault) this.#onError?.(sets);
    else this.#feed.publish(sets);
  }

  /** From what the file says now, since others write it too; from what is in force when it has gone. */
  #set(change: EntryChange): Promise<Override> {
    return this.#locked(async (target) => {
      const found = await readOverrideText(this.path);
      const present = isMissing(found) ? this.#feed.sets : overrideSetsIn(this.path, found);
      if (present instanceof Fault) throw present;
      const { sets, override, isChanged } = applyEntry(present, change);
      if (isChanged) await this.#write(target, sets);
      this.#take(isChanged ? overrideFileText(sets) : found);
      return override;
    });
  }

  async #locked<Result>(work: (target: string) => Promise<Result>): Promise<Result> {
    const target = await targetOf(this.path);
    const unlock = await lockFile(target).catch((error: unknown) => {
      throw this.#unwritable(error);
    });
    try {
      return await work(target);
    } finally {
      await unlock();
    }
  }

  /** What a failed write left is what is in force, so that memory and file do not part. */
  async #write(target: string, sets: OverrideSets): Promise<void> {
    const text = overrideFileText(sets);
    const problem = sizeProblem(Buffer.byteLength(text));
    if (problem !== null) throw new Fault('overrides/invalid', { values: { reason: problem } });
    try {
      await replaceFile(target, text, this.#steps);
    } catch (error) {
      const left = await readOverrideText(this.path);
      if (!isMissing(left)) this.#take(left);
      throw this.#unwritable(error);
    }
  }

  async #makeFolder(): Promise<void> {
    await makeDirectory(dirname(this.path)).catch((error: unknown) => {
      throw this.#unwritable(error);
    });
  }

  #unwritable(error: unknown): Fault {
    const values = { path: this.path, reason: readableReason(error) };
    return new Fault('overrides/unwritable', { values, retryable: true, cause: error });
  }
}

/** Where a link leads: it stays one when the file is replaced. */
async function targetOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return path;
    throw unreadable(path, error);
  }
}

/** Tells two states of the file apart. */
function markOf(found: string | Fault): string {
  return found instanceof Fault ? found.message : found;
}
