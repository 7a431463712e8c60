/**
 * Where `secret("path")` gets its values: the environment, or a file that only its owner can read. Nothing here says a value, in
 * errors neither: not even what the parser of a broken file saw.
 */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import type { SecretResolver } from '#engine';

const PREFIX = 'ARBITER_SECRET_';
const OTHERS = 0o077;

export interface EnvironmentOptions {
  /** Default `ARBITER_SECRET_`. */
  readonly prefix?: string;
  /** Default: that of the process, as it is when a secret is asked for. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** `secret("checkout/key")` is `ARBITER_SECRET_CHECKOUT_KEY`: upper case, `_` for every other character. */
export function environmentSecrets({
  prefix = PREFIX,
  environment,
}: EnvironmentOptions = {}): SecretResolver {
  return {
    resolve(reference) {
      const name = `${prefix}${reference.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
      const variables = environment ?? process.env;
      return Object.hasOwn(variables, name) ? variables[name] : undefined;
    },
  };
}

/**
 * A JSON object of references and texts, read once. Throws when it cannot be read, is something else, or can be read or written
 * by others than its owner (mode 0600 at most).
 *
 * @example
 * decideRules(program, context, { nowSeconds, secrets: fileSecrets('/run/secrets/arbiter.json') });
 */
export function fileSecrets(path: string): SecretResolver {
  const secrets = readSecrets(path);
  return { resolve: (reference) => secrets.get(reference) };
}

/** Mode and content are those of one open file, so that it cannot be exchanged in between. */
function readSecrets(path: string): ReadonlyMap<string, string> {
  const file = openSync(path, 'r');
  try {
    const { mode } = fstatSync(file);
    if ((mode & OTHERS) !== 0)
      throw new Error(`${path} can be used by others (mode ${(mode & 0o777).toString(8)}): make it 600`);
    return entriesOf(path, parse(path, readFileSync(file, 'utf8')));
  } finally {
    closeSync(file);
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${path} is not JSON`);
  }
}

function entriesOf(path: string, content: unknown): ReadonlyMap<string, string> {
  const secrets = new Map<string, string>();
  const isObject = typeof content === 'object' && content !== null && !Array.isArray(content);
  if (!isObject) throw new Error(`${path} is no object of references and texts`);
  for (const [reference, value] of Object.entries(content)) {
    if (typeof value !== 'string') throw new Error(`${path}: \`${reference}\` is no text`);
    secrets.set(reference, value);
  }
  return secrets;
}
