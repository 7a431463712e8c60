/**
 * Diagnostics as SARIF 2.1.0 (OASIS), which code scanners, editors and dashboards read. The same findings always give the
 * same text. Fingerprints leave out line numbers, so that a finding stays the same one when lines above it are added.
 */
import { createHash } from 'node:crypto';
import { CODES, type Code } from '../codes.ts';
import type { Diagnostic, Label } from '../diagnostic.ts';
import { lineText, positionOf } from '../source.ts';
import type { Span } from '../span.ts';
import { regionOf, uriOf } from './place.ts';
import { isAbsoluteUrl, referenceUrl } from './reference.ts';
import { wellFormedJson } from './well-formed.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const FINGERPRINT = 'diagnosticHash/v1';

export interface SarifOptions {
  readonly folder?: string;
  readonly homepage?: string;
  readonly version?: string;
  readonly omitted: number;
}

export function renderSarif(diagnostics: readonly Diagnostic[], options: SarifOptions): string {
  const { homepage, version, omitted } = options;
  const codes = [...new Set(diagnostics.map(({ code }) => code))];
  const driver = {
    name: 'arbiter',
    ...(version === undefined ? {} : { version }),
    rules: codes.map((code) => ruleOf(code, homepage)),
  };
  const run = {
    tool: { driver },
    columnKind: 'unicodeCodePoints',
    results: new Results(codes, options.folder).of(diagnostics),
    ...(omitted === 0 ? {} : { properties: { omitted } }),
  };
  return `${wellFormedJson({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, 2)}\n`;
}

function ruleOf(code: Code, homepage: string | undefined): object {
  const { severity, template, help } = CODES[code];
  const summary = template.replace(/\{(\w+)\}/g, (_hole, name: string) => name.toUpperCase());
  const url = referenceUrl(code, homepage);
  return {
    id: code,
    shortDescription: message(summary),
    fullDescription: message(withHelp(summary, help)),
    help: message(help === '' ? summary : help),
    // The standard asks for an absolute URL; without a place on the web there is none.
    ...(isAbsoluteUrl(url) ? { helpUri: url } : {}),
    defaultConfiguration: { level: severity },
  };
}

/** The results of one run: equal findings on equal lines are told apart by their number. */
class Results {
  readonly #codes: readonly Code[];
  readonly #folder: string | undefined;
  readonly #seen = new Map<string, number>();

  constructor(codes: readonly Code[], folder: string | undefined) {
    this.#codes = codes;
    this.#folder = folder;
  }

  of(diagnostics: readonly Diagnostic[]): readonly object[] {
    return diagnostics.map((diagnostic) => this.#result(diagnostic));
  }

  #result(diagnostic: Diagnostic): object {
    const { code, severity, span, labels, help } = diagnostic;
    const related = labels.map((label, index) => this.#related(label, index + 1));
    return {
      ruleId: code,
      ruleIndex: this.#codes.indexOf(code),
      level: severity,
      message: message(withHelp(diagnostic.message, help)),
      locations: [{ physicalLocation: this.#place(span) }],
      ...(related.length === 0 ? {} : { relatedLocations: related }),
      partialFingerprints: { [FINGERPRINT]: this.#fingerprint(diagnostic) },
    };
  }

  #related({ span, text }: Label, id: number): object {
    return { id, physicalLocation: this.#place(span), ...(text === '' ? {} : { message: message(text) }) };
  }

  #place(span: Span): object {
    return { artifactLocation: { uri: uriOf(span.source.name, this.#folder) }, region: regionOf(span) };
  }

  #fingerprint({ code, message: text, span: { source, start } }: Diagnostic): string {
    const line = lineText(source, positionOf(source, start).line).trim();
    const identity = JSON.stringify([code, uriOf(source.name, this.#folder), text, line]);
    const hash = createHash('sha256').update(identity).digest('hex').slice(0, 32);
    const number = (this.#seen.get(hash) ?? 0) + 1;
    this.#seen.set(hash, number);
    return `${hash}:${number}`;
  }
}

/** In paragraphs, of which a viewer with little room shows the first. */
function withHelp(text: string, help: string): string {
  return help === '' ? text : `${text}\nhelp: ${help}`;
}

/** Braces are doubled, because a single one begins a placeholder. */
function message(text: string): object {
  return { text: text.replaceAll('{', '{{').replaceAll('}', '}}') };
}
