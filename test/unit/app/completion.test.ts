/** Goal: completions hold every command and flag, and the shells that are here can read them. */
import { spawnSync } from 'node:child_process';
import { Readable } from 'node:stream';
import t from 'tap';
import { commandsOf } from '#app/cli/commands.js';
import { completionScript, SHELLS } from '#app/completion.js';

const COMMANDS = await commandsOf(Readable.from([]));

for (const shell of SHELLS) {
  void t.test(shell, (t) => {
    const script = completionScript(shell, COMMANDS);
    for (const { name, options } of COMMANDS) {
      t.ok(script.includes(name), name);
      for (const option of Object.keys(options)) t.match(script, new RegExp(`(?:--|-l )${option}\\b`));
    }
    const read = spawnSync(shell, ['-n'], { input: script, encoding: 'utf8' });
    if (read.error === undefined) t.equal(read.status, 0, read.stderr);
    else t.comment(`${shell} is not installed`);
    t.end();
  });
}

void t.test('bash completes', (t) => {
  const complete = (...words: readonly string[]): string => {
    const list = words.map((word) => `'${word}'`).join(' ');
    const ask = `COMP_WORDS=(arbiter ${list}); COMP_CWORD=${words.length}; _arbiter; echo "\${COMPREPLY[*]}"`;
    const script = `${completionScript('bash', COMMANDS)}\n${ask}`;
    return spawnSync('bash', ['--norc'], { input: script, encoding: 'utf8' }).stdout.trim();
  };
  t.equal(complete('re'), 'replay');
  t.equal(complete('replay', 'a.arb', '--au'), '--audit');
  t.equal(complete('replay', 'a.arb', 'x'), '');
  t.end();
});
