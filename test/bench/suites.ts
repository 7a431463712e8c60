/** All suites, in the order of the report. */
import type { Suite } from './suite.ts';
import { compileSuite } from './suites/compile.ts';
import { earthquakes } from './suites/earthquakes.ts';
import { editor } from './suites/editor.ts';
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
  earthquakes,
  editor,
];
