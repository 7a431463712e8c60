/**
 * Loading many rules: how long does it take from what is stored to the first decision, and how much memory? Each form is
 * loaded in processes of its own, once in every round.
 */
import { deepStrictEqual } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FORMS } from '../forms.ts';
import type { Load } from '../load.ts';
import { figuresOf, processRounds, type Rounds } from '../process-rounds.ts';
import { reviewsOf } from '../rules.ts';
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

type Loads = Rounds<Load>;

async function loadAll(directory: string, { loads }: Size, onProgress: OnProgress): Promise<Loads> {
  const found = await processRounds<Load>(
    {
      kinds: Object.keys(FORMS),
      rounds: loads,
      script: 'test/bench/load.js',
      argsOf: (id) => [id, join(directory, id)],
    },
    onProgress,
  );
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
  return [...loads.keys()].flatMap((id): readonly Row[] => {
    const form = FORMS[id];
    if (form === undefined) return [];
    const reach: Reach | undefined = asked === undefined ? undefined : form.reach?.[asked];
    return [{ name: form.name, ...figuresOf(loads, id, figureOf), own: form.own, ...(reach && { reach }) }];
  });
}
