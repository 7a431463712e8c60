/**
 * What a bundle is called before it is compiled: a name for its source, the same on every machine and for every
 * version of the compiler. What was compiled from it is named by `bundleDigest`.
 */
import { createHash } from 'node:crypto';

export interface Module {
  /** Empty for a program of one text. */
  readonly path: string;
  readonly text: string;
}

/**
 * First 16 hex digits of the SHA-256 of name, NUL and source. The source of one module without a path is its text;
 * otherwise, for each module in the order of the code units of its path: path, NUL, length of the text in bytes, NUL,
 * text. Lengths keep the end of one text and the beginning of the next path apart.
 */
export function bundleId(name: string, modules: readonly Module[]): string {
  const hash = createHash('sha256').update(`${name}\0`);
  const [only, ...others] = modules;
  if (only?.path === '' && others.length === 0) hash.update(only.text);
  else for (const { path, text } of byPath(modules)) hash.update(`${path}\0${bytesOf(text)}\0${text}`);
  return hash.digest('hex').slice(0, 16);
}

function byPath(modules: readonly Module[]): readonly Module[] {
  return [...modules].sort((left, right) => Number(left.path > right.path) - Number(left.path < right.path));
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
