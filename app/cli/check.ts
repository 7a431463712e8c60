/** `arbiter check`: are these programs right? */
import { type Diagnostic, renderDiagnostics } from '#lang';
import { positionOf } from '#lang/source.js';
import { reasonOf } from '#streams/faults.js';
import { type Loaded, loadProgram } from '../load.ts';
import { type Arguments, type Command, EXIT, type Terminal, UsageError } from './command.ts';
import { TRUST_FLAG, TRUST_OPTION, trustFlag } from './trust.ts';

export const check: Command = {
  name: 'check',
  summary: 'parses and checks programs and shows every mistake',
  usage: 'FILE… [--strict] [--trust PUB.pem] [--json]',
  flags: [
    ['--strict', 'warnings count as findings'],
    TRUST_FLAG,
    ['--json', 'one JSON object a file: file, ok, diagnostics'],
  ],
  examples: ['arbiter check rules.arb', 'arbiter check --json rules.arb | jq .diagnostics'],
  options: { strict: { type: 'boolean' }, trust: TRUST_OPTION, json: { type: 'boolean' } },
  positionals: ['FILE', '[FILE…]'],
  run: runCheck,
};

async function runCheck({ positionals, flags }: Arguments, terminal: Terminal): Promise<number> {
  const trust = await trustFlag(flags);
  let code: number = EXIT.ok;
  for (const path of positionals) {
    const loaded = await loadProgram(path, trust).catch((error: unknown) => {
      throw new UsageError(`\`${path}\` cannot be read: ${reasonOf(error)}`);
    });
    const ok = isOk(loaded, flags['strict'] === true);
    if (!ok) code = EXIT.findings;
    if (flags['json'] === true) terminal.out(JSON.stringify({ file: path, ok, ...verdictJson(loaded) }));
    else showVerdict(path, loaded, ok, terminal);
  }
  return code;
}

function isOk(loaded: Loaded, strict: boolean): boolean {
  return loaded.kind === 'program' && !(strict && loaded.diagnostics.length > 0);
}

function showVerdict(path: string, loaded: Loaded, ok: boolean, terminal: Terminal): void {
  if (loaded.kind === 'refused') terminal.err(`${path}: refused: ${loaded.reason}`);
  else if (loaded.diagnostics.length > 0) terminal.err(renderDiagnostics(loaded.diagnostics));
  if (ok) terminal.out('ok');
}

function verdictJson(loaded: Loaded): object {
  if (loaded.kind === 'refused') return { refused: loaded.reason, code: loaded.code, diagnostics: [] };
  return { diagnostics: loaded.diagnostics.map((diagnostic) => diagnosticJson(loaded, diagnostic)) };
}

function diagnosticJson({ source }: Exclude<Loaded, { kind: 'refused' }>, diagnostic: Diagnostic): object {
  const { code, severity, message, help, span, labels } = diagnostic;
  return { code, severity, message, help, ...positionOf(source, span.start), span, labels };
}
