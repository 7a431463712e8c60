/**
 * The commands of the program, in the order in which `--help` lists them: the one table that everything about them is made from.
 * Each is loaded when it is asked for, because what a system needs to run takes longer to load than a decision to make.
 */
import type { Command } from './command.ts';
import type { Input } from './fmt.ts';

type Load = (input: Input) => Promise<Command>;

const LOADS: ReadonlyMap<string, Load> = new Map<string, Load>([
  ['check', async () => (await import('./check.ts')).check],
  ['explain', async () => (await import('./explain.ts')).explain],
  ['fmt', async (input) => (await import('./fmt.ts')).fmtCommand(input)],
  ['compile', async () => (await import('./compile.ts')).compileCommand],
  ['bundle', async () => (await import('./bundle.ts')).bundleCommand],
  ['import', async () => (await import('./import.ts')).importCommand],
  ['export', async () => (await import('./export.ts')).exportCommand],
  ['explore', async () => (await import('./explore.ts')).explore],
  ['eval', async () => (await import('./eval.ts')).evaluate],
  ['expert', async () => (await import('./expert.ts')).expert],
  ['strategy', async () => (await import('./strategy.ts')).strategyCommand],
  ['flag', async () => (await import('./flag.ts')).flagCommand],
  ['why', async () => (await import('./why.ts')).whyCommand],
  ['diff', async () => (await import('./diff.ts')).diff],
  ['replay', async () => (await import('./replay.ts')).replay],
  ['override', async () => (await import('./override.ts')).overrideCommand],
  ['test', async () => (await import('./test.ts')).testCommand],
  ['run', async () => (await import('./run.ts')).run],
  ['runtime-status', async () => (await import('./runtime-status.ts')).runtimeStatus],
  ['runtime-capabilities', async () => (await import('./runtime-status.ts')).runtimeCapabilities],
  ['simulate', async () => (await import('./simulate.ts')).simulateCommand],
  ['audit', async () => (await import('./audit.ts')).audit],
  ['completion', async (input) => (await import('./completion.ts')).completionCommand(await othersOf(input))],
]);

export const COMMAND_NAMES: readonly string[] = [...LOADS.keys()];

/** `input` is what `--stdin` reads. `undefined` when there is no such command. */
export async function commandNamed(name: string, input: Input): Promise<Command | undefined> {
  return await LOADS.get(name)?.(input);
}

export async function commandsOf(input: Input): Promise<readonly Command[]> {
  return await Promise.all([...LOADS.values()].map((load) => load(input)));
}

/** What is completed, besides the command that does it. */
async function othersOf(input: Input): Promise<readonly Command[]> {
  const others = [...LOADS].filter(([name]) => name !== 'completion');
  return await Promise.all(others.map(([, load]) => load(input)));
}
