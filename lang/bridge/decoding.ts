/**
 * One conversion from JSON: what was found wrong, and how deep and how much has been read. Everything that reads a part of the
 * document takes it, and answers `null` for what it has reported.
 */
import { printable } from '../lexer/printable.ts';
import { DEPTH_MAX, NODES_MAX, Remarks } from './problems.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export class Decoding extends Remarks {
  #depth = 0;
  #nodes = 0;

  /** Runs one level deeper, unless there were too many levels or nodes. */
  nested<T>(path: string, decode: () => T | null): T | null {
    if (!this.#counts(path)) return null;
    if (this.#depth >= DEPTH_MAX) return this.refuse(path, `nests deeper than ${DEPTH_MAX} nodes`);
    this.#depth++;
    const decoded = decode();
    this.#depth--;
    return decoded;
  }

  object(json: unknown, path: string, what: string): JsonObject | null {
    return isObject(json) ? json : this.refuse(path, `${what} is an object, not ${kindOf(json)}`);
  }

  /** Reports every member that the format does not know, so that nothing is lost in silence. */
  onlyMembers(object: JsonObject, known: ReadonlySet<string>, at: { path: string; of: string }): boolean {
    const unknown = Object.keys(object).filter((key) => !known.has(key));
    for (const key of unknown) this.refuse(below(at.path, key), `${at.of} has no member ${shown(key)}`);
    return unknown.length === 0;
  }

  /** A name of the language. */
  name(json: unknown, path: string, what: string): string | null {
    if (typeof json !== 'string') return this.refuse(path, `${what} is a string, not ${kindOf(json)}`);
    return isName(json) ? json : this.refuse(path, `${shown(json)} is no name that the language could hold`);
  }

  /** Text that a file can hold. */
  text(json: unknown, path: string, what: string): string | null {
    if (typeof json !== 'string') return this.refuse(path, `${what} is a string, not ${kindOf(json)}`);
    return /\p{Cs}/u.test(json) ? this.refuse(path, 'holds half of a surrogate pair') : json;
  }

  /** Reports once that there is too much. */
  #counts(path: string): boolean {
    this.#nodes++;
    if (this.#nodes === NODES_MAX + 1) this.refuse(path, `there are more than ${NODES_MAX} nodes`);
    return this.#nodes <= NODES_MAX;
  }
}

/** A JSON pointer one level down. */
export function below(path: string, key: string | number): string {
  return `${path}/${typeof key === 'number' ? key : key.replace(/~/g, '~0').replace(/\//g, '~1')}`;
}

export function isObject(json: unknown): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

export function isArray(json: unknown): json is readonly unknown[] {
  return Array.isArray(json);
}

export function isName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}

/** Null and missing are the same: writers differ in which of them they give for what is not there. */
export function member(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? (object[key] ?? undefined) : undefined;
}

export function shown(text: string): string {
  return `"${printable(text)}"`;
}

export function kindOf(json: unknown): string {
  if (json === undefined) return 'missing';
  if (json === null) return 'null';
  if (Array.isArray(json)) return 'a list';
  return typeof json === 'object' ? 'an object' : `a ${typeof json}`;
}
