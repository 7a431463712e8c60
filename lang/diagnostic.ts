/**
 * Diagnostics: mistakes of the rule author, as data. They are collected, never thrown, so that one compilation
 * reports everything it can; `report/` makes them readable. What is given is bounded, what is counted is not.
 */
import { CODES, type Code } from './codes.ts';
import type { Span } from './span.ts';

export type Severity = 'error' | 'warning';

/** A second place that explains the first: where the other declaration stands, where a cycle closes. */
export interface Label {
  readonly span: Span;
  readonly text: string;
}

export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly labels: readonly Label[];
  /** What to do about it; empty when the message says it all. */
  readonly help: string;
}

export interface Finding {
  readonly span: Span;
  /** Values for the `{name}` holes of the code's template. */
  readonly values?: Readonly<Record<string, string | number>>;
  readonly labels?: readonly Label[];
  /** Replaces the catalogue's help, for example with a "did you mean". */
  readonly help?: string;
}

export const DIAGNOSTICS_MAX = 100;

/** How much was found, given or not. */
export interface Tally {
  readonly errors: number;
  readonly warnings: number;
}

/** Of the lists that `Diagnostics` gave, because a list that was cut can no longer be counted. */
const TALLIES = new WeakMap<readonly Diagnostic[], Tally>();

/** Collects the findings of one compilation. */
export class Diagnostics {
  readonly #found: Diagnostic[] = [];

  report(code: Code, finding: Finding): void {
    const entry = CODES[code];
    this.#found.push({
      code,
      severity: entry.severity,
      message: fill(entry.template, finding.values ?? {}),
      span: finding.span,
      labels: finding.labels ?? [],
      help: finding.help ?? entry.help,
    });
  }

  get hasErrors(): boolean {
    return this.#found.some((diagnostic) => diagnostic.severity === 'error');
  }

  /** All of them, as they were found. */
  all(): readonly Diagnostic[] {
    return this.#found;
  }

  /** Takes over what was found elsewhere. */
  add(findings: readonly Diagnostic[]): void {
    for (const finding of findings) this.#found.push(finding);
  }

  /** By file and place, at most `DIAGNOSTICS_MAX`: warnings never push out an error. `tallyOf` counts the others too. */
  sorted(): readonly Diagnostic[] {
    const given = this.#found.length > DIAGNOSTICS_MAX ? gravest(this.#found) : [...this.#found];
    const list = given.sort(inSourceOrder);
    TALLIES.set(list, count(this.#found));
    return list;
  }
}

/** What was found where this list comes from; of a list that was put together elsewhere, what is in it. */
export function tallyOf(diagnostics: readonly Diagnostic[]): Tally {
  return TALLIES.get(diagnostics) ?? count(diagnostics);
}

function count(diagnostics: readonly Diagnostic[]): Tally {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: diagnostics.length - errors };
}

function gravest(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const rank = ({ severity }: Diagnostic): number => (severity === 'error' ? 0 : 1);
  const inOrder = [...diagnostics].sort((a, b) => rank(a) - rank(b) || inSourceOrder(a, b));
  return inOrder.slice(0, DIAGNOSTICS_MAX);
}

function inSourceOrder(a: Diagnostic, b: Diagnostic): number {
  if (a.span.source !== b.span.source) return compareText(a.span.source.name, b.span.source.name);
  return a.span.start - b.span.start || a.span.end - b.span.end || compareText(a.code, b.code);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}
