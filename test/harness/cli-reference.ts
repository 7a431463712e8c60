/** The reference of the commands as a page, made from the table that the program itself runs. */
import { type Command } from '#app/cli/command.js';

const INTRODUCTION = `# Commands

What \`arbiter --help\` and \`arbiter COMMAND --help\` say, on one page. It is made from the table of commands and never edited:
\`UPDATE=1 node dist/test/unit/app/cli-reference.test.js\` writes it.

Results go to standard output, remarks and progress to standard error, and progress only where it is a terminal. A flag that takes JSON with
\`@FILE\` reads it from that file. Everything that reads a program takes text (\`.arb\`) or a bundle. What is
for people shows characters that could steer a terminal as \`\\u{1b}\`; JSON and formatted text are exact.

| exit code | means |
|---|---|
| 0 | ok |
| 1 | findings: the program has mistakes, a decision has errors, something could not be read |
| 2 | usage: the command line or a file that it names is wrong; one line says how |
| 3 | \`diff\` and \`replay\` only: something is decided differently. What could not be read outweighs it |
`;

export function referencePage(commands: readonly Command[]): string {
  return `${[INTRODUCTION, ...commands.map(sectionOf)].join('\n')}`;
}

function sectionOf({ name, summary, usage, flags, examples, reportsDrift }: Command): string {
  const rows = flags.map(([flag, meaning]) => `| \`${escaped(flag)}\` | ${escaped(meaning)} |`);
  const table = rows.length === 0 ? [] : ['| flag | does |', '|---|---|', ...rows, ''];
  return [
    `## ${name}`,
    '',
    `${summary[0]?.toUpperCase() ?? ''}${summary.slice(1)}. Exit codes: 0, 1, 2${reportsDrift === true ? ', 3' : ''}.`,
    '',
    '```text',
    `arbiter ${name} ${usage}`,
    '```',
    '',
    ...table,
    '```sh',
    ...examples,
    '```',
    '',
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
