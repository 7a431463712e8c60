/** All suites, in the order of the report. */
import type { Suite } from './suite.ts';
import { compileSuite } from './suites/compile.ts';
import { earthquakes } from './suites/earthquakes.ts';
import { editor } from './suites/editor.ts';
import { expertChain } from './suites/expert-chain.ts';
import { expertChange } from './suites/expert-change.ts';
import { expertClosure } from './suites/expert-closure.ts';
import { expertHeap } from './suites/expert-heap.ts';
import { expertJoin } from './suites/expert-join.ts';
import { expertMemory } from './suites/expert-memory.ts';
import { expertScale } from './suites/expert-scale.ts';
import { flag } from './suites/flag.ts';
import { governed } from './suites/governed.ts';
import { oneRule } from './suites/one-rule.ts';
import { tenThousandRules, thousandRules } from './suites/rule-sets.ts';
import { strategy } from './suites/strategy.ts';

export const SUITES: readonly Suite[] = [
  oneRule,
  governed,
  flag,
  strategy,
  thousandRules,
  tenThousandRules,
  compileSuite,
  expertChain,
  expertChange,
  expertJoin,
  expertClosure,
  expertScale,
  expertMemory,
  expertHeap,
  earthquakes,
  editor,
];
