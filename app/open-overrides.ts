/** Overrides that are changed while programs run, kept in a file or in a folder of LMDB. */
import type { OverrideStore } from '#actors/overrides/override-store.js';
import { storedOverrides } from '#actors/overrides/stored-overrides.js';
import { openStore } from '#connectors/lmdb/store.js';
import { openOverrideFile, type OverrideFileOptions } from '#connectors/overrides/override-file.js';

export type OverridePlace =
  /** Also edited by others; made when there is none. */
  | ({ readonly file: string } & Omit<OverrideFileOptions, 'steps'>)
  /** Of this process alone, until it is closed. */
  | { readonly directory: string };

/**
 * @example
 * const overrides = await openOverrides({ file: 'overrides.json', onError: (fault) => console.warn(fault.message) });
 * decideRules(program, context, { nowSeconds, overrides: overrides.read('shop') });
 */
export async function openOverrides(place: OverridePlace): Promise<OverrideStore> {
  return 'file' in place ? await openOverrideFile(place.file, place) : await openDirectory(place.directory);
}

async function openDirectory(directory: string): Promise<OverrideStore> {
  const rows = await openStore({ directory });
  try {
    return storedOverrides(rows, () => rows.close());
  } catch (error) {
    await rows.close();
    throw error;
  }
}
