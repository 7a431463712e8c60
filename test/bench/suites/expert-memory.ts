/** The memory that a session needs for a plain fact, beside the fact itself. Each holder is weighed in processes of its own. */
import { deepStrictEqual } from 'node:assert/strict';
import { HOLDERS } from '../holders.ts';
import { figuresOf, processRounds } from '../process-rounds.ts';
import type { Suite } from '../suite.ts';
import type { Weight } from '../weigh.ts';

export const expertMemory: Suite = {
  name: 'expert-memory',
  question: 'What a session keeps for each of 100,000 plain facts of eight fields, beside key and fields',
  measure: async ({ factsMax, loads }, onProgress) => {
    const kinds = Object.keys(HOLDERS);
    const argsOf = (kind: string) => [kind, String(factsMax)];
    const measurement = { kinds, rounds: loads, script: 'test/bench/hold.js', argsOf };
    const weights = await processRounds<Weight>(measurement, onProgress);
    for (const [kind, list] of weights)
      for (const { held } of list) deepStrictEqual(held, factsMax, `${kind} holds all facts`);
    // Of few facts the heap says nothing, and may say 0.
    const bytesOf = ({ bytes }: Weight) => Math.max(1, bytes);
    const rows = Object.entries(HOLDERS).map(([kind, { name, own, reach }]) => ({
      name,
      own,
      ...(reach && { reach }),
      ...figuresOf(weights, kind, bytesOf),
    }));
    return [{ title: 'for each fact', unit: 'bytes', rows }];
  },
};
