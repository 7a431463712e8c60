/** What may stand in the clauses of an arbiter. */
import type { SourceToken } from '../lexer/token.ts';
import { isOperandNext } from './expecting.ts';
import { dotted } from './frames.ts';
import { type Slot, words } from './slot.ts';
import { DELIVERY_OPTIONS, LEVELS, ROUTES, SOURCE_OPTIONS, STREAM_OPTIONS } from './vocabulary.ts';

/** `free` are the clauses that may begin where the one before may end. */
export function arbiterSlots(clause: readonly SourceToken[] | undefined, free: Slot): readonly Slot[] {
  const [first, second] = clause ?? [];
  const last = clause?.at(-1);
  if (clause === undefined || first === undefined || last === undefined) return [free];
  const isFirst = clause.length === 1;
  switch (first.text) {
    case 'stream':
      if (isFirst) return [names('fact')];
      if (last.text === 'by' || last.text === 'at')
        return [{ kind: 'fields', fact: dotted(clause.slice(1)) }];
      return [words(STREAM_OPTIONS), free];
    case 'source':
      if (isFirst) return [names('fact')];
      return last.text === 'retain'
        ? [words({ last: 'how many facts are kept' })]
        : [words(SOURCE_OPTIONS), free];
    case 'schedule':
      return isFirst ? [] : [free];
    case 'rules':
      if (last.text === 'tag') return [names('tag')];
      if (isFirst) return [names('expert-rule'), words({ tag: 'all rules with a tag' })];
      return last.text === ',' ? [names('expert-rule')] : [free];
    case 'durability':
      return isFirst ? [words(LEVELS)] : [free];
    case 'on':
      return second === undefined
        ? [names('outcome'), words({ '*': 'every outcome' })]
        : handlerSlots(clause, free);
    case 'poll':
    case 'checkpoint':
      return isFirst ? [] : [free];
    default:
      return [free];
  }
}

function handlerSlots(clause: readonly SourceToken[], free: Slot): readonly Slot[] {
  const last = clause.at(-1);
  const outcome = clause[2]?.text === '.' ? 4 : 2;
  const where = clause.findIndex(({ text }) => text === 'where');
  const routed = clause.findIndex(
    ({ kind, text }, index) => kind === 'name' && index >= outcome && Object.hasOwn(ROUTES, text),
  );
  if (routed !== -1) {
    if (last?.text === 'chain') return [names('arbiter')];
    if (last?.text === 'worker') return [names('worker')];
    return [words(DELIVERY_OPTIONS), free];
  }
  if (where === -1)
    return clause.length === outcome ? [words({ where: 'only outcomes that fit' }), words(ROUTES)] : [free];
  return isOperandNext(last) ? [{ kind: 'operand' }] : [{ kind: 'operators' }, words(ROUTES)];
}

function names(of: 'fact' | 'tag' | 'expert-rule' | 'outcome' | 'arbiter' | 'worker'): Slot {
  return { kind: 'names', of };
}
