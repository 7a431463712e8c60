/** Compiled patterns, the most recent ones kept: rules that build patterns from data cannot fill the memory. */
import type { RE2JS } from 're2js';
import { compilePattern } from '#lang/pattern.js';

const PATTERNS_MAX = 1_000;

export class Patterns {
  readonly #compiled = new Map<string, RE2JS | null>();

  /** Whether the pattern is found anywhere in the text; `undefined` when it is no pattern. */
  find(pattern: string, text: string): boolean | undefined {
    const compiled = this.#compiled.get(pattern);
    return (compiled === undefined ? this.#compile(pattern) : compiled)?.matcher(text).find();
  }

  /** Of a bundle they may be anything. */
  isPattern(pattern: string): boolean {
    return this.find(pattern, '') !== undefined;
  }

  #compile(text: string): RE2JS | null {
    const compiled = compilePattern(text);
    const pattern = 'pattern' in compiled ? compiled.pattern : null;
    const [oldest] = this.#compiled.keys();
    if (this.#compiled.size >= PATTERNS_MAX && oldest !== undefined) this.#compiled.delete(oldest);
    this.#compiled.set(text, pattern);
    return pattern;
  }
}
