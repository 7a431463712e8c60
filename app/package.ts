/** What this program says about itself, from the package it is part of. */
import { readFileSync } from 'node:fs';

export interface Package {
  readonly version?: string;
  readonly homepage?: string;
}

/** From `dist/app`, where this file runs. */
const MANIFEST = new URL('../../package.json', import.meta.url);

export function readPackage(): Package {
  const manifest: unknown = JSON.parse(readFileSync(MANIFEST, 'utf8'));
  const version = textOf(manifest, 'version');
  const homepage = textOf(manifest, 'homepage');
  return { ...(version === undefined ? {} : { version }), ...(homepage === undefined ? {} : { homepage }) };
}

function textOf(manifest: unknown, key: string): string | undefined {
  if (typeof manifest !== 'object' || manifest === null) return undefined;
  const value: unknown = Reflect.get(manifest, key);
  return typeof value === 'string' ? value : undefined;
}
