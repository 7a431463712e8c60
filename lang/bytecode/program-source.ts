/** From offsets of a program back to its files: what traps, listings and diagnostics show. */
import { lineOf, lineText, type Position, positionOf, type Source } from '../source.ts';
import type { Span } from '../span.ts';
import type { CompiledFile, CompiledSpan, Program } from './program.ts';

interface PlacedSource extends CompiledFile {
  readonly source: Source;
}

export class ProgramSources {
  readonly #files: readonly PlacedSource[];

  constructor({ name, source, files }: Pick<Program, 'name' | 'source' | 'files'>) {
    this.#files = files.map((file) => ({
      ...file,
      source: {
        name: file.path === '' ? name : file.path,
        text: source.slice(file.start, file.start + file.length),
      },
    }));
  }

  /** The span as a place in one of the files. */
  spanOf({ start, end }: CompiledSpan): Span | null {
    const file = this.#fileAt(start);
    return file === null ? null : { source: file.source, start: start - file.start, end: end - file.start };
  }

  positionOf(offset: number): Position {
    const file = this.#fileAt(offset);
    return file === null ? { line: 1, column: 1 } : positionOf(file.source, offset - file.start);
  }

  /** The line that an offset is on. */
  lineOf(offset: number): { readonly file: string; readonly line: number; readonly text: string } {
    const file = this.#fileAt(offset);
    if (file === null) return { file: '', line: 0, text: '' };
    const line = lineOf(file.source, offset - file.start);
    return { file: file.path, line, text: lineText(file.source, line) };
  }

  #fileAt(offset: number): PlacedSource | null {
    let low = 0;
    let high = this.#files.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#files[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return this.#files[low] ?? null;
  }
}
