/** The terminal of this process. Progress is drawn on a TTY only, so that a pipe sees results and nothing else. */
import { mayColour } from './colours.ts';
import type { Terminal } from './command.ts';

/** Who reads our output may leave: without a reader of results there is nothing left to do, without one of notes there is. */
function whenReaderLeaves(stream: NodeJS.WriteStream, leave: () => void): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    leave();
  });
}

class ProcessTerminal implements Terminal {
  #progress = '';
  #interrupted: Promise<void> | null = null;
  readonly colours = mayColour(process.stderr, process.env);

  /** Only a command that asks for it takes over the signals; the others end as usual. */
  get interrupted(): Promise<void> {
    this.#interrupted ??= new Promise((resolve) => {
      process.once('SIGINT', () => resolve());
      process.once('SIGTERM', () => resolve());
    });
    return this.#interrupted;
  }

  out(line: string): void {
    this.#around(() => process.stdout.write(`${line}\n`));
  }

  err(line: string): void {
    this.#around(() => process.stderr.write(`${line}\n`));
  }

  progress(text: string): void {
    if (!process.stderr.isTTY || text === this.#progress) return;
    this.#progress = text;
    process.stderr.write(`\r\x1b[2K${text}`);
  }

  /** Lines go above the progress line. */
  #around(write: () => void): void {
    if (this.#progress !== '') process.stderr.write('\r\x1b[2K');
    write();
    if (this.#progress !== '') process.stderr.write(this.#progress);
  }
}

whenReaderLeaves(process.stdout, () => process.exit());
whenReaderLeaves(process.stderr, () => undefined);

export const terminal: Terminal = new ProcessTerminal();
