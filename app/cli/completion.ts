/** `arbiter completion`: what a shell needs to complete commands and flags, made from the table of commands. */
import { completionScript, SHELLS } from '../completion.ts';
import { type Arguments, type Command, EXIT, type Terminal, UsageError } from './command.ts';

/** `commands` are all but this one. */
export function completionCommand(commands: readonly Command[]): Command {
  const command: Command = {
    name: 'completion',
    summary: 'prints completions for a shell',
    usage: 'bash|zsh|fish',
    flags: [],
    examples: [
      'source <(arbiter completion bash)',
      'arbiter completion zsh > ~/.zfunc/_arbiter',
      'arbiter completion fish > ~/.config/fish/completions/arbiter.fish',
    ],
    options: {},
    positionals: ['bash|zsh|fish'],
    run: ({ positionals: [given = ''] }: Arguments, terminal: Terminal) => {
      const shell = SHELLS.find((known) => known === given);
      if (shell === undefined)
        throw new UsageError(`\`${given}\` is not a shell with completions; one of ${SHELLS.join(', ')}`);
      terminal.out(completionScript(shell, [...commands, command]));
      return Promise.resolve(EXIT.ok);
    },
  };
  return command;
}
