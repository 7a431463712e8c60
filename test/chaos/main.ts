/** `npm run chaos [-- --kills N --seed S]`: kills the earthquake example at random moments and compares its outcomes. */
import { parseArgs } from 'node:util';
import { killAndRestart } from '../harness/kill-and-restart.ts';

const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } });
const report = await killAndRestart({
  kills: Number(values.kills ?? 20),
  seed: Number(values.seed ?? 1),
  program: 'examples/earthquakes/monitor.arb',
  facts: 'examples/earthquakes/week.ndjson',
  onKill: (kill, afterMs) => console.log(`kill ${kill} after ${afterMs} ms`),
});
console.log(JSON.stringify({ ...report, lost: report.lost.length, invented: report.invented.length }));
const ok = report.lost.length === 0 && report.invented.length === 0;
console.log(
  ok ? `the ${report.expected} outcomes are those of the uninterrupted run` : 'the outcomes differ',
);
process.exitCode = ok ? 0 : 1;
