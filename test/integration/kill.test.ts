/** A short form of `npm run chaos`: three kills of the real program on a real server. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { killAndRestart } from '../harness/kill-and-restart.ts';
import { ROOT } from '../harness/sources.ts';

void t.test('outcomes survive SIGKILL at any moment', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'arbiter-facts-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const facts = join(folder, 'facts.ndjson');
  const lines = readFileSync(join(ROOT, 'examples/earthquakes/week.ndjson'), 'utf8').split('\n');
  writeFileSync(facts, lines.filter((line) => /"(?:Taiwan|Indonesia|Chile)"/.test(line)).join('\n'));
  const program = 'examples/earthquakes/monitor.arb';
  const report = await killAndRestart({ kills: 3, seed: 7, program, facts, onKill: () => undefined });
  t.same(report.lost, []);
  t.same(report.invented, []);
  t.ok(report.expected > 5, `${report.expected} outcomes`);
});
