/** The examples of the documentation are true: programs compile, JavaScript runs, links lead somewhere. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';
import { compileFiles } from '#lang/compiler/compile.js';
import { parseFile } from '#lang/module/files.js';
import { ROOT } from '../harness/sources.ts';
import { overlayAmong, splitFiles } from './lang/snippets.ts';

const PAGES = ['README.md', 'CONTRIBUTING.md', ...pagesBelow('docs'), ...pagesBelow('examples')];

function pagesBelow(folder: string): readonly string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true }).map(String);
  return names.filter((name) => name.endsWith('.md')).map((name) => join(folder, name));
}

/** A word behind the language (`arb wrong`) is for examples that are shown only. */
function blocks(text: string, language: string): readonly string[] {
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, name]) => name === language)
    .map(([, , code = '']) => code);
}

/** Mistakes and warnings. A line `-- name --` begins another file; `main.<environment>.arb` lies over the first. */
function findingsOf(code: string): readonly string[] {
  const files = new Map(
    splitFiles(code, 'main.arb').map(([path, source]) => [path, parseFile(path, source)]),
  );
  const { diagnostics } = compileFiles('main.arb', files, { name: 'docs', overlay: overlayAmong(files) });
  return diagnostics.map(({ message }) => message);
}

for (const page of PAGES) {
  void t.test(page, (t) => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    for (const [index, code] of blocks(text, 'arb').entries())
      t.same(findingsOf(code), [], `program ${index + 1}`);
    for (const [index, code] of blocks(text, 'js').entries())
      t.same(printedBy(code), promisedBy(code), `script ${index + 1}`);
    for (const [, target = ''] of text.matchAll(/\]\(([^)#:]+)\)/g)) {
      t.ok(existsSync(join(ROOT, dirname(page), target)), `link to ${target}`);
    }
    t.ok(text.length > 0);
    t.end();
  });
}

void t.test('the README is short', (t) => {
  t.ok(readFileSync(join(ROOT, 'README.md'), 'utf8').split('\n').length <= 150);
  t.end();
});

/** What stands behind each line that prints at the top level of a script. */
function promisedBy(code: string): readonly string[] {
  return [...code.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, promised = '']) => promised);
}

/** Inside the project, so that the package can import itself by name. Throws when the script fails. */
function printedBy(code: string): readonly string[] {
  const folder = mkdtempSync(join(ROOT, 'dist', 'docs-'));
  try {
    const file = join(folder, 'example.mjs');
    writeFileSync(file, code);
    const printed = execFileSync(process.execPath, [file], { stdio: 'pipe', encoding: 'utf8' });
    return printed.split('\n').filter((line) => line !== '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
