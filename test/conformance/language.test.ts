/**
 * Runs the cases in `language/*.cases`; see README.md beside this file. A case says what it gives (a whole program, or one
 * value or condition) and what it expects; `UPDATE=1` rewrites the expectations.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { compileFiles, disassemble, type Program } from '#lang';
import { outline } from '#lang/ast/outline.js';
import { outlineExpression } from '#lang/ast/outline-expression.js';
import { parseFile } from '#lang/module/files.js';
import { positionOf } from '#lang/source.js';
import { typeName } from '#lang/types.js';
import {
  arbitraceLines,
  type Decided,
  decisionsOf,
  flagLines,
  matchesLine,
  rulesOf as decideCase,
  strategyLines,
  trapText,
} from '../harness/decision-lines.ts';
import { type Case, parseCases, rulesOf } from '../harness/cases.ts';
import { ROOT } from '../harness/sources.ts';
import { checkText, parseText, splitFiles } from '../unit/lang/snippets.ts';

const FOLDER = join(ROOT, 'test', 'conformance', 'language');

type Produce = (rules: string, given: Case) => string;

/** What a case can expect, and how it comes about. */
const EXPECTED: Readonly<Record<string, Produce>> = {
  outline: (rules) => parseText(rules).map(outline).join('\n'),
  findings: (rules) =>
    checkText(rules, 'case.arb')
      .findings.map(({ code, span }) => {
        const { line, column } = positionOf(span.source, span.start);
        const file = span.source.name === 'case.arb' ? '' : `${span.source.name}:`;
        return `${code} ${file}${line}:${column}`;
      })
      .join('\n'),
  messages: (rules) =>
    checkText(rules, 'case.arb')
      .findings.map(
        ({ severity, message, help }) => `${severity}: ${message}${help === '' ? '' : ` | ${help}`}`,
      )
      .join('\n'),
  types: (rules) =>
    [...checkText(rules).checked.types]
      .map(([expression, type]) => `${outlineExpression(expression)}: ${typeName(type)}`)
      .join('\n'),
  bytecode: (rules) => disassemble(programOf(rules)),
  result: (rules, given) =>
    decidedOf(rules, given, { show: (decided) => resultOf(decided, given), between: '\n' }),
  arbitrace: (rules, given) => decidedOf(rules, given, { show: arbitraceLines, between: '\n\n' }),
  strategies: (rules, given) => decidedOf(rules, given, { show: strategyLines, between: '\n' }),
  flags: (rules, given) => decidedOf(rules, given, { show: flagLines, between: '\n' }),
};

for (const file of readdirSync(FOLDER).sort()) {
  const path = join(FOLDER, file);
  const cases = parseCases(readFileSync(path, 'utf8'));
  void t.test(file, (t) => {
    const seen = new Set<string>();
    const produced = cases.map((given) => {
      t.notOk(seen.has(given.name), `${given.name} stands once`);
      seen.add(given.name);
      return runCase(given, t);
    });
    if (process.env['UPDATE'] === '1') writeFileSync(path, produced.join('\n'));
    t.end();
  });
}

/** The case as text, with what it really gives. */
function runCase(given: Case, t: Test): string {
  const rules = rulesOf(given);
  const lines = [`=== ${given.name}`];
  let expectations = 0;
  for (const [section, text] of given.sections) {
    const produce = EXPECTED[section];
    const body = produce === undefined ? text : `${produce(rules, given).trimEnd()}\n`;
    lines.push(`--- ${section}`, body.trimEnd());
    if (produce === undefined) continue;
    expectations += 1;
    t.equal(body.trim(), text.trim(), `${given.name}: ${section}`);
  }
  t.ok(expectations > 0, `${given.name} expects something`);
  return `${lines.join('\n')}\n`;
}

/** A line for each context, or a part with a blank line between; a program that does not compile shows its codes. */
function decidedOf(
  rules: string,
  { sections }: Case,
  { show, between }: { readonly show: (decided: Decided) => string; readonly between: string },
): string {
  const { findings } = checkText(rules);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return errors.map(({ code }) => `error ${code}`).join('\n');
  const program = programOf(rules);
  const json = {
    contexts: sections.get('context') ?? '{}',
    options: sections.get('options') ?? '{}',
    secrets: sections.get('secrets') ?? '{}',
  };
  return decisionsOf(program, json).map(show).join(between);
}

/** One line a match, the bare value or verdict for templates. */
function resultOf(decided: Decided, { sections }: Case): string {
  if (!sections.has('value') && !sections.has('condition')) return matchesLine(decided);
  const { matched, errors } = decideCase(decided);
  const traps = errors.map(trapText);
  if (sections.has('value'))
    return [...matched.map(({ params }) => JSON.stringify(params['v'])), ...traps].join('; ');
  return [matched.length > 0 ? 'match' : 'none', ...traps].join('; ');
}

function programOf(rules: string): Program {
  const files = new Map(
    splitFiles(rules, 'case.arb').map(([path, source]) => [path, parseFile(path, source)]),
  );
  const [entry = 'case.arb'] = files.keys();
  const { program, diagnostics } = compileFiles(entry, files, { name: 'case' });
  if (program === null) throw new RangeError(diagnostics.map(({ message }) => message).join('; '));
  return program;
}
