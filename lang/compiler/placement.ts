/** Where the files of a program lie in its one source text. */
import type { CompiledFile, CompiledSpan } from '../bytecode/program.ts';
import type { Source } from '../source.ts';
import type { Span } from '../span.ts';

export class Placement {
  readonly #starts = new Map<Source, number>();
  readonly #files: CompiledFile[] = [];
  readonly #texts: string[] = [];
  #length = 0;

  /** Puts a file behind those before it; one that is there already stays where it is. */
  add(path: string, source: Source): void {
    if (this.#starts.has(source)) return;
    this.#starts.set(source, this.#length);
    this.#files.push({ path, start: this.#length, length: source.text.length });
    this.#texts.push(source.text);
    this.#length += source.text.length;
  }

  place({ source, start, end }: Span): CompiledSpan {
    const from = this.#starts.get(source) ?? 0;
    return { start: from + start, end: from + end };
  }

  get files(): readonly CompiledFile[] {
    return this.#files;
  }

  get text(): string {
    return this.#texts.join('');
  }
}
