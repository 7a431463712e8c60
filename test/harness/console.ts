/**
 * `console` blocks of documents: lines that begin with `$ ` are commands, and what follows one is all that it prints, on both
 * streams. In it `…` stands for anything on its line, and a line that is nothing else for any number of lines. A command ends
 * where no backslash goes on. `npx arbiter` is the program of this build; where a shell has nothing to add it runs in this process,
 * because pages have many commands and a process costs a second on a busy machine.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { unhooked } from './child.ts';
import { runHere } from './run-here.ts';
import { ROOT } from './sources.ts';

export interface Call {
  readonly command: string;
  readonly expected: string;
}

const BLOCK = /^```console\n([\s\S]*?)^```$/gm;
/** Commands that open stores and hold a process. */
const SYSTEMS = new Set(['run', 'simulate', 'audit']);
const PROGRAM = `npx() { shift; "$NODE" "$ARBITER" "$@"; }`;

/** The calls of all blocks, in order. */
export function callsIn(page: string): readonly Call[] {
  return [...page.matchAll(BLOCK)].flatMap(([, block = '']) => callsOf(block));
}

/** The page with what its commands really print; what fits already stays as it is written. */
export function withOutputs(page: string, outputs: readonly string[]): string {
  const left = [...outputs];
  return page.replace(BLOCK, (_, block: string) => {
    const calls = callsOf(block).map(({ command, expected }) => {
      const output = left.shift() ?? '';
      return `$ ${command}\n${fits(output, expected) ? expected : output}`;
    });
    return `\`\`\`console\n${calls.join('')}\`\`\``;
  });
}

export function fits(output: string, expected: string): boolean {
  const parts = expected.split(/(^…\n|…)/m).map((part) => {
    if (part === '…\n') return '(?:.*\\n)*?';
    return part === '…' ? '.*' : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`).test(output);
}

/** Both streams, with a line break at the end; one command at a time, because each is run in its folder. */
export async function outputOf(command: string, cwd: string): Promise<string> {
  const args = plainArguments(command);
  const output = args === null ? await outputOfShell(command, cwd) : await outputHere(args, cwd);
  return output.replace(/(?<=[^\n])$/, '\n');
}

/** What follows `npx arbiter`, if all of it is words and texts in single quotes. */
function plainArguments(command: string): readonly string[] | null {
  const [program = '', ...words] = command.match(/npx arbiter|'[^']*'|[^\s']+/g) ?? [];
  const isPlain = words.every((word) => word.startsWith("'") || !/[^\w@./:,=+-]/.test(word));
  const isHere = program === 'npx arbiter' && isPlain && !SYSTEMS.has(words[0] ?? '');
  return isHere ? words.map((word) => word.replace(/^'(.*)'$/s, '$1')) : null;
}

async function outputHere(args: readonly string[], cwd: string): Promise<string> {
  const before = process.cwd();
  process.chdir(cwd);
  try {
    const { stdout, stderr } = await runHere(args);
    return stdout + stderr;
  } finally {
    process.chdir(before);
  }
}

/** Both streams in the order of writing. */
async function outputOfShell(command: string, cwd: string): Promise<string> {
  const [program, ...args] = unhooked('sh', '-c', `${PROGRAM}\n{ ${command}\n} 2>&1`);
  const env = { ...process.env, NODE: process.execPath, ARBITER: join(ROOT, 'dist', 'app', 'main.js') };
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'ignore'] });
  const chunks: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => chunks.push(text));
  await once(child, 'close');
  return chunks.join('');
}

function callsOf(block: string): readonly Call[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((text) => {
      const [command = ''] = /^(?:.*\\\n)*.*/.exec(text) ?? [];
      return { command, expected: text.slice(command.length + 1) };
    });
}
