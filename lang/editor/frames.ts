/** The brackets that are open before a cursor, with what each of them is there for. */
import type { BrokenDeclaration } from '../ast/nodes.ts';
import type { SourceToken } from '../lexer/token.ts';
import { KEYWORDS } from '../parser/keywords.ts';
import { ARBITER, ARM, EXPERT, FLAG, RULE, type Words } from './vocabulary.ts';

export type Declared = BrokenDeclaration['declares'];

type Role =
  /** The clauses of a declaration. */
  | 'body'
  /** Lets and a condition. */
  | 'condition'
  /** Params of an action, a variant, or a row. */
  | 'payload'
  | 'fields'
  | 'rows'
  | 'weights'
  /** Arguments, elements, or just parentheses. */
  | 'list';

/** What the params of a payload are fields of: all of a fact, its key alone, or what `modify` sets of it. */
export interface Payload {
  readonly kind: 'outcome' | 'fact' | 'table' | 'flag' | 'key' | 'set';
  readonly name: string;
}

export interface Frame {
  readonly role: Role;
  readonly payload: Payload | null;
  /** The tokens that have come since the bracket, without those in brackets that are closed again. */
  readonly tokens: readonly SourceToken[];
}

interface Open {
  readonly role: Role;
  readonly payload: Payload | null;
  readonly tokens: SourceToken[];
}

const CLAUSES: Readonly<Partial<Record<Declared, Words>>> = {
  rule: RULE,
  'expert-rule': EXPERT,
  strategy: ARM,
  flag: FLAG,
  arbiter: ARBITER,
  worker: { input: '', output: '' },
};

/** The keyword of the declaration that the tokens begin with. */
export function declaredBy(tokens: readonly SourceToken[]): Declared | undefined {
  return KEYWORDS.get(tokens[0]?.text ?? '');
}

export function clausesOf(declared: Declared): Words {
  return CLAUSES[declared] ?? {};
}

/** The first frame is the declaration itself, before and behind its braces. */
export function framesOf(tokens: readonly SourceToken[]): readonly Frame[] {
  const declared = declaredBy(tokens);
  const open: Open[] = [{ role: 'body', payload: null, tokens: [] }];
  for (const token of tokens) {
    const top = open.at(-1);
    if (top === undefined) break;
    if (token.kind !== 'symbol' || !'{}()[]'.includes(token.text)) top.tokens.push(token);
    else if ('{(['.includes(token.text)) {
      const frame = frameOf(token.text, { open, declared, header: tokens });
      top.tokens.push(token);
      open.push(frame);
    } else {
      if (open.length > 1) open.pop();
      open.at(-1)?.tokens.push(token);
    }
  }
  return open;
}

interface Surroundings {
  readonly open: readonly Open[];
  readonly declared: Declared | undefined;
  readonly header: readonly SourceToken[];
}

function frameOf(bracket: string, { open, declared, header }: Surroundings): Open {
  const parent = open.at(-1);
  const frame = (role: Role, payload: Payload | null = null): Open => ({ role, payload, tokens: [] });
  if (parent === undefined || bracket !== '{') return frame('list');
  if (open.length === 1) return frame(outermost(declared));
  const [last, beforeLast] = [parent.tokens.at(-1), parent.tokens.at(-2)];
  if (parent.role === 'fields') return frame('fields');
  if (last?.text === 'else' && declared !== 'strategy') return frame('payload', lookedUp(parent.tokens));
  if (last?.text === 'set' && parent.role === 'payload')
    return frame('payload', parent.payload === null ? null : { ...parent.payload, kind: 'set' });
  if (parent.role !== 'body') return frame('condition');
  const clause = lastClause(parent.tokens, clausesOf(declared ?? 'const'));
  switch (clause?.[0]?.text) {
    case 'then':
    case 'otherwise':
    case 'else':
      return frame('payload', payloadOf(clause, { declared, header }));
    case 'variant':
    case 'defaults':
      return frame('payload', returned(header) ?? { kind: 'flag', name: '' });
    case 'split':
      return frame('weights');
    case undefined:
    default:
      return frame(beforeLast === undefined && last === undefined ? 'body' : 'condition');
  }
}

function outermost(declared: Declared | undefined): Role {
  switch (declared) {
    case 'fact':
    case 'outcome':
    case 'input':
    case 'feature':
      return 'fields';
    case 'table':
      return 'rows';
    case 'segment':
    case 'const':
      return 'condition';
    case 'rule':
    case 'strategy':
    case 'flag':
    case 'expert-rule':
    case 'arbiter':
    case 'worker':
    case 'tag':
    case 'include':
    case 'import':
    case undefined:
      return 'body';
  }
}

/** The tokens from the last word on that begins a clause. */
export function lastClause(tokens: readonly SourceToken[], words: Words): readonly SourceToken[] | undefined {
  const index = tokens.findLastIndex(
    ({ kind, text, previousText }) =>
      kind === 'name' && Object.hasOwn(words, text) && !(text === 'on' && previousText === 'kill_switch'),
  );
  return index === -1 ? undefined : tokens.slice(index);
}

function payloadOf(
  clause: readonly SourceToken[],
  { declared, header }: Pick<Surroundings, 'declared' | 'header'>,
): Payload {
  if (declared === 'strategy') return returned(header) ?? { kind: 'outcome', name: '' };
  if (declared !== 'expert-rule') return { kind: 'outcome', name: dotted(clause.slice(1)) };
  const effect = clause[1]?.text;
  const kind = effect === 'emit' ? 'outcome' : effect === 'assert' ? 'fact' : 'key';
  return { kind, name: dotted(clause.slice(2)) };
}

function returned(header: readonly SourceToken[]): Payload | undefined {
  const returns = header.findIndex(({ text }) => text === 'returns');
  return returns === -1 ? undefined : { kind: 'outcome', name: dotted(header.slice(returns + 1)) };
}

function lookedUp(tokens: readonly SourceToken[]): Payload {
  const index = tokens.findLastIndex(({ text }) => text === 'lookup');
  return { kind: 'table', name: index === -1 ? '' : dotted(tokens.slice(index + 1)) };
}

/** `a.b` from the start of the tokens. */
export function dotted([first, dot, second]: readonly SourceToken[]): string {
  if (first?.kind !== 'name') return '';
  return dot?.text === '.' && second?.kind === 'name' ? `${first.text}.${second.text}` : first.text;
}
