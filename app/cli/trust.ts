/** The flag `--trust`, the same for every command that executes a program: whose bundles it takes. */
import type { Trust } from '#lang';
import { type Flags, textFlags } from './command.ts';
import { readPublicKey } from './keys.ts';

export const TRUST_FLAG = [
  '--trust PUB.pem',
  'takes only a bundle signed by this key; again for further keys',
] as const;

export const TRUST_OPTION = { type: 'string', multiple: true } as const;

export async function trustFlag(flags: Flags): Promise<Trust> {
  const paths = textFlags(flags, 'trust');
  return paths === undefined ? {} : { trusted: await Promise.all(paths.map(readPublicKey)) };
}
