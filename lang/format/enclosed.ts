/** Parts between two marks: on one line if the author wrote them on one and they fit, else one on each line. */
import {
  breaksOf,
  choice,
  concat,
  concatAll,
  type Doc,
  emptyLine,
  group,
  hardline,
  indent,
  line,
  softline,
} from './document.ts';
import type { Original, Range } from './original.ts';
import { type Part, type Printed, printParts, withComments } from './parts.ts';

export interface Enclosure {
  /** From the opening mark to behind the closing one. */
  readonly marks: Range;
  readonly style: keyof typeof STYLES;
  readonly parts: readonly Part[];
  readonly isBroken?: boolean;
}

interface Style {
  readonly open: string;
  readonly close: string;
  readonly inner: Doc;
  readonly separator: Doc;
  readonly last: Doc;
}

const COMMA = { separator: ',', last: choice({ broken: ',', flat: '' }) } as const;

const STYLES = {
  params: { open: '{', close: '}', inner: line, ...COMMA },
  /** Fields need no commas; on one line they are easier to tell apart with them. */
  fields: { open: '{', close: '}', inner: line, separator: choice({ broken: '', flat: ',' }), last: '' },
  /** Lets and a condition. */
  block: { open: '{', close: '}', inner: line, separator: '', last: '' },
  list: { open: '[', close: ']', inner: softline, ...COMMA },
  arguments: { open: '(', close: ')', inner: softline, ...COMMA },
} as const satisfies Readonly<Record<string, Style>>;

export function enclosed(original: Original, enclosure: Enclosure): Doc {
  const { marks, parts, isBroken = false } = enclosure;
  const style: Style = STYLES[enclosure.style];
  const inside = { start: marks.start + 1, end: marks.end - 1, hasOpening: true };
  const printed = printParts(original, inside, parts);
  const isEmpty = printed.parts.length === 0 && printed.closing.length === 0 && !breaksOf(printed.opening);
  if (isEmpty) return style.open === '{' ? '{ }' : `${style.open}${style.close}`;
  const content = stacked(printed, style);
  return group(
    concat(style.open, printed.opening, indent(content), style.inner, style.close),
    isBroken || original.hasLineBreak(marks),
  );
}

/** Clauses between braces, one on each line. */
export function clauseBody(original: Original, marks: Range, clauses: readonly Part[]): Doc {
  const parts = clauses.map((clause) => ({ ...clause, isLineStart: true }));
  return enclosed(original, { style: 'block', marks, parts, isBroken: true });
}

function stacked({ parts, closing }: Printed, { inner, separator, last }: Style): Doc {
  const docs = parts.map((part, index) => {
    const before = index === 0 ? inner : part.blank ? BLANK : line;
    const after = part.isBare ? '' : index === parts.length - 1 ? last : separator;
    return concat(before, withComments(part), after);
  });
  for (const { doc, blank } of closing) docs.push(blank && docs.length > 0 ? emptyLine : hardline, doc);
  return concatAll(docs);
}

/** An empty line where the group is broken, a blank where it is not. */
const BLANK: Doc = { kind: 'line', flat: ' ', blank: true, breaks: false };
