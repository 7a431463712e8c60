/**
 * Parts that stand beside one another (clauses, params, elements, operands, declarations) with the comments that
 * belong to each: those on the lines before it, those behind it on its line, and those inside it that had no better
 * place. Parts are given in any order, matched with comments in source order, and come back by rank.
 */
import { concat, concatAll, type Doc, emptyLine, hardline, suffix } from './document.ts';
import type { Original, Range } from './original.ts';
import type { Comment } from './scan.ts';

export interface Part extends Range {
  /** Called once, in source order. */
  readonly print: () => Doc;
  readonly rank?: number;
  /** What it begins with, behind comments on lines before it and before those on its line. */
  readonly prefix?: string;
  /** Something else follows on its line: comments behind it go elsewhere. */
  readonly isFollowed?: boolean;
  /** No separator follows it. */
  readonly isBare?: boolean;
  /** It does not begin its line: comments before it, or in it without a place, go to the part around. */
  readonly isTransparent?: boolean;
  /** Nothing stands before it on its line: comments go to the lines before. */
  readonly isLineStart?: boolean;
  /** Comments from inside it, already taken, that go before it. */
  readonly hoisted?: readonly Comment[];
}

export interface PrintedPart {
  readonly leading: readonly Lead[];
  readonly prefix: string;
  readonly doc: Doc;
  readonly trailing: Doc;
  /** Whether an empty line stood before it and its comments. */
  readonly blank: boolean;
  /** Whether one stood between them. */
  readonly isApart: boolean;
  readonly isBare: boolean;
  readonly rank: number;
}

/** A comment before a part. */
interface Lead {
  readonly comment: Comment;
  readonly isOwnLine: boolean;
  readonly blank: boolean;
}

export interface Printed {
  /** Comments behind the opening mark on its line. */
  readonly opening: Doc;
  readonly parts: readonly PrintedPart[];
  /** Comments behind the last part. */
  readonly closing: readonly { readonly doc: Doc; readonly blank: boolean }[];
}

interface Claim {
  readonly part: Part;
  readonly leading: Lead[];
  readonly trailing: Comment[];
  readonly blank: boolean;
  readonly end: number;
}

/** Prints the parts between two marks. `hasOpening`: the start is a mark that a comment can stand behind. */
export function printParts(
  original: Original,
  region: Range & { readonly hasOpening?: boolean },
  given: readonly Part[],
): Printed {
  const parts = given.toSorted((a, b) => a.start - b.start);
  const opening = region.hasOpening === true ? takeOpening(original, region, parts[0]) : [];
  let from = opening.at(-1)?.end ?? region.start;
  const claims = parts.map((part, index) => {
    const next = parts[index + 1];
    const limit = next?.start ?? region.end;
    const claim = claimComments(original, part, {
      from,
      limit,
      isFirst: index === 0,
      isLast: next === undefined,
    });
    from = Math.max(claim.end, claim.trailing.at(-1)?.end ?? 0);
    return claim;
  });
  const closing = original.comments({ start: from, end: region.end });
  original.take(closing);
  const printed = claims.map((claim, index) => printClaim(original, claim, index));
  return {
    opening: concatAll(opening.map(({ text }) => suffix(text))),
    parts: printed.toSorted((a, b) => a.rank - b.rank),
    closing: closing.map((comment, index) => ({
      doc: ownLine(comment),
      blank: original.hasBlankLine({ start: closing[index - 1]?.end ?? from, end: comment.start }),
    })),
  };
}

/** A part with its comments; what stands between parts is up to the caller. */
export function withComments({ leading, isApart, prefix, doc, trailing }: PrintedPart): Doc {
  const lineCount = leading.findLastIndex(({ isOwnLine }) => isOwnLine) + 1;
  const lines = leading.slice(0, lineCount).map(({ comment }, index) => {
    const isBlankNext = leading[index + 1]?.blank ?? isApart;
    return concat(ownLine(comment), isBlankNext ? emptyLine : hardline);
  });
  const inline = leading.slice(lineCount).map(({ comment }) => `${comment.text} `);
  return concatAll([...lines, prefix, ...inline, doc, trailing]);
}

function takeOpening(original: Original, { start, end }: Range, first: Part | undefined): readonly Comment[] {
  const found: Comment[] = [];
  let from = start;
  for (const comment of original.comments({ start, end: first?.start ?? end })) {
    if (original.hasLineBreak({ start: from, end: comment.start })) break;
    found.push(comment);
    from = comment.end;
  }
  const isLineOver = original.nextMark(from).mark === '\n';
  if (!isLineOver) return [];
  original.take(found);
  return found;
}

interface Neighbours {
  readonly from: number;
  readonly limit: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

function claimComments(original: Original, part: Part, { from, limit, isFirst, isLast }: Neighbours): Claim {
  const before = part.isTransparent !== true ? original.comments({ start: from, end: part.start }) : [];
  original.take(before);
  let previous = from;
  const blankBefore = (end: number): boolean =>
    !(isFirst && previous === from) && original.hasBlankLine({ start: previous, end });
  const leading = before.map((comment): Lead => {
    const isInside = isInline(comment) && !isFollowedByLineBreak(original, comment);
    const blank = blankBefore(comment.start);
    previous = comment.end;
    return { comment, blank, isOwnLine: part.isLineStart === true || !isInside };
  });
  const blank = blankBefore(part.start);
  const end = Math.max(part.end, original.endWithParentheses(part.end, limit));
  const trailing = part.isFollowed === true ? [] : takeTrailing(original, { start: end, end: limit }, isLast);
  return { part, leading, trailing, blank, end };
}

/** What stands behind a part on its line, unless it stands before something else on that line. */
function takeTrailing(original: Original, { start, end }: Range, isLast: boolean): Comment[] {
  const found: Comment[] = [];
  let from = start;
  for (const comment of original.comments({ start, end })) {
    if (original.hasLineBreak({ start: from, end: comment.start })) break;
    const { mark, at } = original.nextMark(comment.end);
    const isBehind = mark === '\n' || mark === ',' || mark === '' || (isLast && at >= end);
    if (!isBehind) break;
    found.push(comment);
    from = comment.end;
  }
  original.take(found);
  return found;
}

function printClaim(original: Original, claim: Claim, index: number): PrintedPart {
  const { part, leading, trailing, blank, end } = claim;
  const inside = { start: part.start, end };
  const isTransparent = part.isTransparent === true;
  const doc = isTransparent ? part.print() : original.within(part.start, part.print);
  const left = isTransparent ? [] : original.comments(inside);
  original.take(left);
  const added = [...(part.hoisted ?? []), ...left].map((comment, place): Lead => {
    const isOwnLine = part.isLineStart === true || !isInline(comment);
    return { comment, blank: place === 0 && blank, isOwnLine };
  });
  const leads = [...leading, ...added];
  return {
    leading: leads,
    prefix: part.prefix ?? '',
    doc,
    trailing: concatAll(trailing.map(trail)),
    blank: leads[0]?.blank ?? blank,
    isApart: added.length === 0 && blank,
    isBare: part.isBare === true,
    rank: part.rank ?? index,
  };
}

function trail(comment: Comment): Doc {
  return isInline(comment) ? ` ${comment.text}` : suffix(comment.text);
}

function isInline({ text }: Comment): boolean {
  return text.startsWith('/*') && !text.includes('\n');
}

function isFollowedByLineBreak(original: Original, { end }: Comment): boolean {
  const after = original.nextMark(end);
  return after.mark === '\n' || after.mark === '';
}

/** The lines of a block that begins every line with a star move with it; others keep their places. */
function ownLine({ text }: Comment): Doc {
  const [first = '', ...others] = text.split('\n');
  if (!others.every((each) => each.trimStart().startsWith('*'))) return text;
  return concatAll([first, ...others.flatMap((each) => [hardline, ` ${each.trimStart()}`])]);
}
