/** `arbiter explain`: one entry of the catalogue of diagnostics, for whoever met its code. */
import { type Code, CODES, isCode, referenceUrl } from '#lang';
import { pictured } from '#lang/report/visible.js';
import { nearest } from '#lang/suggest.js';
import { readPackage } from '../package.ts';
import { type Arguments, type Command, EXIT, type Terminal, UsageError } from './command.ts';

export const explain: Command = {
  name: 'explain',
  summary: 'explains the code of a diagnostic, with a wrong and a right example',
  usage: 'CODE [--json]',
  flags: [['--json', 'the entry as one JSON object']],
  examples: ['arbiter explain check/unknown-field', 'arbiter explain lex/unterminated-string --json'],
  options: { json: { type: 'boolean' } },
  positionals: ['CODE'],
  run: runExplain,
};

async function runExplain(
  { positionals: [code = ''], flags }: Arguments,
  terminal: Terminal,
): Promise<number> {
  if (!isCode(code)) throw new UsageError(`\`${code}\` is not the code of a diagnostic${suggestion(code)}`);
  if (flags['json'] === true) terminal.out(JSON.stringify(entryOf(code)));
  else terminal.out(explanation(code));
  return EXIT.ok;
}

function entryOf(code: Code): object {
  const { severity, template, help, wrong, right } = CODES[code];
  return { code, severity, template, help, wrong, right, url: referenceUrl(code, readPackage().homepage) };
}

function explanation(code: Code): string {
  const { severity, template, help, wrong, right } = CODES[code];
  const paragraphs = [
    `${severity}[${code}]: ${template}`,
    ...(help === '' ? [] : [`help: ${help}`]),
    `wrong:\n\n${indented(wrong)}`,
    `right:\n\n${indented(right)}`,
  ];
  return paragraphs.join('\n\n');
}

function indented(text: string): string {
  return pictured(text)
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n');
}

/** A code is often remembered without the phase that reports it. */
function suggestion(given: string): string {
  const codes = Object.keys(CODES);
  const names = new Map(codes.map((code) => [code.slice(code.indexOf('/') + 1), code]));
  const meant = nearest(given, codes) ?? names.get(given) ?? names.get(nearest(given, names.keys()) ?? '');
  return meant === undefined ? '' : ` (did you mean \`${meant}\`?)`;
}
