/**
 * Completion scripts. A shell completes the name of the command, its flags, and files everywhere else; words of the
 * command line are never executed.
 */
import type { Command } from './cli/command.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

interface Offer {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly { readonly flag: string; readonly meaning: string; readonly takes: boolean }[];
}

export function completionScript(shell: Shell, commands: readonly Command[]): string {
  const offers = commands.map(offerOf);
  switch (shell) {
    case 'bash':
      return bashScript(offers);
    case 'zsh':
      return zshScript(offers);
    case 'fish':
      return fishScript(offers);
  }
}

/** Flags by their options, so that none is forgotten; what they mean by their help. */
function offerOf({ name, summary, flags, options }: Command): Offer {
  const meanings = new Map(flags.map(([shown, meaning]) => [shown.split(' ')[0] ?? '', meaning]));
  const own = Object.entries(options).map(([option, { type }]) => {
    const flag = `--${option}`;
    return { flag, meaning: meanings.get(flag) ?? '', takes: type === 'string' };
  });
  return { name, summary, flags: [...own, { flag: '--help', meaning: 'shows help', takes: false }] };
}

function bashScript(offers: readonly Offer[]): string {
  const cases = offers.map(
    ({ name, flags }) => `    ${name}) flags='${flags.map(({ flag }) => flag).join(' ')}' ;;`,
  );
  return [
    '_arbiter() {',
    '  local word="${COMP_WORDS[COMP_CWORD]}" flags=""',
    '  COMPREPLY=()',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    COMPREPLY=($(compgen -W '${offers.map(({ name }) => name).join(' ')}' -- "$word"))`,
    '    return',
    '  fi',
    '  case "${COMP_WORDS[1]}" in',
    ...cases,
    '  esac',
    '  if [[ "$word" == -* ]]; then',
    '    COMPREPLY=($(compgen -W "$flags" -- "$word"))',
    '  fi',
    '}',
    'complete -o default -F _arbiter arbiter',
  ].join('\n');
}

function zshScript(offers: readonly Offer[]): string {
  const commands = offers.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`);
  const cases = offers.map(({ name, flags }) => {
    const specs = flags.map(({ flag, meaning, takes }) =>
      quoted(`*${flag}[${meaning.replace(/[[\]\\:]/g, '\\$&')}]${takes ? ':value:_files' : ''}`),
    );
    return `    ${name}) _arguments ${specs.join(' ')} '*:file:_files' ;;`;
  });
  return [
    '#compdef arbiter',
    '_arbiter() {',
    '  local -a commands',
    '  commands=(',
    ...commands,
    '  )',
    '  if (( CURRENT == 2 )); then',
    "    _describe 'command' commands",
    '    return',
    '  fi',
    '  local name="$words[2]"',
    '  shift words; (( CURRENT-- ))',
    '  case "$name" in',
    ...cases,
    '  esac',
    '}',
    'if [ "$funcstack[1]" = "_arbiter" ]; then _arbiter "$@"; else compdef _arbiter arbiter; fi',
  ].join('\n');
}

function fishScript(offers: readonly Offer[]): string {
  return offers
    .flatMap(({ name, summary, flags }) => [
      `complete -c arbiter -n __fish_use_subcommand -f -a ${name} -d ${fishQuoted(summary)}`,
      ...flags.map(({ flag, meaning, takes }) => {
        const when = `-n '__fish_seen_subcommand_from ${name}'`;
        return `complete -c arbiter ${when} -l ${flag.slice(2)}${takes ? ' -r' : ''} -d ${fishQuoted(meaning)}`;
      }),
    ])
    .join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** In fish a backslash counts within single quotes too. */
function fishQuoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
