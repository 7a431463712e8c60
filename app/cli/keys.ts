/** Key files: what cannot be read, or holds something else, is a usage mistake that names the file and nothing in it. */
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PublicKey, SigningKey } from '#lang';
import { reasonOf } from '#streams/faults.js';
import { generateKeys, holdsPrivateKey, publicKeyFromPem, signingKeyFromPem } from '../pem.ts';
import { UsageError } from './command.ts';

export interface KeyFiles {
  readonly signing: string;
  readonly public: string;
  readonly fingerprint: string;
}

export async function readPublicKey(path: string): Promise<PublicKey> {
  const pem = await readPem(path);
  const key = publicKeyFromPem(pem);
  if (key !== null) return key;
  if (holdsPrivateKey(pem)) throw new UsageError(`\`${path}\` holds a private key; give the public one`);
  throw new UsageError(`\`${path}\` holds no Ed25519 public key in PEM`);
}

export async function readSigningKey(path: string): Promise<SigningKey> {
  const key = signingKeyFromPem(await readPem(path));
  if (key !== null) return key;
  throw new UsageError(`\`${path}\` holds no Ed25519 private key in PEM without a passphrase`);
}

/** A pair of files; neither is ever overwritten, because a lost signing key cannot be had again. */
export async function writeKeys(directory: string): Promise<KeyFiles> {
  const files = { signing: join(directory, 'signing.key.pem'), public: join(directory, 'signing.pub.pem') };
  const keys = generateKeys();
  await orUsage(`\`${directory}\` cannot be made`, mkdir(directory, { recursive: true }));
  if (await exists(files.public)) throw new UsageError(`\`${files.public}\` exists and is not overwritten`);
  await createFile(files.signing, keys.signingPem);
  await createFile(files.public, keys.publicPem);
  return { ...files, fingerprint: keys.publicKey.fingerprint };
}

/** Only for its owner. Exclusive creation makes look and write one step, and does not follow a link somebody laid. */
async function createFile(path: string, text: string): Promise<void> {
  await writeFile(path, text, { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw new UsageError(
      exists
        ? `\`${path}\` exists and is not overwritten`
        : `\`${path}\` cannot be written: ${reasonOf(error)}`,
    );
  });
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function readPem(path: string): Promise<string> {
  return orUsage(`\`${path}\` cannot be read`, readFile(path, 'utf8'));
}

function orUsage<Result>(problem: string, doing: Promise<Result>): Promise<Result> {
  return doing.catch((error: unknown) => {
    throw new UsageError(`${problem}: ${reasonOf(error)}`);
  });
}
