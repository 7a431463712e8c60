/** What the name, word or quantity under the cursor is. */
import { parseDurationMs } from '../duration.ts';
import type { SourceToken } from '../lexer/token.ts';
import type { Span } from '../span.ts';
import { findUnit, isDimension, isMoney, toCanonical } from '../units.ts';
import { describe } from './describe.ts';
import { occurrenceAt } from './occurrences.ts';
import { tokenAt, tokensOf } from './tokens.ts';
import { canonicalSymbol, symbolsOf } from './unit-symbols.ts';
import { helpFor } from './vocabulary.ts';
import type { Workspace } from './workspace.ts';

export interface Hover {
  readonly markdown: string;
  readonly span: Span;
}

export function hover(workspace: Workspace, path: string, offset: number): Hover | undefined {
  const unit = workspace.unit(path);
  if (unit === undefined) return undefined;
  const found = occurrenceAt(unit, offset);
  if (found !== undefined) return { markdown: describe(found, unit, workspace), span: found.span };
  const token = tokenAt(tokensOf(unit.file), offset);
  const markdown = token === undefined ? undefined : textFor(token);
  return token === undefined || markdown === undefined ? undefined : { markdown, span: token.span };
}

function textFor(token: SourceToken): string | undefined {
  const { kind, text } = token;
  if (kind === 'quantity') return quantityText(text);
  if (kind === 'duration') return `\`${text}\` is ${(parseDurationMs(text) ?? 0) / 1000} s`;
  if (kind !== 'name') return undefined;
  if (token.previousText === '<' && isDimension(text)) return dimensionText(text);
  const word =
    text === 'expert' || (text === 'rule' && token.previousText === 'expert') ? 'expert rule' : text;
  const help = helpFor(word);
  return help === undefined ? undefined : [`**${word}**`, help].filter((line) => line !== '').join('\n\n');
}

function quantityText(text: string): string | undefined {
  const [, digits = '', symbol = ''] = /^(\S+)[ \t]+(\S+)$/.exec(text) ?? [];
  const unit = findUnit(symbol);
  if (unit === undefined) return undefined;
  if (isMoney(unit)) return `\`${symbol}\`: ${unit.dimension}, an exact decimal`;
  const inBase = Number(toCanonical(Number(digits), unit).toPrecision(12));
  return `\`${text}\`: ${unit.dimension}, ${inBase} ${canonicalSymbol(unit.dimension)}`;
}

function dimensionText(dimension: string): string {
  return `**${dimension}** in ${symbolsOf(dimension)
    .map((symbol) => `\`${symbol}\``)
    .join(', ')}`;
}
