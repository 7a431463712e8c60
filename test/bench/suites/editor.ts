/**
 * Editing in a project of two hundred modules of about ninety lines: what does it cost to check it, again after an edit in the
 * middle of it, and to answer questions about it? Nobody does this by hand; the yardstick takes the texts apart into words.
 */
import { complete, references, Workspace } from '#app/library.js';
import { pathOf, projectOf } from '../../harness/project.ts';
import { type Candidate, candidate, comparison } from '../candidate.ts';

const MODULES = 200;

export const editor = comparison({
  name: 'editor',
  question: `A project of ${MODULES} modules in an editor`,
  prepare: ({ rulesMax }) => {
    const files = projectOf({ seed: 1, modules: Math.min(MODULES, rulesMax), rules: 4 });
    const path = `${pathOf(files.size >> 1)}.arb`;
    const edited: Edited = { files, path, text: files.get(path) ?? '' };
    return [...wholes(files), ...edits(edited), ...questions(edited)];
  },
});

type Files = ReadonlyMap<string, string>;

interface Edited {
  readonly files: Files;
  readonly path: string;
  readonly text: string;
}

function workspaceOf(files: Files): Workspace {
  return new Workspace({ entries: ['main.arb'], files });
}

function findingsOf(workspace: Workspace): number {
  return workspace.programs().reduce((count, { findings }) => count + findings.length, 0);
}

/** What is asked about has no input, and an answer that is right or wrong. */
const ONCE = { inputs: [null], expected: [true] };

function wholes(files: Files): readonly Candidate[] {
  const words = (text: string): number => text.match(/\w+|[^\w\s]/g)?.length ?? 0;
  return [
    candidate({
      ...ONCE,
      name: 'yardstick: the words of all texts, by a regular expression',
      decide: () => [...files.values()].reduce((count, text) => count + words(text), 0),
      answer: (count) => count > files.size,
    }),
    candidate({
      ...ONCE,
      own: true,
      name: 'first check',
      decide: () => findingsOf(workspaceOf(files)),
      answer: (findings) => findings === 0,
    }),
  ];
}

function edits(edited: Edited): readonly Candidate[] {
  const { text } = edited;
  return [
    candidate({
      ...ONCE,
      own: true,
      name: 'check after an edit within a rule',
      decide: editing(edited, () => text),
      answer: (findings) => findings === 0,
    }),
    candidate({
      ...ONCE,
      own: true,
      name: 'check after an edit of a schema that others see',
      decide: editing(edited, (count) => text.replace('value: number', `value${count}: number`)),
      answer: (findings) => findings > 0,
    }),
  ];
}

/** Another text each time, in a workspace of its own; where it renames a field of a schema, who reads that is told. */
function editing({ files, path }: Edited, edit: (count: number) => string): () => number {
  const workspace = workspaceOf(files);
  workspace.programs();
  let count = 0;
  return () => {
    count += 1;
    workspace.change(path, `${edit(count)}# ${count}\n`);
    return findingsOf(workspace);
  };
}

function questions({ files, path, text }: Edited): readonly Candidate[] {
  const workspace = workspaceOf(files);
  return [
    candidate({
      ...ONCE,
      own: true,
      name: 'complete a condition',
      decide: () => complete(workspace, path, text.indexOf('value0 >')),
      answer: (completions) => completions.length > 0,
    }),
    candidate({
      ...ONCE,
      own: true,
      name: 'all references of a const',
      decide: () => references(workspace, path, text.indexOf('LIMIT')),
      answer: (occurrences) => occurrences.length > 1,
    }),
  ];
}
