#!/usr/bin/env node
/** The `arbiter` program: finds the command, runs it, turns what it throws into one readable line and an exit code. */
import { visible } from '#lang/report/visible.js';
import { reasonOf } from '#streams/faults.js';
import { EXIT, helpOf, parseArguments, UsageError } from './cli/command.ts';
import { COMMAND_NAMES, commandNamed, commandsOf } from './cli/commands.ts';
import { terminal } from './cli/terminal.ts';

async function main(argv: readonly string[]): Promise<number> {
  const [name = '--help', ...rest] = argv;
  if (name === '--help' || name === '-h' || name === 'help') {
    terminal.out(await overview());
    return EXIT.ok;
  }
  const command = await commandNamed(name, process.stdin);
  if (command === undefined) return usage(`\`${name}\` is not a command; one of ${COMMAND_NAMES.join(', ')}`);
  try {
    const args = parseArguments(command, rest);
    if (args.flags['help'] === true) {
      terminal.out(helpOf(command));
      return EXIT.ok;
    }
    return await command.run(args, terminal);
  } catch (error) {
    if (error instanceof UsageError) return usage(`${error.message}; see \`arbiter ${name} --help\``);
    terminal.progress('');
    terminal.err(visible(`arbiter ${name}: ${reasonOf(error)}`));
    return EXIT.findings;
  }
}

async function overview(): Promise<string> {
  const commands = await commandsOf(process.stdin);
  return [
    'arbiter: a decision engine whose every decision can be re-executed, explained and proved',
    '',
    'usage: arbiter COMMAND …',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(10)}  ${summary}`),
    '',
    '`arbiter COMMAND --help` shows flags and examples',
  ].join('\n');
}

function usage(line: string): number {
  terminal.err(visible(`arbiter: ${line}`));
  return EXIT.usage;
}

process.exitCode = await main(process.argv.slice(2));
