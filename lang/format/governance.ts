/**
 * The governance prelude as parts of a body, one clause a line, in the canonical order whatever the order it was
 * written in. Names of one `requires` get a clause each.
 */
import type { Governance, Instant, KillSwitch, Name, Rollout } from '../ast/nodes.ts';
import type { Original, Range } from './original.ts';
import { concatAll, type Doc, emptyLine, hardline } from './document.ts';
import { type Part, printParts, withComments } from './parts.ts';

/** Places in the canonical order of a body. */
export const RANK = {
  killSwitch: 0,
  activeFrom: 1,
  activeUntil: 2,
  noLoop: 3,
  stable: 4,
  requires: 5,
  excludes: 6,
  activationGroup: 7,
  rollout: 8,
  when: 9,
  then: 10,
  otherwise: 11,
} as const;

export function governanceParts(original: Original, governance: Governance): readonly Part[] {
  const { killSwitch, activeFrom, activeUntil, requires, excludes, rollout } = governance;
  return [
    ...killSwitchParts(killSwitch),
    ...instantParts(original, activeFrom, { word: 'active_from', rank: RANK.activeFrom }),
    ...instantParts(original, activeUntil, { word: 'active_until', rank: RANK.activeUntil }),
    ...nameParts(requires, { word: 'requires', rank: RANK.requires }),
    ...nameParts(excludes, { word: 'excludes', rank: RANK.excludes }),
    ...(rollout === null ? [] : [linePart(rollout.span, RANK.rollout, rolloutText(original, rollout))]),
  ];
}

export function killSwitchParts(killSwitch: KillSwitch | null): readonly Part[] {
  if (killSwitch === null) return [];
  return [linePart(killSwitch.span, RANK.killSwitch, `kill_switch ${killSwitch.on ? 'on' : 'off'}`)];
}

interface Clause {
  readonly word: string;
  readonly rank: number;
}

export function nameParts(names: readonly Name[], { word, rank }: Clause): readonly Part[] {
  return names.map(({ text, span }) => linePart(span, rank, `${word} ${text}`));
}

/** A clause that is one line of text. */
export function linePart({ start, end }: Range, rank: number, text: string): Part {
  return { start, end, rank, print: () => text };
}

/** Clauses one on each line, but an effect, which takes no comments, on the line of its match. */
export function clauseLines(original: Original, range: Range, clauses: readonly Part[]): Doc {
  const started = clauses.map((clause) => ({ ...clause, isLineStart: true }));
  const { parts } = printParts(original, range, started);
  return concatAll(
    parts.flatMap((part, index) => {
      const before = parts[index - 1];
      if (before === undefined) return [withComments(part)];
      const isTogether = before.rank === RANK.when && part.rank === RANK.then;
      return [isTogether ? ' ' : part.blank ? emptyLine : hardline, withComments(part)];
    }),
  );
}

function instantParts(original: Original, instant: Instant | null, { word, rank }: Clause): readonly Part[] {
  return instant === null ? [] : [linePart(instant.span, rank, `${word} ${original.text(instant.span)}`)];
}

/** The word `percent` says nothing that the number does not. */
function rolloutText(original: Original, { span, subject, namespace }: Rollout): string {
  const [, percent = ''] = /^rollout\s+(?:percent\s+)?(\S+)/.exec(original.code(span)) ?? [];
  const by = subject === null ? '' : ` by ${subject.text}`;
  return `rollout ${percent}${by}${namespace === null ? '' : ` namespace ${original.text(namespace.span)}`}`;
}
