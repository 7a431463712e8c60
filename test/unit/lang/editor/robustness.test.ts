/** Nothing throws, at any offset of any prefix or damaged form of a large sample, and what is answered lies within the text. */
import fc from 'fast-check';
import t from 'tap';
import { codeActions } from '#lang/editor/code-actions.js';
import { complete } from '#lang/editor/complete.js';
import { documentDiagnostics } from '#lang/editor/document-diagnostics.js';
import { documentSymbols, type DocumentSymbol } from '#lang/editor/document-symbols.js';
import { hover } from '#lang/editor/hover.js';
import { definition, references } from '#lang/editor/navigate.js';
import { rename } from '#lang/editor/rename.js';
import { semanticTokens } from '#lang/editor/semantic-tokens.js';
import type { Workspace } from '#lang/editor/workspace.js';
import { marked } from './marked.ts';
import { SAMPLE } from './sample.ts';

const { workspace, files } = marked(SAMPLE);
const PATH = 'main.arb';
const TEXT = files.get(PATH) ?? '';

interface Ranged {
  readonly start: number;
  readonly end: number;
}

function isWithin(text: string, ranges: readonly Ranged[]): boolean {
  return ranges.every(({ start, end }) => 0 <= start && start <= end && end <= text.length);
}

function isNested({ span, nameSpan, children }: DocumentSymbol): boolean {
  const isInside = (inner: Ranged, outer: Ranged): boolean =>
    outer.start <= inner.start && inner.end <= outer.end;
  return isInside(nameSpan, span) && children.every((child) => isInside(child.span, span) && isNested(child));
}

/** What is asked of a file as a whole. */
function isAnswered(found: Workspace, text: string): boolean {
  const tokens = semanticTokens(found, PATH);
  const isOrdered = tokens.every(
    ({ start, end }, index) => start < end && start >= (tokens[index - 1]?.end ?? 0),
  );
  return (
    isOrdered &&
    isWithin(text, tokens) &&
    documentSymbols(found, PATH).every(isNested) &&
    isWithin(
      text,
      documentDiagnostics(found, PATH).map(({ span }) => span),
    )
  );
}

/** What is asked at a place; all of what is found there lies in files that exist. */
function isAnsweredAt(found: Workspace, offset: number): boolean {
  const text = found.files.get(PATH)?.source.text ?? '';
  const hovered = hover(found, PATH, offset);
  const edits = [
    ...complete(found, PATH, offset).map(({ edit }) => edit),
    ...codeActions(found, PATH, { start: offset, end: offset }).flatMap((action) => action.edits),
  ];
  const spans = [
    ...definition(found, PATH, offset),
    ...references(found, PATH, offset).map(({ span }) => span),
  ];
  return (
    isWithin(text, hovered === undefined ? [] : [hovered.span]) &&
    edits.every((edit) => isWithin(found.files.get(edit.path)?.source.text ?? '', [edit])) &&
    spans.every((span) => isWithin(found.files.get(span.source.name)?.source.text ?? '', [span]))
  );
}

void t.test('offsets of the sample, also with other line breaks and a mark at its start', (t) => {
  const other = workspace.fork(new Map());
  for (const [text, first] of [
    [TEXT, 0],
    [`\ufeff${TEXT.replaceAll('\n', '\r\n')}`, 1],
  ] as const) {
    other.change(PATH, text);
    t.same(other.programs()[0]?.findings, []);
    t.ok(isAnswered(other, text));
    for (let offset = first; offset <= text.length; offset += 3) {
      if (!isAnsweredAt(other, offset)) t.fail(`offset ${offset}`);
    }
  }
  t.end();
});

/** Every prefix takes as long as all other tests of the editor together, so it is one in a few. */
const STRIDE = 7;

void t.test('the end of prefixes', (t) => {
  const other = workspace.fork(new Map());
  for (let length = 0; length <= TEXT.length; length += STRIDE) {
    const text = TEXT.slice(0, length);
    other.change(PATH, text);
    if (!isAnswered(other, text) || !isAnsweredAt(other, length)) t.fail(`prefix ${length}`);
  }
  t.end();
});

const FRAGMENTS =
  '{ } ( ) [ ] . : , | " # // /* */ == \r\n \u{1f30b} \ufeff facts. let lookup when then on where rule'.split(
    ' ',
  );

void t.test('random damage', (t) => {
  const damage = fc.array(
    fc.record({ at: fc.nat(TEXT.length), cut: fc.nat(12), put: fc.constantFrom('', ...FRAGMENTS) }),
    { minLength: 1, maxLength: 5 },
  );
  const other = workspace.fork(new Map());
  fc.assert(
    fc.property(
      damage,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }),
      (edits, places) => {
        const text = edits.reduce(
          (before, { at, cut, put }) => before.slice(0, at) + put + before.slice(at + cut),
          TEXT,
        );
        other.change(PATH, text);
        const offsets = places.map((place) => Math.floor(place * text.length));
        return (
          isAnswered(other, text) &&
          offsets.every(
            (offset) =>
              isAnsweredAt(other, offset) && rename(other, { path: PATH, offset }, 'other') !== undefined,
          )
        );
      },
    ),
    { seed: 7, numRuns: 60 },
  );
  t.end();
});
