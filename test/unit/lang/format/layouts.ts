/** Texts and the layout they get, for the tests of the formatter. */
import t from 'tap';
import { format } from '#lang/format/format.js';
import { brokenLaw } from '../../../harness/format-laws.ts';

/** The layout of a text; a text with mistakes shows their codes instead. */
export function formatted(text: string): string {
  const result = format({ name: 'test.arb', text });
  return result.kind === 'formatted' ? result.text : result.diagnostics.map(({ code }) => code).join(' ');
}

/** Pairs of a text and its layout, both without the line breaks around them. */
export function layouts(name: string, cases: readonly (readonly [text: string, layout: string])[]): void {
  void t.test(name, (t) => {
    for (const [text, layout] of cases) {
      t.equal(formatted(text).trim(), layout.trim(), text);
      t.equal(brokenLaw(text), null, text);
    }
    t.end();
  });
}

/** Texts that are in the canonical layout already. */
export function canonical(name: string, texts: readonly string[]): void {
  layouts(
    name,
    texts.map((text) => [text, text]),
  );
}
