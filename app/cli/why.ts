/** `arbiter why`: what made a rule, an arm or a rule of a flag fire for one context, or what keeps it from it. */
import { type Explanation, type Reason, type Target, why } from '#engine';
import type { Program } from '#lang';
import { suggestion } from '#lang/suggest.js';
import { ProgramSources } from '#lang/bytecode/program-source.js';
import { visible } from '#lang/report/visible.js';
import { type Arguments, type Command, EXIT, type Terminal, UsageError } from './command.ts';
import { contextOf } from './context.ts';
import { DECIDING_FLAGS, DECIDING_OPTIONS, decidingFlags } from './deciding.ts';
import { overridesBy, requireKnownNames } from './governing.ts';
import { READING_FLAGS, READING_OPTIONS, readingFlags, runnableFrom } from './program.ts';

const { trace: _untraced, ...OPTIONS } = DECIDING_OPTIONS;

export const whyCommand: Command = {
  name: 'why',
  summary: 'tells why something fired for one context, or what has to be otherwise for it to fire',
  usage: 'FILE [TARGET] [--data JSON | --data @FILE] [--now INSTANT] [--overrides FILE] [--json]',
  flags: [
    ['TARGET', 'a rule, STRATEGY/ARM, or FLAG/N for the Nth rule of a flag (default: everything)'],
    ...DECIDING_FLAGS.filter(([flag]) => !flag.startsWith('--trace')),
    ['--json', 'target, fired, fallback and because; a list without a target'],
    ...READING_FLAGS,
  ],
  examples: [
    `arbiter why rules.arb FreeShipping --data '{"cart_total": 20}'`,
    'arbiter why routes.arb CheckoutRouting/Canary --data @context.json',
    'arbiter why flags.arb new_checkout/2 --data @context.json --json',
  ],
  options: { ...READING_OPTIONS, ...OPTIONS, json: { type: 'boolean' } },
  positionals: ['FILE', '[TARGET]'],
  run: runWhy,
};

async function runWhy(
  { positionals: [path = '', name], flags }: Arguments,
  terminal: Terminal,
): Promise<number> {
  const reading = await readingFlags(flags);
  const { data, trace: _trace, ...given } = await decidingFlags(flags);
  const loaded = await runnableFrom(path, reading, terminal);
  if (loaded === null) return EXIT.findings;
  const { program } = loaded;
  requireKnownNames(given, [program]);
  const known = targetsOf(program);
  const targets = name === undefined ? [...known.values()] : [targetNamed(name, known)];
  const options = { ...given, overrides: overridesBy(given, program), context: contextOf(data, program) };
  const explanations = targets.flatMap((target) => why(program, target, options) ?? []);
  if (flags['json'] === true)
    terminal.out(JSON.stringify(name === undefined ? explanations : explanations[0]));
  else {
    const sources = new ProgramSources(program);
    for (const explanation of explanations) show(explanation, sources, terminal);
  }
  return EXIT.ok;
}

/** Everything that can be asked for, by what it is called. */
function targetsOf({ rules, strategies, flags }: Program): ReadonlyMap<string, Target> {
  return new Map<string, Target>([
    ...rules.map(({ name }): [string, Target] => [name, { kind: 'rule', rule: name }]),
    ...strategies.flatMap(({ name, arms }) =>
      arms.map(({ label }): [string, Target] => [
        `${name}/${label}`,
        { kind: 'arm', strategy: name, arm: label },
      ]),
    ),
    ...flags.flatMap(({ name, rules: own }) =>
      own.map((_, index): [string, Target] => [
        `${name}/${index + 1}`,
        { kind: 'flag-rule', flag: name, index },
      ]),
    ),
  ]);
}

function targetNamed(name: string, known: ReadonlyMap<string, Target>): Target {
  const target = known.get(name);
  if (target !== undefined) return target;
  const whole = [...known.keys()].filter((each) => each.startsWith(`${name}/`));
  const help = whole.length > 0 ? `; it has ${whole.join(', ')}` : suggestion(name, [...known.keys()]);
  throw new UsageError(`there is no rule, arm or flag rule \`${name}\`${help}`);
}

function show(
  { target, fired, fallback, because }: Explanation,
  sources: ProgramSources,
  terminal: Terminal,
): void {
  const otherwise = fallback ? ', and led to its otherwise' : '';
  const ending = because.length === 0 ? '' : fired ? ', because:' : '; for that it takes another answer of:';
  terminal.out(`${verdict(target, fired)}${otherwise}${ending}`);
  for (const line of linesOf(because, sources)) terminal.out(visible(`  ${line}`));
}

function verdict(target: Target, fired: boolean): string {
  switch (target.kind) {
    case 'rule':
      return `${target.rule} ${fired ? 'matched' : 'did not match'}`;
    case 'arm':
      return `${target.strategy}/${target.arm} was ${fired ? '' : 'not '}selected`;
    case 'flag-rule':
      return `rule ${target.index + 1} ${fired ? 'decided' : 'did not decide'} ${target.flag}`;
  }
}

/** What decided in another rule or in a segment stands below it. */
function linesOf(reasons: readonly Reason[], sources: ProgramSources): readonly string[] {
  return reasons.flatMap((reason) => [
    lineOf(reason, sources),
    ...linesOf(reason.because ?? [], sources).map((line) => `  ${line}`),
  ]);
}

function lineOf({ kind, check, detail, seen = {}, span }: Reason, sources: ProgramSources): string {
  if (kind === 'order') return detail;
  if (kind !== 'leaf') return `${check}: ${detail}`;
  const values = Object.entries(seen).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  const saw = values.length === 0 ? '' : ` (${values.join(', ')})`;
  const { line, column } = sources.positionOf(span.start);
  const { file } = sources.lineOf(span.start);
  return `${detail}${saw}, at ${file === '' ? '' : `${file}:`}${line}:${column}`;
}
