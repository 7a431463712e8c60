/** Differences as text for people. */
import type { Comparison, Difference } from './comparison.ts';
import type { ChangedMatch, RuleMatch } from './matches.ts';
import type { ChangedChoice } from './verdicts.ts';

/** The counts, then a paragraph for each difference. `header` says what was compared. */
export function comparisonLines(comparison: Comparison, header: readonly string[]): readonly string[] {
  const { changed, unchanged, differences, omitted } = comparison;
  return [
    ...header,
    `changed: ${changed}`,
    `unchanged: ${unchanged}`,
    ...differences.flatMap(differenceLines),
    ...(omitted === 0 ? [] : ['', `${omitted} further differences are not shown; see --show`]),
  ];
}

function differenceLines({
  key,
  added = [],
  removed = [],
  changed = [],
  strategies = [],
  flags = [],
}: Difference): readonly string[] {
  return [
    '',
    `[${key}]`,
    ...added.map((match) => `  added: ${matchText(match)}`),
    ...removed.map((match) => `  removed: ${matchText(match)}`),
    ...changed.flatMap(changedLines),
    ...strategies.flatMap((choice) => choiceLines('strategy', choice)),
    ...flags.flatMap((choice) => choiceLines('flag', choice)),
  ];
}

function matchText({ name, action, params, fallback }: RuleMatch): string {
  const parts = [`${name} -> ${action}`, ...(fallback ? ['[fallback]'] : [])];
  return [...parts, ...(params === undefined ? [] : [JSON.stringify(params)])].join(' ');
}

/** A priority is shown where it is what changed. */
function changedLines({ name, before, after }: ChangedMatch): readonly string[] {
  const shown = (match: RuleMatch): string =>
    before.priority === after.priority ? matchText(match) : `${matchText(match)} priority ${match.priority}`;
  return [`  changed: ${name}`, `    before: ${shown(before)}`, `    after:  ${shown(after)}`];
}

function choiceLines(kind: string, { name, before, after }: ChangedChoice): readonly string[] {
  return [`  ${kind}: ${name}`, `    before: ${choiceText(before)}`, `    after:  ${choiceText(after)}`];
}

function choiceText(choice: unknown): string {
  return choice === null ? 'none' : JSON.stringify(choice);
}
