/** Benchmarks do not rot: each runs once here, untimed. */
import t from 'tap';
import { BENCHMARKS } from '../bench/benchmarks.ts';

for (const { name, run } of BENCHMARKS) {
  void t.test(name, (t) => {
    t.not(run(), undefined);
    t.end();
  });
}
