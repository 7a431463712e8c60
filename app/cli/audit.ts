/** `arbiter audit verify`: was the log altered, and do its decisions come out the same again? */
import { SYSTEM_LIMITS } from '#actors';
import { type Replay, replayDecisions } from '#actors/audit/replay.js';
import { type Verification, verifyAudit } from '#actors/audit/verify.js';
import { ACTIVE_BUNDLE } from '#actors/keys.js';
import type { Store } from '#actors';
import { isActiveBundle } from '#actors/records.js';
import { openStoreReadOnly } from '#connectors/lmdb/store.js';
import { decodeProgram } from '#lang';
import { visible } from '#lang/report/visible.js';
import { decodeRecord } from '#streams/codec/record.js';
import { storeDirectory } from '../directories.ts';
import { requireFile } from './program.ts';
import { type Arguments, type Command, EXIT, type Terminal, textFlag, UsageError } from './command.ts';

export const audit: Command = {
  name: 'audit',
  summary: 'verifies the audit log of a data directory',
  usage: 'verify --data DIR [--replay] [--expect-head HASH] [--json]',
  flags: [
    ['--data DIR', 'the data directory that `arbiter run` wrote'],
    ['--replay', 'also decides every journaled command again and compares the bytes'],
    [
      '--expect-head HASH',
      'the chain must end with this hash, noted earlier: shows that nothing was cut off',
    ],
    ['--json', 'the result as one JSON object'],
  ],
  examples: [
    'arbiter audit verify --data .arbiter/earthquakes',
    'arbiter audit verify --data DIR --replay --json',
  ],
  options: {
    data: { type: 'string' },
    replay: { type: 'boolean' },
    'expect-head': { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: ['verify'],
  run: runAudit,
};

async function runAudit({ positionals: [verb], flags }: Arguments, terminal: Terminal): Promise<number> {
  if (verb !== 'verify')
    throw new UsageError(`\`${verb ?? ''}\` is not something audit does; it does \`verify\``);
  const directory = textFlag(flags, 'data');
  if (directory === undefined) throw new UsageError('--data DIR is missing');
  await requireFile(storeDirectory(directory));
  const store = await openStoreReadOnly({ directory: storeDirectory(directory) });
  try {
    const verification = withHead(verifyAudit(store), textFlag(flags, 'expect-head'));
    const replay = flags['replay'] === true ? replayStore(store) : null;
    if (flags['json'] === true) terminal.out(JSON.stringify({ ...verification, replay }));
    else show(verification, replay, terminal);
    const ok = verification.findings.length === 0 && (replay === null || replay.differences.length === 0);
    return ok ? EXIT.ok : EXIT.findings;
  } finally {
    await store.close();
  }
}

function withHead(verification: Verification, expected: string | undefined): Verification {
  const { head, findings } = verification;
  if (expected === undefined || head.hash === expected.toLowerCase()) return verification;
  const problem = `the chain ends with ${head.hash}, not with the expected ${expected}`;
  return { ...verification, findings: [...findings, { row: head.sequence, problem }] };
}

function replayStore(store: Store): Replay {
  const bytes = store.get('meta', ACTIVE_BUNDLE);
  if (bytes === undefined) return { lanes: 0, decisions: 0, differences: [] };
  const { digest } = decodeRecord('the active bundle', bytes, isActiveBundle);
  const decoded = decodeProgram(store.get('bundle', digest) ?? new Uint8Array());
  if (decoded.kind === 'refused') throw new UsageError(`the stored bundle is refused: ${decoded.reason}`);
  return replayDecisions({ store, program: decoded.program, bundle: digest, limits: SYSTEM_LIMITS });
}

function show(verification: Verification, replay: Replay | null, terminal: Terminal): void {
  const { rows, decisions, deliveries, head, findings } = verification;
  for (const { row, problem } of findings) terminal.out(`row ${row}: ${problem}`);
  const verdict =
    findings.length === 0 ? 'ok' : `${findings.length} finding${findings.length === 1 ? '' : 's'}`;
  terminal.out(`${verdict}: ${rows} rows, ${decisions} decisions, ${deliveries} deliveries`);
  terminal.out(`head ${head.hash}`);
  if (replay === null) return;
  for (const { arbiter, key, sequence } of replay.differences) {
    terminal.out(visible(`decision ${sequence} of ${arbiter}/${key} came out differently`));
  }
  const same = replay.decisions - replay.differences.length;
  terminal.out(
    `replay: ${same} of ${replay.decisions} decisions of ${replay.lanes} lanes came out the same, byte for byte`,
  );
}
