/** What may stand at a cursor, as far as the words before it tell: one or more slots, the likeliest first. */
import type { SourceToken } from '../lexer/token.ts';
import { arbiterSlots } from './arbiter-slots.ts';
import type { Cursor } from './cursor.ts';
import { isOperandNext } from './expecting.ts';
import { clausesOf, declaredBy, type Declared, type Frame, lastClause } from './frames.ts';
import { type Slot, words } from './slot.ts';
import {
  DECLARATIONS,
  EFFECTS,
  EXPERT_HEADER,
  FLAG_HEADER,
  RULE_HEADER,
  TEMPORAL,
  TYPES,
  type Words,
} from './vocabulary.ts';

export function slotsAt(cursor: Cursor): readonly Slot[] {
  const found = allSlots(cursor);
  return cursor.atLineStart ? found.filter(({ kind }) => kind !== 'units') : found;
}

function allSlots(cursor: Cursor): readonly Slot[] {
  const { before, frames, within, atLineStart } = cursor;
  const declared = declaredBy(before);
  const frame = frames.at(-1);
  if (within === 'unit') return [{ kind: 'units' }];
  if (frame === undefined || declared === undefined || isBehind(declared, cursor))
    return [words(DECLARATIONS), ...(declared === 'const' ? expressionSlots(frame?.tokens ?? []) : [])];
  if (within === 'string') return stringSlots(declared, frame);
  switch (frame.role) {
    case 'fields':
      return typeSlots(frame.tokens);
    case 'rows':
      return frame.tokens.at(-1)?.text === ':' ? [words(TYPES)] : [{ kind: 'operand' }];
    case 'weights':
      return [{ kind: 'variants' }];
    case 'payload':
      return payloadSlots(frame, atLineStart);
    case 'condition':
    case 'list':
      return [...conditionWords(frame, atLineStart), ...expressionSlots(frame.tokens)];
    case 'body':
      return frames.length === 1 ? headerSlots(declared, frame.tokens) : bodySlots(declared, frame.tokens);
  }
}

/** A new declaration may begin here: the one before is closed, or complete as far as it goes. */
function isBehind(declared: Declared, { before, frames, atLineStart }: Cursor): boolean {
  const last = before.at(-1);
  if (frames.length > 1 || last === undefined) return false;
  const isClosed = last.text === '}' && before.some(({ text }) => text === '{');
  const isShort = declared === 'tag' || declared === 'import' || declared === 'include';
  const isComplete = isShort
    ? before.length > 1
    : declared === 'const' && before.length > 3 && !isOperandNext(last);
  return isClosed || (atLineStart && isComplete);
}

function headerSlots(declared: Declared, tokens: readonly SourceToken[]): readonly Slot[] {
  const last = tokens.at(-1)?.text;
  if (tokens.length === 1 && (declared === 'import' || declared === 'include')) return [{ kind: 'modules' }];
  if (tokens.length === 1)
    return declared === 'expert-rule' ? [words({ rule: DECLARATIONS['expert rule'] ?? '' })] : [];
  switch (declared) {
    case 'const':
      return last === '=' || tokens.length > 3 ? expressionSlots(tokens) : [];
    case 'rule':
      return last === 'tag' ? [{ kind: 'names', of: 'tag' }] : [words(RULE_HEADER)];
    case 'expert-rule':
      if (tokens.length === 2) return [];
      return last === 'tag' ? [{ kind: 'names', of: 'tag' }] : [words(EXPERT_HEADER)];
    case 'strategy':
      return last === 'returns'
        ? [{ kind: 'names', of: 'outcome' }]
        : tokens.length === 2
          ? [words({ returns: '' })]
          : [];
    case 'flag':
      if (last === 'returns') return [{ kind: 'names', of: 'outcome' }];
      if (last === 'type') return [words({ boolean: 'on or off', multivariate: 'several variants' })];
      if (last === 'default') return [{ kind: 'variants' }];
      return [
        words(tokens.length === 2 ? { returns: 'what types the payloads', ...FLAG_HEADER } : FLAG_HEADER),
      ];
    case 'feature':
      return tokens.length === 2 ? [words({ from: 'the name of the source' })] : [];
    case 'import':
      return [words({ as: 'another namespace' })];
    case 'segment':
    case 'input':
    case 'fact':
    case 'outcome':
    case 'table':
    case 'tag':
    case 'include':
    case 'arbiter':
    case 'worker':
      return [];
  }
}

function bodySlots(declared: Declared, tokens: readonly SourceToken[]): readonly Slot[] {
  const all = clausesOf(declared);
  const clause = lastClause(tokens, all);
  const last = tokens.at(-1);
  const free = words(unused(declared, tokens));
  if (declared === 'arbiter') return arbiterSlots(clause, free);
  if (declared === 'worker') return workerSlots(tokens);
  const [first] = clause ?? [];
  const fresh = declared === 'flag' ? [free, { kind: 'metadata' } as const] : [free];
  if (clause === undefined || first === undefined || last?.text === '}') {
    const isTimed = declared === 'expert-rule' && first?.text === 'when';
    return isTimed ? [words(TEMPORAL), ...fresh] : fresh;
  }
  return clauseSlots(declared, first, last) ?? fresh;
}

/** What a clause still wants; `undefined` when it may end here. */
function clauseSlots(
  declared: Declared,
  first: SourceToken,
  last: SourceToken | undefined,
): readonly Slot[] | undefined {
  const isFirst = last === first;
  const free = words(clausesOf(declared));
  switch (first.text) {
    case 'requires':
    case 'excludes':
      return isFirst || last?.text === ',' ? requiredKinds(declared, first.text) : undefined;
    case 'when':
      if (last?.text === 'segment') return [{ kind: 'names', of: 'segment' }];
      if (!isFirst) return declared === 'expert-rule' ? [words(TEMPORAL), free] : undefined;
      return [
        ...(declared === 'flag' ? [{ kind: 'names', of: 'segment' } as const] : []),
        words({ segment: 'a named condition' }),
      ];
    case 'then':
    case 'otherwise':
    case 'else':
      return isFirst ? effectSlots(declared, first.text) : targetSlots(declared, last);
    case 'kill_switch':
      return isFirst ? [words({ on: 'stopped', off: 'not stopped' }), free] : undefined;
    case 'rollout':
    case 'split':
      if (last?.text === 'by') return [{ kind: 'paths' }];
      return isFirst && first.text === 'rollout'
        ? [words({ percent: 'a share from 0 to 100' })]
        : [words({ by: 'the path of the subject', namespace: 'keeps its buckets apart from others' }), free];
    case 'activation_group':
      return isFirst ? [{ kind: 'groups' }] : undefined;
    case 'variant':
      return isFirst ? [{ kind: 'variants' }] : undefined;
    default:
      return undefined;
  }
}

function requiredKinds(declared: Declared, clause: string): readonly Slot[] {
  if (declared === 'expert-rule') return [{ kind: 'names', of: 'expert-rule' }];
  if (declared === 'flag') return [{ kind: 'names', of: 'flag' }];
  const rules: Slot = { kind: 'names', of: 'rule' };
  return clause === 'requires' ? [rules, { kind: 'names', of: 'flag' }] : [rules];
}

function effectSlots(declared: Declared, clause: string): readonly Slot[] {
  if (declared === 'expert-rule') return [words(EFFECTS)];
  if (declared === 'flag')
    return clause === 'then' ? [{ kind: 'variants' }] : [words({ when: 'who the rule is for' })];
  return declared === 'rule' ? [{ kind: 'names', of: 'outcome' }] : [];
}

function targetSlots(declared: Declared, last: SourceToken | undefined): readonly Slot[] {
  if (declared !== 'expert-rule' || last === undefined || !Object.hasOwn(EFFECTS, last.text)) return [];
  return [{ kind: 'names', of: last.text === 'emit' ? 'outcome' : 'fact' }];
}

function workerSlots(tokens: readonly SourceToken[]): readonly Slot[] {
  const last = tokens.at(-1)?.text;
  if (last === undefined) return [words({ input: 'the outcome that it takes' })];
  if (last === 'input') return [{ kind: 'names', of: 'outcome' }];
  if (last === 'output') return [{ kind: 'names', of: 'fact' }];
  return tokens.some(({ text }) => text === 'output') ? [] : [words({ output: 'the fact that it gives' })];
}

function payloadSlots({ tokens, payload }: Frame, atLineStart: boolean): readonly Slot[] {
  const last = tokens.at(-1);
  const isParam = last === undefined || last.text === ',' || (!isOperandNext(last) && !isBinding(tokens));
  const params: Slot[] = isParam && payload !== null ? [{ kind: 'params', payload }] : [];
  if (last === undefined || last.text === ',') return [...params, words({ let: 'a named value' })];
  if (!atLineStart || isOperandNext(last)) return [...params, ...expressionSlots(tokens)];
  const overlay = payload?.kind === 'key' ? { set: 'the fields that `modify` changes' } : {};
  return [...params, words({ let: 'a named value', ...overlay }), ...expressionSlots(tokens)];
}

/** Between `let` and `=`. */
function isBinding(tokens: readonly SourceToken[]): boolean {
  return tokens.at(-1)?.text === 'let';
}

function typeSlots(tokens: readonly SourceToken[]): readonly Slot[] {
  const [last, outer] = [tokens.at(-1)?.text, tokens.at(-2)?.text ?? ''];
  if (last === ':' || (last === '<' && outer === 'list')) return [words(TYPES)];
  return last === '<' ? [{ kind: 'dimensions', type: outer }] : [];
}

function stringSlots(declared: Declared, { role, tokens }: Frame): readonly Slot[] {
  const last = tokens.at(-1);
  if (last?.text === 'tag') return declared === 'tag' ? [] : [{ kind: 'names', of: 'tag' }];
  if (declared === 'import' || declared === 'include') return [{ kind: 'modules' }];
  const isVariant = declared === 'flag' && ['then', 'default', 'variant'].includes(last?.text ?? '');
  if (role === 'weights' || isVariant) return [{ kind: 'variants' }];
  return last !== undefined && isOperandNext(last) ? [{ kind: 'operand' }] : [];
}

function conditionWords({ role, tokens }: Frame, atLineStart: boolean): readonly Slot[] {
  const isStart = tokens.length === 0 || atLineStart;
  const isLet = role === 'condition' && isStart && !(tokens.length > 0 && isOperandNext(tokens.at(-1)));
  return isLet ? [words({ let: 'a named value', bind: 'a fact that the condition is about' })] : [];
}

function expressionSlots(tokens: readonly SourceToken[]): readonly Slot[] {
  const last = tokens.at(-1);
  if (last?.text === 'let' || last?.text === 'bind') return [];
  if (last?.text === 'lookup') return [{ kind: 'names', of: 'table' }];
  if (last?.text === ':' && tokens.some(({ text }) => text === 'join'))
    return [{ kind: 'names', of: 'fact' }];
  if (last?.text === 'by' && tokens.at(-2)?.text === 'order') return [{ kind: 'columns' }];
  if (last?.kind === 'number') return [{ kind: 'units' }, { kind: 'operators' }];
  return isOperandNext(last) ? [{ kind: 'operand' }] : [{ kind: 'operators' }];
}

/** Clauses that a rule may have once, and has, are not offered again. */
function unused(declared: Declared, tokens: readonly SourceToken[]): Words {
  const all = clausesOf(declared);
  if (declared !== 'rule' && declared !== 'expert-rule') return all;
  const given = new Set(tokens.map(({ text }) => text));
  const isFree = (word: string): boolean => word === 'requires' || word === 'excludes' || !given.has(word);
  return Object.fromEntries(Object.entries(all).filter(([word]) => isFree(word)));
}
