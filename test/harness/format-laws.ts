/**
 * What must hold of the formatter for any text: it answers; what it prints reads back as the same declarations and the
 * same comments, looks the way every file must look, and is left alone when it is formatted again.
 */
import { outline } from '#lang/ast/outline.js';
import { Diagnostics } from '#lang/diagnostic.js';
import { format } from '#lang/format/format.js';
import { scan } from '#lang/format/scan.js';
import { parse } from '#lang/parser/parse.js';

/** `rejected` when the text has mistakes, else the first law that is broken, or `null`. */
export function brokenLaw(text: string): string | null {
  const before = read(text);
  const formatted = format({ name: 'before.arb', text });
  if (before === null) return formatted.kind === 'rejected' ? 'rejected' : 'what does not parse is formatted';
  if (formatted.kind === 'rejected') return 'what parses is rejected';
  const after = read(formatted.text);
  if (after === null) return 'the printed text does not parse';
  if (after.outlines !== before.outlines) return 'the declarations are others';
  if (after.comments !== before.comments) return 'the comments are others';
  if (!isTidy(after.code)) return 'the text is not tidy';
  const again = format({ name: 'after.arb', text: formatted.text });
  return again.kind === 'formatted' && again.text === formatted.text ? null : 'the second time differs';
}

interface Read {
  readonly outlines: string;
  readonly comments: string;
  readonly code: string;
}

function read(text: string): Read | null {
  const diagnostics = new Diagnostics();
  const declarations = parse({ name: 'test.arb', text }, diagnostics);
  if (diagnostics.hasErrors) return null;
  const { comments, code } = scan(text, declarations);
  return {
    outlines: declarations.map(outline).join('\n'),
    comments: comments
      .map((comment) => comment.text.replace(/\s+/g, ' '))
      .sort()
      .join('\n'),
    code: filled(code, comments),
  };
}

function filled(code: string, comments: readonly { readonly start: number; readonly end: number }[]): string {
  const pieces = comments.map(
    ({ start, end }, index) => code.slice(comments[index - 1]?.end ?? 0, start) + '#'.repeat(end - start),
  );
  return `${pieces.join('')}${code.slice(comments.at(-1)?.end ?? 0)}`;
}

/** Comments count as code here, strings as something that is neither blank nor a line break. */
function isTidy(code: string): boolean {
  if (code === '') return true;
  return code.endsWith('\n') && !code.endsWith('\n\n') && !/^\s|[ \t\r]\n|\n\n\n|\ufeff|\t/.test(code);
}
