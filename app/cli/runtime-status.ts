/** `arbiter runtime-status`, `runtime-capabilities`: what a system that runs says about itself, over HTTP. */
import { bodyOf, fetchReason, placeOf } from '#connectors/http/exchange.js';
import { visible } from '#lang/report/visible.js';
import type { StatusDocument } from '../status/document.ts';
import { type Arguments, type Command, EXIT, type Terminal, UsageError } from './command.ts';

const DEFAULT_URL = 'http://127.0.0.1:7082';
const TIMEOUT_MS = 10_000;
const DOCUMENT_BYTES_MAX = 8_388_608;

const URL_FLAG = ['[URL]', `where it serves its status (default: ${DEFAULT_URL})`] as const;

export const runtimeStatus: Command = {
  name: 'runtime-status',
  summary: 'shows what a running system does, and what is wrong with it',
  usage: '[URL] [--json] [--fail-on-issues]',
  flags: [
    URL_FLAG,
    ['--json', 'the whole document'],
    ['--fail-on-issues', 'exit code 1 while decisions wait for something'],
  ],
  examples: [
    'arbiter run monitor.arb --status 127.0.0.1:7082',
    'arbiter runtime-status',
    'arbiter runtime-status http://10.0.0.7:7082 --fail-on-issues',
  ],
  options: { json: { type: 'boolean' }, 'fail-on-issues': { type: 'boolean' } },
  positionals: ['[URL]'],
  run: runStatus,
};

export const runtimeCapabilities: Command = {
  name: 'runtime-capabilities',
  summary: 'shows which streams and handlers a running system serves, and who provides them',
  usage: '[URL] [--json]',
  flags: [URL_FLAG, ['--json', 'as JSON']],
  examples: ['arbiter runtime-capabilities', 'arbiter runtime-capabilities http://10.0.0.7:7082 --json'],
  options: { json: { type: 'boolean' } },
  positionals: ['[URL]'],
  run: runCapabilities,
};

async function runStatus({ positionals, flags }: Arguments, terminal: Terminal): Promise<number> {
  const document = await readDocument(positionals[0], terminal);
  if (document === null) return EXIT.findings;
  const lines = flags['json'] === true ? [JSON.stringify(document)] : statusLines(document);
  for (const line of lines) terminal.out(line);
  return flags['fail-on-issues'] === true && !document.readiness.ready ? EXIT.findings : EXIT.ok;
}

async function runCapabilities({ positionals, flags }: Arguments, terminal: Terminal): Promise<number> {
  const document = await readDocument(positionals[0], terminal);
  if (document === null) return EXIT.findings;
  const { capabilities } = document;
  if (flags['json'] === true) terminal.out(JSON.stringify(capabilities));
  else
    for (const [kind, all] of Object.entries(capabilities))
      for (const { name, owner } of all)
        terminal.out(visible(`${kind.padEnd(8)}  ${name.padEnd(10)}  ${owner}`));
  return EXIT.ok;
}

/** `null`, with a line for the reason, when there is none. */
async function readDocument(url: string | undefined, terminal: Terminal): Promise<StatusDocument | null> {
  const at = addressOf(url ?? DEFAULT_URL);
  try {
    const response = await fetch(at, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
    const { bytes } = await bodyOf(response, DOCUMENT_BYTES_MAX);
    const document: unknown = JSON.parse(bytes.toString('utf8'));
    if (isDocument(document)) return document;
    terminal.err(`arbiter: ${placeOf(at)} is no status of a running system`);
  } catch (error) {
    const reason = fetchReason(error, { url: at, timeoutMs: TIMEOUT_MS });
    terminal.err(visible(`arbiter: ${placeOf(at)} tells no status: ${reason}`));
  }
  return null;
}

function addressOf(url: string): string {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw new UsageError(`\`${url}\` is no http:// address`);
  return new URL('/status', url).href;
}

function isDocument(json: unknown): json is StatusDocument {
  if (typeof json !== 'object' || json === null || !('operator' in json)) return false;
  const { operator } = json;
  return (
    typeof operator === 'object' &&
    operator !== null &&
    'product' in operator &&
    operator.product === 'arbiter'
  );
}

function statusLines({
  operator,
  readiness,
  issues,
  transport,
  activity,
}: StatusDocument): readonly string[] {
  const outcomes = Object.entries(activity.outcomes).map(([name, times]) => `${name} ${times}`);
  const targets = activity.targets.map(
    ({ target, state, pending }) => `  ${target}: ${state}, ${pending} waiting`,
  );
  const lines = [
    `arbiter ${operator.build_version}, ${readiness.ready ? 'ready' : 'not ready'}, since ${activity.started_at}, on ${transport.place}`,
    `decisions    ${activity.decisions}, p50 ${activity.decision_ms.p50.toFixed(3)} ms, p99 ${activity.decision_ms.p99.toFixed(3)} ms`,
    `outcomes     ${outcomes.length === 0 ? 'none' : outcomes.join(', ')}`,
    `sessions     ${activity.sessions}, ${activity.waiting_commands} commands waiting`,
    `audit log    ${activity.audit.rows} rows, head ${activity.audit.head.slice(0, 16)}`,
    ...activity.arbiters.map(
      ({ name, state, reason }) => `arbiter      ${name}: ${state}${reason === '' ? '' : `, ${reason}`}`,
    ),
    ...(targets.length === 0 ? [] : ['targets', ...targets]),
    ...issues.flatMap(({ code, severity, message, help }) => [
      `${severity}: ${message} (${code})`,
      `  ${help}`,
    ]),
  ];
  return lines.map(visible);
}
