/**
 * What editing costs in a project of two hundred modules of about ninety lines: the first check, and the answer after one
 * edit in the middle of it.
 */
import { complete } from '#lang/editor/complete.js';
import { references } from '#lang/editor/navigate.js';
import { Workspace } from '#lang/editor/workspace.js';
import { pathOf, projectOf } from '../harness/project.ts';
import type { Benchmark } from './benchmarks.ts';

const files = projectOf({ seed: 1, modules: 200, rules: 4 });
const path = `${pathOf(100)}.arb`;
const text = files.get(path) ?? '';
const workspace = new Workspace({ entries: ['main.arb'], files });
workspace.programs();
const count = { edits: 0 };

/** Another text each time, whose interface is the same or, every other time, is not. */
function edit(kind: 'body' | 'interface'): unknown {
  count.edits += 1;
  const named = kind === 'interface' ? text.replace('value: number', `value${count.edits}: number`) : text;
  workspace.change(path, `${named}# ${count.edits}\n`);
  return workspace.programs();
}

export const EDITOR_BENCHMARKS: readonly Benchmark[] = [
  { name: '200 modules: first check', run: () => new Workspace({ entries: ['main.arb'], files }).programs() },
  { name: '200 modules: check after an edit within a rule', run: () => edit('body') },
  { name: '200 modules: check after an edit of a schema', run: () => edit('interface') },
  {
    name: '200 modules: complete a condition',
    run: () => complete(workspace, path, text.indexOf('value0 >')),
  },
  {
    name: '200 modules: references of a const',
    run: () => references(workspace, path, text.indexOf('LIMIT')),
  },
];
