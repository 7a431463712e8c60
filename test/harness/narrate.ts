/** A session's steps as text, one paragraph a command: what conformance cases compare. */
import { policyOf } from '#engine/session/policy.js';
import { Session } from '#engine/session/session.js';
import type { Command } from '#engine/session/command.js';
import type { Step } from '#engine/session/step.js';
import { compileSchemas, normaliseUntyped } from '#engine/fact-schema.js';
import type { Program } from '#lang/bytecode/program.js';

interface Line {
  /** Seconds. */
  readonly at: number;
  readonly assert?: {
    readonly type: string;
    readonly key: string;
    readonly fields?: Readonly<Record<string, unknown>>;
  };
  readonly retract?: { readonly type: string; readonly key: string };
  readonly tick?: true;
}

/** The first arbiter of the program, if any, gives retention and polls. */
export function narrate(program: Program, ndjson: string): string {
  const [arbiter] = program.arbiters;
  const session = new Session(program, arbiter === undefined ? {} : { policy: policyOf(arbiter) });
  const lines = ndjson.split('\n').filter((line) => line.trim() !== '');
  return lines.map((text) => narrateLine(session, program, JSON.parse(text))).join('\n\n');
}

function narrateLine(session: Session, program: Program, line: Line): string {
  const command = commandOf(program, line);
  if (typeof command === 'string') return `at ${line.at}: refused: ${command}`;
  return [`at ${line.at}: ${titleOf(command)}`, ...paragraph(session.apply(command, line.at * 1000))].join(
    '\n',
  );
}

function commandOf(program: Program, { assert, retract }: Line): Command | string {
  if (retract !== undefined) return { kind: 'retract', ...retract };
  if (assert === undefined) return { kind: 'tick', missed: 0 };
  const normalise = compileSchemas(program.facts).get(assert.type)?.normalise ?? normaliseUntyped;
  const normalised = normalise(assert.fields ?? {});
  if (normalised.kind === 'invalid') return normalised.reason;
  return { kind: 'assert', type: assert.type, key: assert.key, fields: normalised.fields };
}

function titleOf(command: Command): string {
  return command.kind === 'tick' ? 'tick' : `${command.kind} ${command.type}/${command.key}`;
}

function paragraph({
  stop,
  rounds,
  mutations,
  activations,
  outcomes,
  changes,
  traps,
  nextDue,
}: Step): readonly string[] {
  return [
    `  ${stop} after ${rounds} round${rounds === 1 ? '' : 's'}, ${mutations} mutation${mutations === 1 ? '' : 's'}`,
    ...activations.map(
      ({ round, rule, kind, target, params, changed }) =>
        `  round ${round}: ${rule} ${kind} ${target} ${JSON.stringify(params)}${changed ? '' : ' (no-op)'}`,
    ),
    ...changes.map(
      ({ type, key, fact }) =>
        `  memory: ${type}/${key} ${fact === null ? 'gone' : JSON.stringify(fact.fields)}`,
    ),
    ...outcomes.map(({ rule, name, params }) => `  outcome: ${name} ${JSON.stringify(params)} by ${rule}`),
    ...traps.map(({ rule, message }) => `  trap: ${rule}: ${message}`),
    ...(nextDue === null ? [] : [`  due at ${nextDue / 1000}`]),
  ];
}
