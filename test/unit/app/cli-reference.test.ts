/** Goal: the page about the commands says what the commands say, and every option is explained. */
import { readFileSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { join } from 'node:path';
import t from 'tap';
import { parseArguments } from '#app/cli/command.js';
import { commandsOf } from '#app/cli/commands.js';
import { referencePage } from '../../harness/cli-reference.ts';
import { ROOT } from '../../harness/sources.ts';

const PAGE = join(ROOT, 'docs', 'reference', 'cli.md');
const COMMANDS = await commandsOf(Readable.from([]));

void t.test('docs/reference/cli.md is what the table says', (t) => {
  const page = referencePage(COMMANDS);
  if (process.env['UPDATE'] === '1') writeFileSync(PAGE, page);
  t.equal(readFileSync(PAGE, 'utf8'), page);
  t.end();
});

void t.test('every option has a line of help, and every line an option', (t) => {
  for (const { name, flags, options } of COMMANDS) {
    const explained = flags.map(([flag]) => flag.split(' ')[0] ?? '').filter((flag) => flag.startsWith('--'));
    t.same(
      [...new Set(explained)].sort(),
      Object.keys(options)
        .map((option) => `--${option}`)
        .sort(),
      name,
    );
  }
  t.end();
});

void t.test('every command has help with examples of its own', (t) => {
  for (const command of COMMANDS) {
    t.ok(
      command.examples.some((example) => example.includes(`arbiter ${command.name}`)),
      command.name,
    );
    t.same(parseArguments(command, ['--help']).flags, { help: true });
  }
  t.equal(new Set(COMMANDS.map(({ name }) => name)).size, COMMANDS.length);
  t.end();
});
