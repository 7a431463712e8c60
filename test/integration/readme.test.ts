/** The README's complete example does what stands there, and its commands end well on what it describes. */
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { outputOf } from '../harness/console.ts';
import { ROOT } from '../harness/sources.ts';
import { temporaryDirectory } from '../harness/temporary.ts';

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

function blockOf(language: string): string {
  return new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(README)?.[1] ?? '';
}

/** It runs until it is stopped; the tests of live systems do that. */
const ENDLESS = 'npx arbiter run boiler.arb --nats local';

const commands = [...README.matchAll(/^(npx arbiter .*?)(?: +#.*)?$/gm)].map(([, command = '']) => command);

/** The fact that it publishes, with a key as subjects have it; hot for long enough. */
function readings(): string {
  const fields: object = JSON.parse(/^nats pub arb\.fact\.Reading\.r1 '(.*)'$/m.exec(README)?.[1] ?? '{}');
  const lines = [0, 4, 8].map((minutes) => {
    const at = `2026-01-01T08:0${minutes}:00Z`;
    return JSON.stringify({ type: 'Reading', key: 'r1', id: `r${minutes}`, fields: { ...fields, at } });
  });
  return `${lines.join('\n')}\n`;
}

/** As the README has it when somebody gets there. */
async function workplace(folder: string): Promise<string> {
  symlinkSync(join(ROOT, 'examples'), join(folder, 'examples'));
  writeFileSync(join(folder, 'boiler.arb'), blockOf('arb'));
  writeFileSync(join(folder, 'readings.ndjson'), readings());
  const week = 'grep Taiwan examples/earthquakes/week.ndjson > taiwan.ndjson';
  const run = 'npx arbiter run examples/earthquakes/monitor.arb --facts taiwan.ndjson';
  await outputOf(`${week} && ${run} --data .arbiter/earthquakes`, folder);
  return folder;
}

void t.test('commands', async (t) => {
  const folder = await workplace(temporaryDirectory(t));
  t.ok(commands.length >= 4);
  t.ok(commands.includes(ENDLESS));
  for (const command of commands.filter((each) => each !== ENDLESS)) {
    const output = await outputOf(`${command} || echo "exit code $?"`, folder);
    t.notMatch(output, /exit code/, command);
  }
  const emitted = await outputOf('npx arbiter run boiler.arb --facts readings.ndjson', folder);
  t.match(emitted, /^2026-01-01 08:05:00Z {2}Overheated {2}b7 {2}sensor="b7" value=369\.15$/m);
});
