/**
 * Words to text in a random layout: blanks, line breaks, comments of every form, each with a number of its own so that a
 * lost or doubled one is noticed. Words that must stand together say so with a mark between them.
 */
import type { Prng } from '#sim/prng.js';

/** Between words: nothing at all, one blank, or a line break. */
export const TIGHT = '\u0001';
export const BLANK = '\u0002';
export const BREAK = '\u0003';

interface Habits {
  readonly comments: number;
  readonly breaks: number;
}

export function layOut(words: readonly string[], prng: Prng): string {
  const habits = { comments: prng.pick([0, 0.03, 0.15, 0.4]), breaks: prng.pick([0, 0.05, 0.2, 0.5]) };
  const layout = new Layout(prng, habits);
  return layout.text(words);
}

class Layout {
  readonly #prng: Prng;
  readonly #habits: Habits;
  #comments = 0;

  constructor(prng: Prng, habits: Habits) {
    this.#prng = prng;
    this.#habits = habits;
  }

  text(words: readonly string[]): string {
    const bom = this.#prng.chance(0.02) ? '\ufeff' : '';
    let text = `${bom}${this.#comment()}`;
    let gap = '';
    for (const word of words) {
      if (word === TIGHT) gap = '';
      else if (word === BLANK) gap = this.#prng.pick([' ', '  ', '\t']);
      else if (word === BREAK) gap = `${this.#gap()}\n${this.#comment()}`;
      else {
        text += `${gap}${word}`;
        gap = this.#gap();
      }
    }
    const whole = `${text}${this.#prng.pick(['', '\n', '\n\n\n', ' \t'])}${this.#comment()}`;
    return this.#prng.chance(0.05) ? whole.replaceAll('\n', '\r\n') : whole;
  }

  #gap(): string {
    const space = this.#prng.chance(this.#habits.breaks)
      ? this.#prng.pick(['\n', '\n    ', ' \n', '\n\n', '\n \n\n'])
      : this.#prng.pick([' ', ' ', ' ', '  ', '\t']);
    return `${space}${this.#comment()}`;
  }

  #comment(): string {
    let text = '';
    while (this.#prng.chance(this.#habits.comments)) text += this.#oneComment();
    return text;
  }

  #oneComment(): string {
    const number = ++this.#comments;
    const end = this.#prng.pick(['\n', ' \n', '\n\n']);
    const around = this.#prng.pick([' ', '\n', '']);
    return this.#prng.pick([
      `# c${number}${end}`,
      `// c${number} "quoted" {${end}`,
      `/* c${number} */${around}`,
      `/* c${number}\n   second }  \n*/${around}`,
      `/**\n * c${number}\n */${around}`,
    ]);
  }
}
