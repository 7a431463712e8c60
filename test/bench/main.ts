/** `npm run bench [-- --json]`: times the benchmarks with mitata. Never part of the tests, which only run each once. */
import { bench, run } from 'mitata';
import { BENCHMARKS } from './benchmarks.ts';

for (const benchmark of BENCHMARKS) bench(benchmark.name, benchmark.run);
await run({ format: process.argv.includes('--json') ? 'json' : 'mitata', colors: process.stdout.isTTY });
