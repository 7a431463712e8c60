/** Test files of the language beside their modules, for tests of the test language: `-- main.arb --`, `-- main.test.arb --`. */
import { compileFiles } from '#lang/compiler/compile.js';
import { type Diagnostic, Diagnostics } from '#lang/diagnostic.js';
import { parseFile } from '#lang/module/files.js';
import type { Program } from '#lang/bytecode/program.js';
import type { Suite } from '#lang/testing/ast.js';
import { checkSuite } from '#lang/testing/check.js';
import { parseSuite } from '#lang/testing/parse.js';
import { splitFiles } from './snippets.ts';

export interface CheckedSuite {
  readonly suite: Suite;
  readonly program: Program;
  /** Of the module and of the test file. */
  readonly findings: readonly Diagnostic[];
}

export function checkedSuite(text: string): CheckedSuite {
  const sources = new Map(splitFiles(text, 'main.arb'));
  const modules = [...sources].filter(([path]) => !path.endsWith('.test.arb'));
  const files = new Map(modules.map(([path, source]) => [path, parseFile(path, source)]));
  const { program, diagnostics } = compileFiles('main.arb', files, { name: 'main' });
  if (program === null) throw new RangeError(diagnostics.map(({ message }) => message).join('; '));
  const found = new Diagnostics();
  found.add(diagnostics);
  const suite = parseSuite(sources.get('main.test.arb') ?? { name: 'main.test.arb', text: '' }, found);
  if (!found.hasErrors) checkSuite(suite, program, found);
  return { suite, program, findings: found.sorted() };
}
