#!/usr/bin/env node
/** The `arbiter` program: finds the command, runs it, turns what it throws into one readable line and an exit code. */
import { visible } from '#lang/report/visible.js';
import { reasonOf } from '#streams/faults.js';
import { EXIT, helpOf, parseArguments, UsageError } from './cli/command.ts';
import { commandsOf } from './cli/commands.ts';
import { terminal } from './cli/terminal.ts';

const COMMANDS = commandsOf(process.stdin);

async function main(argv: readonly string[]): Promise<number> {
  const [name = '--help', ...rest] = argv;
  if (name === '--help' || name === '-h' || name === 'help') {
    terminal.out(overview());
    return EXIT.ok;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined)
    return usage(`\`${name}\` is not a command; one of ${COMMANDS.map((c) => c.name).join(', ')}`);
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

function overview(): string {
  return [
    'arbiter: a decision engine whose every decision can be re-executed, explained and proved',
    '',
    'usage: arbiter COMMAND …',
    '',
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(10)}  ${summary}`),
    '',
    '`arbiter COMMAND --help` shows flags and examples',
  ].join('\n');
}

function usage(line: string): number {
  terminal.err(visible(`arbiter: ${line}`));
  return EXIT.usage;
}

process.exitCode = await main(process.argv.slice(2));
