/**
 * The colours of a file: every token once, in order, none across another. What a name stands for decides; names that stand for
 * nothing are words of the language where they are such words, units behind numbers are part of them.
 */
import type { SourceToken } from '../lexer/token.ts';
import type { EntityKind, Occurrence } from './entity.ts';
import { occurrencesOf } from './occurrences.ts';
import { commentsIn, tokensOf } from './tokens.ts';
import { FUNCTIONS, AGGREGATES, helpFor, TYPES } from './vocabulary.ts';
import type { Workspace } from './workspace.ts';

export const SEMANTIC_TYPES = [
  'comment',
  'keyword',
  'string',
  'number',
  'operator',
  'namespace',
  'type',
  'function',
  'variable',
  'parameter',
  'property',
  'enumMember',
  'event',
] as const;

export const SEMANTIC_MODIFIERS = ['declaration', 'readonly', 'defaultLibrary'] as const;

export type SemanticType = (typeof SEMANTIC_TYPES)[number];
export type SemanticModifier = (typeof SEMANTIC_MODIFIERS)[number];

export interface SemanticToken {
  readonly start: number;
  readonly end: number;
  readonly type: SemanticType;
  readonly modifiers: readonly SemanticModifier[];
}

const TYPE_OF: Readonly<Record<EntityKind, SemanticType>> = {
  const: 'variable',
  segment: 'function',
  fact: 'type',
  outcome: 'type',
  table: 'type',
  tag: 'enumMember',
  rule: 'function',
  strategy: 'function',
  flag: 'function',
  'expert-rule': 'function',
  arbiter: 'event',
  worker: 'function',
  namespace: 'namespace',
  module: 'string',
  field: 'property',
  column: 'property',
  path: 'variable',
  local: 'parameter',
  variant: 'enumMember',
  payload: 'property',
  arm: 'enumMember',
  group: 'enumMember',
};

const OPERATOR = /^(?:[=!<>]=|[<>+\-*/%=|])$/;

export function semanticTokens(workspace: Workspace, path: string): readonly SemanticToken[] {
  const file = workspace.files.get(path);
  const unit = workspace.unit(path);
  if (file === undefined) return [];
  const occurrences = unit === undefined ? [] : occurrencesOf(unit);
  const found: SemanticToken[] = [];
  const { text } = file.source;
  let next = 0;
  let end = 0;
  for (const token of tokensOf(file)) {
    for (const comment of commentsIn(text, end, token.start)) found.push(plain(comment, 'comment'));
    end = token.end;
    while ((occurrences[next]?.span.end ?? Infinity) <= token.start) next++;
    const inside: Occurrence[] = [];
    for (; (occurrences[next]?.span.start ?? Infinity) < token.end; next++) {
      const occurrence = occurrences[next];
      if (occurrence !== undefined) inside.push(occurrence);
    }
    found.push(...(inside.length > 0 ? split(token, inside) : ofToken(token)));
  }
  for (const comment of commentsIn(text, end, text.length)) found.push(plain(comment, 'comment'));
  return found;
}

/** Names within one token, such as the tags in a string, and what is between them. */
function split(token: SourceToken, inside: readonly Occurrence[]): readonly SemanticToken[] {
  const found: SemanticToken[] = [];
  const isText = token.kind === 'string' || token.kind === 'target';
  let end = token.start;
  const fill = (to: number): void => {
    if (isText && to > end) found.push(plain({ start: end, end: to }, 'string'));
  };
  for (const { span, entity, isDeclaration } of inside) {
    if (span.start < end || span.end > token.end) continue;
    fill(span.start);
    found.push({
      start: span.start,
      end: span.end,
      type: TYPE_OF[entity.kind],
      modifiers: [
        ...(isDeclaration ? (['declaration'] as const) : []),
        ...(entity.kind === 'const' ? (['readonly'] as const) : []),
      ],
    });
    end = span.end;
  }
  fill(token.end);
  return found;
}

function ofToken(token: SourceToken): readonly SemanticToken[] {
  switch (token.kind) {
    case 'name':
      return [word(token)];
    case 'number':
    case 'quantity':
    case 'duration':
    case 'timestamp':
    case 'date':
      return [plain(token, 'number')];
    case 'string':
    case 'target':
      return [plain(token, 'string')];
    case 'symbol':
      return OPERATOR.test(token.text) ? [plain(token, 'operator')] : [];
    case 'end':
    case 'error':
      return [];
  }
}

function word(token: SourceToken): SemanticToken {
  const { text, next } = token;
  const isCalled = next.text === '(' && !next.atLineStart;
  if (isCalled && (Object.hasOwn(FUNCTIONS, text) || Object.hasOwn(AGGREGATES, text)))
    return { ...plain(token, 'function'), modifiers: ['defaultLibrary'] };
  const isTyped = token.previousText === ':' || token.previousText === '<';
  if (isTyped && (Object.hasOwn(TYPES, text) || text === 'bool' || token.previousText === '<'))
    return { ...plain(token, 'type'), modifiers: ['defaultLibrary'] };
  return plain(token, helpFor(text) === undefined ? 'variable' : 'keyword');
}

function plain(
  { start, end }: { readonly start: number; readonly end: number },
  type: SemanticType,
): SemanticToken {
  return { start, end, type, modifiers: [] };
}
