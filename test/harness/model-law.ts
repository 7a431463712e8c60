/** The law that the model is for: whatever the program, the context and the options are, engine and model decide the same. */
import { contextFromJson } from '#engine/context.js';
import { decideFlag } from '#engine/decide/flags.js';
import { matchRules } from '#engine/decide/match.js';
import { decideRules, type RuleOptions } from '#engine/decide/rules.js';
import { decideStrategy } from '#engine/decide/strategy.js';
import { prepare } from '#engine/prepared.js';
import { compileFiles, type Files, filesOf, type Program } from '#lang';
import { type Model, modelOf } from '#sim/model/model.js';

/** One program in both forms. */
export interface Pair {
  readonly text: string;
  readonly program: Program;
  /** The same, with code for all rules that may have it. */
  readonly generated: Program;
  readonly model: Model;
}

export function pairOf(text: string): Pair {
  const pair = pairOfFiles('main.arb', filesOf('main.arb', { name: 'main.arb', text }));
  if ('errors' in pair) throw new Error(`${pair.errors.join('; ')}\n${text}`);
  return { ...pair, text };
}

/** Or what is wrong with the program. */
export function pairOfFiles(entry: string, files: Files): Pair | { readonly errors: readonly string[] } {
  const { program } = compileFiles(entry, files, { name: 'generated' });
  const model = modelOf(entry, files);
  if ('errors' in model) return { errors: model.errors.map(({ message }) => message) };
  if (program === null) return { errors: ['too large'] };
  return { text: '', program, generated: generatedOf(program), model };
}

/** What is prepared belongs to one program, so this one has its own. */
export function generatedOf(program: Program): Program {
  const generated = { ...program };
  prepare(generated).governed.generate();
  return generated;
}

/** Where they disagree, as text; `null` where they do not. */
export function disagreement(
  { program, generated, model }: Pair,
  raw: unknown,
  options: RuleOptions,
): string | null {
  const context = contextFromJson(raw, program.context);
  const given = { ...options, context };
  const untraced = { ...options, trace: 'off' } as const;
  return (
    differing('rules', decideRules(program, context, options), model.decide(context, options)) ??
    differing('untraced', decideRules(program, context, untraced), model.decide(context, untraced)) ??
    firstOf([program, generated], (each) =>
      differing(
        each === program ? 'matches' : 'matches of generated code',
        untracedOf(matchRules(each, context, options)),
        untracedOf(model.match(context, options)),
      ),
    ) ??
    firstOf(program.strategies, ({ name }) =>
      differing(name, decideStrategy(program, name, given), model.strategy(name, context, options)),
    ) ??
    firstOf(program.flags, ({ name }) =>
      differing(name, decideFlag(program, name, given), model.flag(name, context, options)),
    )
  );
}

/** The first that is not null. */
function firstOf<Each>(all: readonly Each[], find: (each: Each) => string | null): string | null {
  for (const each of all) {
    const found = find(each);
    if (found !== null) return found;
  }
  return null;
}

interface Traced {
  readonly arbitrace: readonly unknown[];
}

function untracedOf(matches: object): Traced {
  return { ...matches, arbitrace: [] };
}

/** Texts are written only to show a difference: writing them takes longer than deciding. */
function differing(what: string, engine: Traced | undefined, model: Traced | undefined): string | null {
  if (isAlike(engine, model)) return null;
  const [first = '', second = ''] = [engine, model].map(
    (decision) => JSON.stringify(decision, distinct) ?? '',
  );
  const at = sharedLength(first, second);
  const [said, meant] = [first, second].map((text) => text.slice(Math.max(0, at - 200), at + 200));
  return `${what}:\nengine …${said}\nmodel  …${meant}`;
}

/** As data: with the members that JSON would write, in their order, and with negative zero told from zero. */
function isAlike(engine: unknown, model: unknown): boolean {
  const [first, second] = [dataOf(engine), dataOf(model)];
  if (typeof first !== 'object' || typeof second !== 'object' || first === null || second === null)
    return Object.is(first, second);
  if (Array.isArray(first) !== Array.isArray(second)) return false;
  const [entries, others] = [Object.entries(first), Object.entries(second)];
  return (
    entries.length === others.length &&
    entries.every(([name, member], at) => name === others[at]?.[0] && isAlike(member, others[at]?.[1]))
  );
}

function dataOf(value: unknown): unknown {
  const hasForm = typeof value === 'object' && value !== null && 'toJSON' in value;
  return hasForm && typeof value.toJSON === 'function' ? value.toJSON() : value;
}

function sharedLength(first: string, second: string): number {
  let at = 0;
  while (at < first.length && first[at] === second[at]) at++;
  return at;
}

/** JSON writes negative zero as zero. */
function distinct(_name: string, value: unknown): unknown {
  return Object.is(value, -0) ? '-0' : value;
}
