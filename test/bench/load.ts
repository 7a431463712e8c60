/**
 * `node --expose-gc load.js FORM FILE`: loads a rule set once from cold and a few times more, and prints what that cost. A
 * process of its own for each, because what others leave in memory and in compiled code would count.
 */
import { existsSync, readFileSync } from 'node:fs';
import { FORMS } from './forms.ts';
import { heapBytes } from './heap.ts';
import type { Params } from './peers/peer.ts';
import { paymentsOf } from './rules.ts';
import { median } from './statistics.ts';

export interface Load {
  /** From the bytes in a file to the first decision. */
  readonly firstNs: number;
  readonly againNs: number;
  readonly keptBytes: number;
  readonly peakBytes: number;
  /** For each payment the levels that match, ascending. */
  readonly answers: readonly (readonly number[])[];
}

const AGAIN = 3;
const PAYMENTS = 16;

const [form = '', file = ''] = process.argv.slice(2);
console.log(JSON.stringify(await loadOnce(form, file)));

async function loadOnce(form: string, file: string): Promise<Load> {
  const { load } = (await FORMS[form]?.open()) ?? {};
  const payments = paymentsOf(PAYMENTS);
  const [payment] = payments;
  if (load === undefined || payment === undefined) throw new RangeError(`\`${form}\` is no form`);
  const timed = async () => {
    const started = performance.now();
    const decide = load(readFileSync(file));
    await decide(payment);
    return { decide, ns: (performance.now() - started) * 1e6 };
  };
  const before = heapBytes();
  const { decide, ns: firstNs } = await timed();
  const peakBytes = peakOfProcess();
  const keptBytes = heapBytes() - before;
  const answers: number[][] = [];
  for (const each of payments) answers.push(levels(await decide(each)));
  const again: number[] = [];
  while (again.length < AGAIN) again.push((await timed()).ns);
  return { firstNs, againNs: median(again), keptBytes, peakBytes, answers };
}

function levels(matched: readonly Params[]): number[] {
  return matched.map(({ level }) => Number(level)).sort((a, b) => a - b);
}

/** Linux says in `maxRSS` how large the process was that started this one, if that was larger. */
function peakOfProcess(): number {
  const status = '/proc/self/status';
  const [, kibibytes] = existsSync(status)
    ? (/VmHWM:\s*(\d+) kB/.exec(readFileSync(status, 'utf8')) ?? [])
    : [];
  return (kibibytes === undefined ? process.resourceUsage().maxRSS : Number(kibibytes)) * 1024;
}
