/** Runs every case below `cases/`; see README.md beside this file. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { contextFromJson } from '#engine/context.js';
import { decideRules } from '#engine/decide/rules.js';
import { compile, disassemble, renderDiagnostics } from '#lang';
import { outline } from '#lang/ast/outline.js';
import { Diagnostics } from '#lang/diagnostic.js';
import { parse } from '#lang/parser/parse.js';
import { ROOT } from '../harness/sources.ts';
import { narrate } from '../harness/narrate.ts';

const CASES = join(ROOT, 'test', 'conformance', 'cases');

type Produce = (folder: string, rules: string) => string;

const PRODUCERS: Readonly<Record<string, Produce>> = {
  'diagnostics.txt': (_folder, rules) => {
    const source = { name: 'rules.arb', text: rules };
    return renderDiagnostics(compile(source, 'case').diagnostics);
  },
  'outline.txt': (_folder, rules) =>
    parse({ name: 'rules.arb', text: rules }, new Diagnostics()).map(outline).join('\n'),
  'bytecode.txt': (_folder, rules) => disassemble(program(rules)),
  'decision.json': (folder, rules) => {
    const context = contextFromJson(JSON.parse(read(folder, 'context.json')));
    return JSON.stringify(decideRules(program(rules), context, { nowSeconds: 1000 }), null, 2);
  },
  'steps.txt': (folder, rules) => narrate(program(rules), read(folder, 'commands.ndjson')),
};

for (const folder of caseFolders(CASES)) {
  void t.test(folder.slice(CASES.length + 1), (t) => {
    const rules = read(folder, 'rules.arb');
    const expectations = Object.keys(PRODUCERS).filter((name) => existsSync(join(folder, name)));
    t.ok(expectations.length > 0, 'the case expects something');
    for (const name of expectations) {
      const produced = `${PRODUCERS[name]?.(folder, rules).trimEnd() ?? ''}\n`;
      if (process.env['UPDATE'] === '1') writeFileSync(join(folder, name), produced);
      t.equal(produced, read(folder, name), name);
    }
    t.end();
  });
}

function caseFolders(folder: string): readonly string[] {
  if (existsSync(join(folder, 'rules.arb'))) return [folder];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => caseFolders(join(folder, entry.name)))
    .sort();
}

function read(folder: string, name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

function program(rules: string) {
  const { program: compiled, diagnostics } = compile({ name: 'rules.arb', text: rules }, 'case');
  if (compiled === null) throw new RangeError(diagnostics.map((each) => each.message).join('; '));
  return compiled;
}
