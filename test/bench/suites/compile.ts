/**
 * Loading many rules: how long does it take from what is stored to the first decision, and how much memory? Each form is
 * loaded in processes of its own, once in every round.
 */
import { deepStrictEqual } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Prng } from '#sim/prng.js';
import { FORMS } from '../forms.ts';
import type { Load } from '../load.ts';
import { runMeasured } from '../process.ts';
import { reviewsOf } from '../rules.ts';
import { median, medianRatio } from '../statistics.ts';
import type { OnProgress, Reach, Row, Size, Suite, Table } from '../suite.ts';

const RULES = 10_000;

export const compileSuite: Suite = {
  name: 'compile',
  question: '10,000 such rules (1.8 MB of `.arb` text), each from its stored form to the first decision',
  measure: async (size, onProgress) => {
    const directory = mkdtempSync(join(tmpdir(), 'arbiter-bench.'));
    try {
      const rules = reviewsOf(Math.min(RULES, size.rulesMax));
      for (const [id, { open }] of Object.entries(FORMS))
        writeFileSync(join(directory, id), (await open()).store(rules));
      return tables(await loadAll(directory, size, onProgress), rules.length);
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

/** By form, a load of each round. */
type Loads = ReadonlyMap<string, readonly Load[]>;

async function loadAll(directory: string, { loads }: Size, onProgress: OnProgress): Promise<Loads> {
  const prng = new Prng(1);
  const found = new Map(Object.keys(FORMS).map((id): [string, Load[]] => [id, []]));
  for (let round = 1; round <= loads; round++) {
    for (const [id, list] of prng.shuffle([...found])) {
      onProgress(`round ${round} of ${loads}: ${id}`);
      const load: Load = await runMeasured('test/bench/load.js', [id, join(directory, id)]);
      list.push(load);
    }
  }
  const [first] = found.values();
  for (const [id, [load]] of found) deepStrictEqual(load?.answers, first?.[0]?.answers, id);
  return found;
}

function tables(loads: Loads, rules: number): readonly Table[] {
  const inHeap = new Map([...loads].filter(([id]) => FORMS[id]?.isNative !== true));
  return [
    { title: 'first in a process', unit: 'ns', rows: rowsOf(loads, (load) => load.firstNs, 'first') },
    { title: 'again in the same process', unit: 'ns', rows: rowsOf(loads, (load) => load.againNs) },
    {
      title: 'memory kept of V8, for each rule',
      unit: 'bytes',
      rows: rowsOf(inHeap, (load) => load.keptBytes / rules),
    },
    {
      title: 'peak memory of the process',
      unit: 'bytes',
      rows: rowsOf(loads, (load) => load.peakBytes, 'peak'),
    },
  ];
}

function rowsOf(loads: Loads, figureOf: (load: Load) => number, asked?: 'first' | 'peak'): readonly Row[] {
  const [reference = []] = loads.values();
  return [...loads].flatMap(([id, list]): readonly Row[] => {
    const form = FORMS[id];
    if (form === undefined) return [];
    const figures = list.map(figureOf);
    const ratio = medianRatio(figures, reference.map(figureOf));
    const reach: Reach | undefined = asked === undefined ? undefined : form.reach?.[asked];
    return [{ name: form.name, median: median(figures), ratio, own: form.own, ...(reach && { reach }) }];
  });
}
