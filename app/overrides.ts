/** Overrides beside the programs that they are about. */
import type { Overrides } from '#engine';
import type { Program } from '#lang';
import { suggestion } from '#lang/suggest.js';

type Table<Value> = Readonly<Record<string, Value>>;

/** What overrides name and none of the programs has, as one sentence; `null` when there is nothing. */
export function unknownTarget(overrides: Overrides, programs: readonly Program[]): string | null {
  const rules = programs.flatMap((program) => [...program.rules, ...program.expertRules].map(nameOf));
  const strategies = programs.flatMap((program) => program.strategies);
  const flags = programs.flatMap((program) => program.flags);
  const armsOf = (name: string): readonly string[] =>
    strategies.filter((known) => known.name === name).flatMap(({ arms }) => arms.map(({ label }) => label));
  const indicesOf = (name: string): readonly string[] =>
    flags.filter((known) => known.name === name).flatMap((flag) => flag.rules.map((_, index) => `${index}`));
  return (
    missing('rule', Object.keys(overrides.rules ?? {}), rules) ??
    missing('strategy', Object.keys(overrides.arms ?? {}), strategies.map(nameOf)) ??
    inner('arm', overrides.arms, armsOf) ??
    missing('flag', Object.keys(overrides.flags ?? {}), flags.map(nameOf)) ??
    missing('flag', Object.keys(overrides.flagRules ?? {}), flags.map(nameOf)) ??
    inner('flag rule', overrides.flagRules, indicesOf)
  );
}

function inner(
  kind: string,
  tables: Table<Table<unknown>> | undefined,
  known: (name: string) => readonly string[],
): string | null {
  for (const [name, members] of Object.entries(tables ?? {})) {
    const problem = missing(kind, Object.keys(members), known(name), ` of \`${name}\``);
    if (problem !== null) return problem;
  }
  return null;
}

function missing(kind: string, names: readonly string[], known: readonly string[], of = ''): string | null {
  const name = names.find((candidate) => !known.includes(candidate));
  return name === undefined ? null : `there is no ${kind} \`${name}\`${of}${suggestion(name, known)}`;
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}
