/** `arbiter fmt`: the canonical layout, in place, as a check, or from standard input to standard output. */
import { outline } from '#lang/ast/outline.js';
import { type Diagnostic, Diagnostics } from '#lang/diagnostic.js';
import { format } from '#lang/format/format.js';
import { parse } from '#lang/parser/parse.js';
import { renderDiagnostics } from '#lang/report/pretty.js';
import { positionOf, type Source } from '#lang/source.js';
import { type Arguments, type Command, EXIT, type Terminal, UsageError } from './command.ts';
import { readSourceFiles, replaceText, textFrom } from './source-files.ts';

export type Input = AsyncIterable<Uint8Array>;

/** `input` is what `--stdin` reads. */
export function fmtCommand(input: Input): Command {
  return {
    name: 'fmt',
    summary: 'gives rule files their canonical layout',
    usage: '[FILE…|DIR…] [--check] [--stdin] [--json]',
    flags: [
      ['--check', 'writes nothing and lists the files that would change'],
      ['--stdin', 'reads text from standard input and prints it'],
      ['--json', 'one JSON object a file: file, changed, diagnostics'],
    ],
    examples: [
      'arbiter fmt rules.arb',
      'arbiter fmt --check .',
      'arbiter fmt --stdin < rules.arb > formatted.arb',
    ],
    options: { check: { type: 'boolean' }, stdin: { type: 'boolean' }, json: { type: 'boolean' } },
    positionals: ['[FILE…]'],
    run: (args, terminal) => runFmt(args, { terminal, input }),
  };
}

interface Streams {
  readonly terminal: Terminal;
  readonly input: Input;
}

/** What became of one source. */
interface Verdict {
  readonly source: Source;
  /** The canonical text; `null` when the source has mistakes. */
  readonly text: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

async function runFmt({ positionals, flags }: Arguments, { terminal, input }: Streams): Promise<number> {
  const isCheck = flags['check'] === true;
  const report = flags['json'] === true ? reportJson : reportText;
  if (flags['stdin'] === true) {
    if (positionals.length > 0) throw new UsageError('--stdin takes no files');
    const verdict = verdictOn({ name: '<stdin>', text: textFrom(await bytesOf(input), '<stdin>') });
    if (isCheck || flags['json'] === true || verdict.text === null) report(verdict, terminal);
    else if (verdict.text !== '') terminal.out(verdict.text.replace(/\n$/, ''));
    return exitCode(verdict, isCheck);
  }
  if (positionals.length === 0) throw new UsageError('name files or folders, or give --stdin');
  let code: number = EXIT.ok;
  for (const { path, text } of await readSourceFiles(positionals)) {
    const verdict = verdictOn({ name: path, text });
    if (!isCheck && verdict.text !== null && isChanged(verdict)) await replaceText(path, verdict.text);
    report(verdict, terminal);
    code = Math.max(code, exitCode(verdict, isCheck));
  }
  return code;
}

function verdictOn(source: Source): Verdict {
  const formatted = format(source);
  if (formatted.kind === 'rejected') return { source, text: null, diagnostics: formatted.diagnostics };
  const { text } = formatted;
  if (meaningOf(source) !== meaningOf({ name: source.name, text }))
    throw new Error(
      `\`${source.name}\` is left alone: formatted it would mean something else; please report it`,
    );
  return { source, text, diagnostics: [] };
}

/** Deployed rules are not rewritten on trust. */
function meaningOf(source: Source): string {
  return parse(source, new Diagnostics()).map(outline).join('\n');
}

function isChanged({ source, text }: Verdict): boolean {
  return text !== null && text !== source.text;
}

function exitCode(verdict: Verdict, isCheck: boolean): number {
  return verdict.text === null || (isCheck && isChanged(verdict)) ? EXIT.findings : EXIT.ok;
}

function reportText(verdict: Verdict, terminal: Terminal): void {
  if (verdict.text === null) terminal.err(renderDiagnostics(verdict.diagnostics));
  else if (isChanged(verdict)) terminal.out(verdict.source.name);
}

function reportJson(verdict: Verdict, terminal: Terminal): void {
  const diagnostics = verdict.diagnostics.map(({ code, severity, message, help, span }) => {
    return { code, severity, message, help, ...positionOf(span.source, span.start) };
  });
  terminal.out(JSON.stringify({ file: verdict.source.name, changed: isChanged(verdict), diagnostics }));
}

async function bytesOf(input: Input): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of input) chunks.push(chunk);
  return Buffer.concat(chunks);
}
