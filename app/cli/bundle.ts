/** `arbiter bundle`: what is in a bundle, who signed it, and the keys to sign with. */
import { visible } from '#lang/report/visible.js';
import { reasonOf } from '#streams/faults.js';
import { type LoadedProgram, loadBundle, type RefusedProgram } from '../load.ts';
import {
  type Arguments,
  type Command,
  EXIT,
  type Flags,
  type Terminal,
  textFlags,
  UsageError,
} from './command.ts';
import { inspectionLines, inspectionOf } from './inspection.ts';
import { readPublicKey, writeKeys } from './keys.ts';

export const bundleCommand: Command = {
  name: 'bundle',
  summary: 'shows a bundle, verifies its signature, or makes keys to sign with',
  usage: 'inspect BUNDLE [--json] | verify BUNDLE --key PUB.pem… [--json] | keygen DIR [--json]',
  flags: [
    ['inspect BUNDLE', 'versions, name, digest, envelope, sizes, counts and declarations'],
    ['verify BUNDLE', 'is it signed by one of these keys, and does it decode?'],
    ['keygen DIR', 'writes signing.key.pem and signing.pub.pem, readable for their owner only'],
    ['--key PUB.pem', 'an Ed25519 public key to verify with; again for further keys'],
    ['--json', 'the result as one JSON object'],
  ],
  examples: [
    'arbiter bundle keygen keys',
    'arbiter compile rules.arb --gzip --sign keys/signing.key.pem',
    'arbiter bundle verify rules.arbb --key keys/signing.pub.pem',
    'arbiter bundle inspect rules.arbb --json | jq .declarations',
  ],
  options: { key: { type: 'string', multiple: true }, json: { type: 'boolean' } },
  positionals: ['inspect|verify|keygen', 'PATH'],
  run: runBundle,
};

async function runBundle(
  { positionals: [verb = '', path = ''], flags }: Arguments,
  terminal: Terminal,
): Promise<number> {
  const task = { path, flags, terminal };
  if (verb === 'verify') return await verify(task);
  if (verb !== 'inspect' && verb !== 'keygen')
    throw new UsageError(
      `\`${verb}\` is not something bundle does; it does \`inspect\`, \`verify\` and \`keygen\``,
    );
  if (flags['key'] !== undefined) throw new UsageError(`--key is for \`verify\`, not for \`${verb}\``);
  return await (verb === 'inspect' ? inspect(task) : keygen(task));
}

interface Task {
  readonly path: string;
  readonly flags: Flags;
  readonly terminal: Terminal;
}

async function inspect({ path, flags, terminal }: Task): Promise<number> {
  const loaded = await orUsage(path, loadBundle(path));
  if (loaded.kind === 'refused') return refusal(loaded, { path, flags, terminal });
  const inspection = inspectionOf(loaded);
  if (flags['json'] === true) terminal.out(JSON.stringify({ file: path, ok: true, ...inspection }));
  else for (const line of inspectionLines(inspection)) terminal.out(line);
  return EXIT.ok;
}

async function verify({ path, flags, terminal }: Task): Promise<number> {
  const files = textFlags(flags, 'key');
  if (files === undefined) throw new UsageError('--key PUB.pem is missing');
  const trusted = await Promise.all(files.map(readPublicKey));
  const loaded = await orUsage(path, loadBundle(path, { trusted }));
  if (loaded.kind === 'refused') return refusal(loaded, { path, flags, terminal });
  const { digest, envelope } = loaded;
  const signedBy = envelope?.signedBy ?? null;
  if (flags['json'] === true) terminal.out(JSON.stringify({ file: path, ok: true, signedBy, digest }));
  else terminal.out(`ok: signed by ${signedBy}, digest ${digest}`);
  return EXIT.ok;
}

async function keygen({ path, flags, terminal }: Task): Promise<number> {
  const keys = await writeKeys(path);
  if (flags['json'] === true) terminal.out(JSON.stringify(keys));
  else {
    terminal.out(`${keys.signing}: sign with it, and keep it to yourself`);
    terminal.out(`${keys.public}: verify with it, fingerprint ${keys.fingerprint}`);
  }
  return EXIT.ok;
}

function refusal({ code, reason }: RefusedProgram, { path, flags, terminal }: Task): number {
  if (flags['json'] === true) terminal.out(JSON.stringify({ file: path, ok: false, code, reason }));
  else terminal.err(visible(`${path}: refused: ${reason}`));
  return EXIT.findings;
}

type Loading = Promise<LoadedProgram | RefusedProgram>;

function orUsage(path: string, loading: Loading): Loading {
  return loading.catch((error: unknown) => {
    throw new UsageError(`\`${path}\` cannot be read: ${reasonOf(error)}`);
  });
}
