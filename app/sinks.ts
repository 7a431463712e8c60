/** The handler kinds that `arbiter run` serves beside those that publish, and what the host has to give for them. */
import type { Sink } from '#actors';
import { auditFileSink } from '#connectors/sinks/audit-file.js';
import { discordSink, slackSink } from '#connectors/sinks/chat.js';
import { commandOf, execSink } from '#connectors/sinks/exec.js';
import { stdoutSink } from '#connectors/sinks/stdout.js';
import { webhookSink } from '#connectors/sinks/webhook.js';
import type { Program } from '#lang/bytecode/program.js';
import { aliasOf } from '#lang/checker/alias.js';
import { Fault } from '#streams/faults.js';
import { outcomesDirectory } from './directories.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface SinkOptions {
  readonly program: Program;
  /** Data directory; see `directories.ts`. */
  readonly data: string;
  /** Takes the lines of `stdout` handlers. */
  readonly write: (line: string) => void;
  readonly format: 'pretty' | 'json';
  /** Programs that `exec` handlers may run. Default: none. */
  readonly allowedPrograms?: ReadonlySet<string>;
  /** Tokens: `ARBITER_SLACK_TOKEN`, and `ARBITER_TOKEN_<ALIAS>` for a webhook. */
  readonly environment?: Environment;
}

export interface HostSinks {
  readonly sinks: ReadonlyMap<string, Sink>;
  readonly close: () => void;
}

const NO_PROGRAMS: ReadonlySet<string> = new Set();
const SLACK_TOKEN = 'ARBITER_SLACK_TOKEN';

/** Throws `sink/unconfigured` for the first handler that lacks something. */
export function hostSinks(options: SinkOptions): HostSinks {
  const { data, write, format, allowedPrograms = NO_PROGRAMS, environment = process.env } = options;
  demandAllowed(options.program, allowedPrograms);
  const exec = execSink({ allowed: allowedPrograms, directory: data });
  const slack = slackOf(options.program, environment);
  const sinks = new Map<string, Sink>([
    ['audit', auditFileSink({ directory: outcomesDirectory(data) })],
    ['stdout', stdoutSink({ write, format })],
    ['webhook', webhookSink({ token: (target) => environment[tokenVariable(target)] ?? null })],
    ['discord', discordSink()],
    ['exec', exec],
    ...slack,
  ]);
  return { sinks, close: () => exec.close() };
}

/** `https://hooks.internal/arbiter` has `ARBITER_TOKEN_HOOKS_INTERNAL_ARBITER`. */
export function tokenVariable(target: string): string {
  return `ARBITER_TOKEN_${aliasOf(target).toUpperCase()}`;
}

function slackOf(program: Program, environment: Environment): readonly (readonly [string, Sink])[] {
  const token = environment[SLACK_TOKEN] ?? '';
  const api = environment['ARBITER_SLACK_API'];
  if (token !== '') return [['slack', slackSink({ token, ...(api === undefined ? {} : { api }) })]];
  const [target] = targetsOf(program, 'slack');
  if (target !== undefined) unconfigured(`slack ${target}`, `${SLACK_TOKEN} in the environment`);
  return [];
}

function demandAllowed(program: Program, allowed: ReadonlySet<string>): void {
  for (const target of targetsOf(program, 'exec')) {
    const [name = ''] = commandOf(target);
    if (!allowed.has(name)) unconfigured(`exec ${target}`, `\`--allow-exec ${name}\``);
  }
}

function targetsOf({ arbiters }: Program, kind: string): readonly string[] {
  return arbiters.flatMap(({ handlers }) =>
    handlers.filter((handler) => handler.kind === kind).map(({ target }) => target),
  );
}

function unconfigured(handler: string, needed: string): never {
  throw new Fault('sink/unconfigured', { values: { handler, needed } });
}
