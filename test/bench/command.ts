/** The command line of `npm run bench`. */
import { parseArgs } from 'node:util';
import { FULL, type Size, type Suite, TINY } from './suite.ts';

export type Command =
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'usage'; readonly reason: string }
  | Run;

export interface Run {
  readonly kind: 'run';
  readonly suites: readonly Suite[];
  readonly mode: 'show' | 'check' | 'update';
  readonly size: Size;
  readonly isJson: boolean;
}

const OPTIONS = {
  check: { type: 'boolean' },
  update: { type: 'boolean' },
  quick: { type: 'boolean' },
  facts: { type: 'string' },
  steps: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export function parseCommand(args: readonly string[], suites: readonly Suite[]): Command {
  const parsed = parsedOf(args);
  if (typeof parsed === 'string') return { kind: 'usage', reason: parsed };
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: 'help', text: helpText(suites) };
  const unknown = positionals.find((name) => !suites.some((suite) => isNamed(suite, name)));
  if (unknown !== undefined)
    return { kind: 'usage', reason: `no suite is called \`${unknown}\`; there are ${namesOf(suites)}` };
  const modes = (['check', 'update'] as const).filter((mode) => values[mode] === true);
  const size = sizeOf(values);
  if (typeof size === 'string') return { kind: 'usage', reason: size };
  if (modes.length > 1) return { kind: 'usage', reason: '`--check` and `--update` exclude each other' };
  const smaller = (['quick', 'facts', 'steps'] as const).find((option) => values[option] !== undefined);
  if (smaller !== undefined && modes.length > 0)
    return {
      kind: 'usage',
      reason: `\`--${smaller}\` measures nothing that \`--${modes.join()}\` could use`,
    };
  const chosen = suites.filter(
    (suite) => positionals.length === 0 || positionals.some((name) => isNamed(suite, name)),
  );
  const isJson = values.json === true;
  return { kind: 'run', suites: chosen, mode: modes[0] ?? 'show', size, isJson };
}

/** A reason where the arguments are not those of the command. */
function parsedOf(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

interface Sizing {
  readonly quick?: boolean;
  readonly facts?: string;
  readonly steps?: string;
}

/** A reason where a number is none. */
function sizeOf({ quick, facts, steps }: Sizing): Size | string {
  const size = quick === true ? TINY : FULL;
  for (const [option, given] of Object.entries({ facts, steps }))
    if (given !== undefined && !/^[1-9]\d*$/.test(given))
      return `\`--${option}\` takes a positive integer and not \`${given}\``;
  return { ...size, factsMax: Number(facts ?? size.factsMax), steps: Number(steps ?? size.steps) };
}

/** `rule-sets` names `rule-sets-1000` too. */
function isNamed({ name }: Suite, given: string): boolean {
  return name === given || name.startsWith(`${given}-`);
}

function namesOf(suites: readonly Suite[]): string {
  return suites.map(({ name }) => `\`${name}\``).join(', ');
}

function helpText(suites: readonly Suite[]): string {
  const width = Math.max(...suites.map(({ name }) => name.length));
  return [
    'npm run bench [-- NAME… --check | --update | --quick | --facts N | --steps N | --json]',
    '',
    'Measures Arbiter beside peers and beside code by hand, each suite in a process of its own. Figures are medians; a',
    'ratio is the median of the ratios of single rounds to the first row. Without names, every suite; `rule-sets` names both.',
    '',
    ...suites.map(({ name, question }) => `  ${name.padEnd(width)}  ${question}`),
    '',
    '  --check    fails when a ratio of Arbiter is more than 15 % worse than the stored one, twice in a row',
    '  --update   stores the figures in test/bench/baseline.json and docs/performance.md',
    '  --quick    the tiny form that the tests run: right answers, figures that mean nothing',
    '  --facts N  no session holds more than N facts, so that a suite can be tried while the engine is slow at it',
    '  --steps N  suites that run long take N steps',
    '  --json     the figures as JSON',
    '  --help     this text',
    '',
    'Exit codes: 0 ok, 1 a ratio is worse or an answer wrong, 2 usage.',
    '',
  ].join('\n');
}
