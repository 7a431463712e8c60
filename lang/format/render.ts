/**
 * Documents → text, by the algorithm of Wadler and Lindig: a group stays on one line if it fits up to the next place
 * where a line ends. Indentation is written only before something else, so no line ends in blanks. The cost is linear:
 * a look ahead never goes further than one line.
 */
import { type Doc, breaksOf, type Line } from './document.ts';

export const WIDTH_MAX = 100;
const INDENT = 4;

interface Task {
  readonly indent: number;
  readonly isFlat: boolean;
  readonly doc: Doc;
}

export function render(doc: Doc): string {
  return new Rendering().text({ indent: 0, isFlat: false, doc });
}

/** On one line whatever its width; what must end a line is not asked. */
export function renderFlat(doc: Doc): string {
  return new Rendering().text({ indent: 0, isFlat: true, doc });
}

/** In characters as an author counts them. */
export function widthOf(text: string): number {
  // oxlint-disable-next-line no-control-regex -- the range is what makes a text plain
  return /^[\x00-\x7f]*$/.test(text) ? text.length : Array.from(text).length;
}

class Rendering {
  readonly #tasks: Task[] = [];
  readonly #parts: string[] = [];
  #suffixes: string[] = [];
  #column = 0;
  /** The indentation that the next text will get; `null` within a line. */
  #pending: number | null = 0;

  text(first: Task): string {
    this.#tasks.push(first);
    for (let task = this.#tasks.pop(); task !== undefined; task = this.#tasks.pop()) this.#run(task);
    this.#flush();
    return this.#parts.join('');
  }

  #run(task: Task): void {
    const { doc } = task;
    if (typeof doc === 'string') return this.#write(doc);
    switch (doc.kind) {
      case 'concat':
        return pushAll(this.#tasks, doc.docs, task);
      case 'indent':
        this.#tasks.push({ indent: task.indent + INDENT, isFlat: task.isFlat, doc: doc.doc });
        return;
      case 'group': {
        const flat = { indent: task.indent, isFlat: true, doc: doc.doc };
        const isFlat = task.isFlat || (!doc.breaks && this.#fits(flat));
        this.#tasks.push(isFlat ? flat : { indent: task.indent, isFlat, doc: doc.doc });
        return;
      }
      case 'line':
        return task.isFlat ? this.#write(doc.flat) : this.#endLine(doc, task.indent);
      case 'suffix':
        this.#suffixes.push(doc.text);
        return;
      case 'choice':
        return this.#write(task.isFlat ? doc.flat : doc.broken);
    }
  }

  #write(text: string): void {
    if (text === '') return;
    if (this.#pending !== null) this.#parts.push(' '.repeat(this.#pending));
    this.#column += this.#pending ?? 0;
    this.#pending = null;
    this.#parts.push(text);
    const newline = text.lastIndexOf('\n');
    this.#column = newline === -1 ? this.#column + widthOf(text) : widthOf(text.slice(newline + 1));
  }

  #endLine({ blank }: Line, indent: number): void {
    this.#flush();
    this.#parts.push(blank ? '\n\n' : '\n');
    this.#column = 0;
    this.#pending = indent;
  }

  #flush(): void {
    const suffixes = this.#suffixes;
    this.#suffixes = [];
    for (const text of suffixes) this.#write(this.#pending === null ? ` ${text}` : text);
  }

  /** Whether the task fits on the line, together with what follows it up to the next end of a line. */
  #fits(first: Task): boolean {
    let room = WIDTH_MAX - this.#column - (this.#pending ?? 0);
    let later = this.#tasks.length;
    const tasks = [first];
    while (room >= 0) {
      const task = tasks.pop() ?? this.#tasks[--later];
      if (task === undefined) return true;
      const { doc } = task;
      if (typeof doc === 'string') {
        const newline = doc.indexOf('\n');
        room -= widthOf(newline === -1 ? doc : doc.slice(0, newline));
        if (newline !== -1) return room >= 0;
      } else if (doc.kind === 'concat') {
        pushAll(tasks, doc.docs, task);
      } else if (doc.kind === 'line') {
        if (!task.isFlat) return true;
        room -= doc.flat.length;
      } else if (doc.kind === 'choice') {
        room -= widthOf(task.isFlat ? doc.flat : doc.broken);
      } else if (doc.kind !== 'suffix') {
        tasks.push({ indent: task.indent, isFlat: task.isFlat && !breaksOf(doc), doc: doc.doc });
      }
    }
    return false;
  }
}

/** The last first, because tasks are taken from the end. Objects are spelled out: this runs for every word of a source. */
function pushAll(tasks: Task[], docs: readonly Doc[], { indent, isFlat }: Task): void {
  for (let index = docs.length - 1; index >= 0; index--) {
    const doc = docs[index];
    if (doc !== undefined && doc !== '') tasks.push({ indent, isFlat, doc });
  }
}
