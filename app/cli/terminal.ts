/** The terminal of this process. Progress is drawn on a TTY only, so that a pipe sees results and nothing else. */
import type { Terminal } from './command.ts';

class ProcessTerminal implements Terminal {
  #progress = '';
  #interrupted: Promise<void> | null = null;

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

export const terminal: Terminal = new ProcessTerminal();
