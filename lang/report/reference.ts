/**
 * The reference page of diagnostics, made from the catalogue, and the link to each entry. The page is committed so that
 * it can be read without the program; a test holds it to the catalogue.
 */
import { CODES, type Code } from '../codes.ts';
import { pictured } from './visible.ts';

/** Below the root of the project and of the package. */
export const REFERENCE_PAGE = 'docs/reference/diagnostics.md';

const PHASES: Readonly<Record<string, string>> = {
  source: 'bytes that are no text',
  lex: 'text that is no token',
  parse: 'tokens that are no declaration',
  module: 'files that do not go together',
  check: 'declarations that make no sense',
  compile: 'programs that do not fit the machine',
  test: 'test files that do not fit their module',
};

const INTRODUCTION = [
  '# Diagnostics',
  '',
  'Every mistake that Arbiter finds in a program, by the code it is reported with. This page is made from the catalogue in',
  '`lang/catalogue` and never edited; `arbiter explain CODE` prints one entry. A word in braces stands for a name or value of the',
  'program. A text with lines `-- path --` is several files; `\u2400` is the byte 0.',
];

export function referencePage(): string {
  const codes = Object.keys(CODES).filter(isCode);
  const phases = [...new Set(codes.map(phaseOf))];
  const parts = phases.map((phase) =>
    section(
      phase,
      codes.filter((code) => phaseOf(code) === phase),
    ),
  );
  return `${[...INTRODUCTION, ...parts.flat()].join('\n')}\n`;
}

export function isCode(text: string): text is Code {
  return Object.hasOwn(CODES, text);
}

/** The page as a link: below the homepage when there is one, else below the root of the project. */
export function referenceUrl(code: Code, homepage?: string): string {
  const page = `${REFERENCE_PAGE}#${anchorOf(code)}`;
  return homepage === undefined ? page : `${homepage.replace(/\/+$/, '')}/${page}`;
}

export function isAbsoluteUrl(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(url);
}

/** What renderers of Markdown make of the heading `phase/name`. */
function anchorOf(code: Code): string {
  return code.replace('/', '');
}

function phaseOf(code: string): string {
  return code.slice(0, code.indexOf('/'));
}

function section(phase: string, codes: readonly Code[]): readonly string[] {
  const title = PHASES[phase];
  return ['', `## ${phase}${title === undefined ? '' : `: ${title}`}`, ...codes.flatMap(entry)];
}

function entry(code: Code): readonly string[] {
  const { severity, template, help, wrong, right } = CODES[code];
  return [
    '',
    `### ${code}`,
    '',
    `${severity}: ${escapeMarkdown(template)}`,
    ...(help === '' ? [] : ['', `help: ${escapeMarkdown(help)}`]),
    ...example('wrong', wrong),
    ...example('right', right),
  ];
}

/** Examples of the documentation are compiled unless a word follows the language: only what is right and one file is. */
function example(kind: 'wrong' | 'right', text: string): readonly string[] {
  const isSingle = !/^-- \S.* --$/m.test(text);
  const language = kind === 'right' && isSingle ? 'arb' : `arb ${kind}`;
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return ['', `${kind}:`, '', `${fence}${language}`, shown(text), fence];
}

/** A NUL would make the whole page a binary file for version control. */
function shown(text: string): string {
  return pictured(text.replace(/\n$/, ''));
}

/** Outside of code. */
function escapeMarkdown(text: string): string {
  return text
    .split(/(`+[^`]*`+)/)
    .map((part) => (part.startsWith('`') ? part : part.replace(/[\\*_<>[\]#|]/g, '\\$&')))
    .join('');
}
