/** `arbiter override`: kill switches and rollouts in a file that running programs and `--overrides` read. */
import { overrideEventJson } from '#actors/overrides/event-json.js';
import type { Bundle, OverrideEvent } from '#actors/overrides/override-store.js';
import { openOverrideFile } from '#connectors/overrides/override-file.js';
import { overrideSetsIn, readOverrideText } from '#connectors/overrides/override-text.js';
import type { Override } from '#engine';
import type { OverrideTarget } from '#engine/govern/override-entries.js';
import { overridesFor } from '#engine/govern/override-sets.js';
import { visible } from '#lang/report/visible.js';
import { overrideSetsJson, overridesJson } from '#streams/codec/override-json.js';
import { Fault } from '#streams/faults.js';
import { entryLine, eventLines, overrideLines, setLines } from '../override-lines.ts';
import {
  type Arguments,
  type Command,
  EXIT,
  type Flags,
  type Terminal,
  textFlag,
  UsageError,
} from './command.ts';
import {
  bundleFlag,
  MEMBER_FLAGS,
  MEMBER_OPTIONS,
  memberFlags,
  TARGET_FLAGS,
  TARGET_OPTIONS,
  targetFlags,
  withMembers,
} from './override-flags.ts';
import { requireFile } from './program.ts';

export const overrideCommand: Command = {
  name: 'override',
  summary: 'sets, clears, lists or watches kill switches and rollouts in a file of overrides',
  usage: 'set|clear|list|watch --overrides FILE [--bundle NAME] [--rule NAME | …] [--json]',
  flags: [
    ['set', 'sets what is given of an entry; the rest of it stays'],
    ['clear', 'takes an entry away, whole'],
    ['list', 'what is set; with --bundle, what counts for that program'],
    ['watch', 'what is set, then every change as it happens, until it is interrupted'],
    ['--overrides FILE', 'the file; `set` makes it where there is none'],
    ['--bundle NAME', 'the program of this name or bundle id (default: every program)'],
    ...TARGET_FLAGS,
    ...MEMBER_FLAGS,
    ['--json', 'one JSON object, for `watch` one a line'],
  ],
  examples: [
    'arbiter override set --overrides live.json --rule Review --kill-switch on',
    'arbiter override set --overrides live.json --bundle shop --flag checkout --rule-index 0 --rollout 2500',
    'arbiter override clear --overrides live.json --rule Review',
    'arbiter override list --overrides live.json --json | jq .rules',
    'arbiter override watch --overrides live.json --bundle shop',
  ],
  options: {
    overrides: { type: 'string' },
    bundle: { type: 'string' },
    ...TARGET_OPTIONS,
    ...MEMBER_OPTIONS,
    json: { type: 'boolean' },
  },
  positionals: ['set|clear|list|watch'],
  run: runOverride,
};

interface Task {
  readonly path: string;
  readonly bundle: Bundle;
  readonly flags: Flags;
  readonly terminal: Terminal;
}

const TARGET_NAMES = Object.keys(TARGET_OPTIONS);
const MEMBER_NAMES = Object.keys(MEMBER_OPTIONS);

async function runOverride(
  { positionals: [verb = ''], flags }: Arguments,
  terminal: Terminal,
): Promise<number> {
  const path = textFlag(flags, 'overrides');
  if (path === undefined) throw new UsageError('--overrides FILE is missing');
  const task = { path, bundle: bundleFlag(flags), flags, terminal };
  switch (verb) {
    case 'set':
      return await set(task);
    case 'clear':
      refuseFlags(task, verb, MEMBER_NAMES);
      return await clear(task);
    case 'list':
      refuseFlags(task, verb, [...TARGET_NAMES, ...MEMBER_NAMES]);
      return await list(task);
    case 'watch':
      refuseFlags(task, verb, [...TARGET_NAMES, ...MEMBER_NAMES]);
      return await watch(task);
    default:
      throw new UsageError(
        `\`${verb}\` is not something override does; it does \`set\`, \`clear\`, \`list\` and \`watch\``,
      );
  }
}

async function set(task: Task): Promise<number> {
  const target = targetFlags(task.flags);
  const given = memberFlags(task.flags, target);
  return await change(task, target, (present) => withMembers(present, given));
}

async function clear(task: Task): Promise<number> {
  const target = targetFlags(task.flags);
  await requireFile(task.path);
  return await change(task, target, () => ({}));
}

async function change(
  { path, bundle, flags, terminal }: Task,
  target: OverrideTarget,
  next: (present: Override) => Override,
): Promise<number> {
  const file = await openOverrideFile(path);
  try {
    const override = await file.set(bundle, target, next);
    if (flags['json'] === true)
      terminal.out(JSON.stringify(overrideEventJson({ ...target, bundle, override })));
    else terminal.out(visible(entryLine(bundle, { target, override })));
  } finally {
    await file.close();
  }
  return EXIT.ok;
}

async function list({ path, bundle, flags, terminal }: Task): Promise<number> {
  await requireFile(path);
  const sets = overrideSetsIn(path, await readOverrideText(path));
  if (sets instanceof Fault) throw sets;
  const counting = bundle === null ? null : overridesFor(sets, [bundle]);
  if (flags['json'] === true) {
    const json = counting === null ? overrideSetsJson(sets, 'wire') : overridesJson(counting, 'wire');
    terminal.out(JSON.stringify(json));
  } else
    for (const line of counting === null ? setLines(sets) : overrideLines(bundle, counting))
      terminal.out(visible(line));
  return EXIT.ok;
}

/** A file that is broken meanwhile changes nothing; what is wrong with it is said. */
async function watch({ path, bundle, flags, terminal }: Task): Promise<number> {
  await requireFile(path);
  const file = await openOverrideFile(path, { onError: ({ message }) => terminal.err(visible(message)) });
  const show = (event: OverrideEvent): void => {
    if (flags['json'] === true) terminal.out(JSON.stringify(overrideEventJson(event)));
    else for (const line of eventLines(event)) terminal.out(visible(line));
  };
  file.watch(bundle).subscribe(show);
  await untilInterrupted(terminal);
  await file.close();
  return EXIT.ok;
}

/** Following a file keeps no process alive, and neither does waiting for a signal. */
async function untilInterrupted({ interrupted }: Terminal): Promise<void> {
  const alive = setInterval(() => undefined, 3_600_000);
  await interrupted;
  clearInterval(alive);
}

function refuseFlags({ flags }: Task, verb: string, names: readonly string[]): void {
  const given = names.find((name) => flags[name] !== undefined);
  if (given !== undefined) throw new UsageError(`--${given} is not for \`${verb}\``);
}
