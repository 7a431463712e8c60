/**
 * What happens after a mistake: one diagnostic in the author's terms for the place the parser got furthest to, and a
 * token to go on from, which is the next one at the start of a line that begins a declaration.
 */
import type { ParseError } from 'typescript-parsec';
import type { BrokenDeclaration } from '../ast/nodes.ts';
import { printable } from '../lexer/printable.ts';
import { SourceToken } from '../lexer/token.ts';
import type { Span } from '../span.ts';
import { nearest } from '../suggest.ts';
import { Failure } from './combinators.ts';
import { isDeclarationStart, KEYWORDS } from './keywords.ts';

/** Words that begin a line inside a declaration; after misplaced braces they are no sign of another declaration. */
const CLAUSE_WORDS: ReadonlySet<string> = new Set(
  (
    'kill_switch requires when then otherwise no_loop per_fact cooldown priority for within let and or not ' +
    'poll stream source checkpoint on'
  ).split(' '),
);

const TESTS_APART = 'tests stand in a file of their own: `arbiter test` runs `x.test.arb` beside `x.arb`';

/** Reports why the declaration at `first` could not be parsed; returns the token to go on from. */
export function recover(first: SourceToken, error: ParseError): SourceToken {
  const at = error.pos instanceof SourceToken ? error.pos : first;
  report(first, at, error);
  const from = at.start > first.start ? at : first.next;
  let depth = depthBetween(first, from);
  let token = from;
  while (token.kind !== 'end' && !beginsDeclaration(token, depth)) {
    depth += depthChange(token);
    token = token.next;
  }
  return token;
}

/** What the broken text would have declared, as far as its first words tell. */
export function brokenDeclaration(first: SourceToken, next: SourceToken): BrokenDeclaration | undefined {
  const declares = KEYWORDS.get(first.text) ?? KEYWORDS.get(nearest(first.text, KEYWORDS.keys()) ?? '');
  const named = first.next.text === 'rule' && declares === 'expert-rule' ? first.next.next : first.next;
  if (declares === undefined || named.kind !== 'name') return undefined;
  const name = { kind: 'name', text: named.text, span: named.span } as const;
  return {
    kind: 'broken',
    declares,
    name,
    span: { ...first.span, end: Math.max(named.end, next.previousEnd) },
  };
}

function report(first: SourceToken, at: SourceToken, error: ParseError): void {
  const isKnown = error instanceof Failure && 'code' in error.cause;
  if (at.start === first.start && at.problem === null && !isKnown) reportUnknown(at);
  else reportFailure(at, error);
}

/** Reports why a parser stopped at a token, in the terms of the parser. */
export function reportFailure(at: SourceToken, error: ParseError): void {
  const { diagnostics } = at.reading;
  const span = at.kind === 'end' ? { ...at.span, start: at.previousEnd, end: at.previousEnd } : at.span;
  const cause = error instanceof Failure ? error.cause : { expected: 'something else', words: [] };
  if ('code' in cause) diagnostics.report(cause.code, cause.finding);
  else if (at.problem !== null) diagnostics.report(at.problem.code, { ...at.problem, span });
  else reportExpected(at, span, cause);
}

function reportExpected(
  at: SourceToken,
  span: Span,
  { expected, words }: { readonly expected: string; readonly words: readonly string[] },
): void {
  const values = { expected, previous: printable(at.previousText), found: foundText(at) };
  const meant = at.kind === 'name' ? nearest(at.text, words) : undefined;
  const known =
    words.length === 0 ? {} : { help: `here may stand: ${words.map((word) => `\`${word}\``).join(', ')}` };
  const bar = at.text === '|' ? { help: 'outside of tables the operator is spelled `or`' } : known;
  const help = meant === undefined ? bar : suggestion(meant);
  at.reading.diagnostics.report('parse/expected', { span, values, ...help });
}

function suggestion(meant: string | undefined): { readonly help?: string } {
  return meant === undefined ? {} : { help: `did you mean \`${meant}\`?` };
}

function foundText(token: SourceToken): string {
  return token.kind === 'end' ? 'the end of the file' : `\`${printable(token.text)}\``;
}

function reportUnknown(token: SourceToken): void {
  const { span } = token;
  const keyword = token.kind === 'name' ? nearest(token.text, KEYWORDS.keys()) : undefined;
  const help = isTestCase(token) ? { help: TESTS_APART } : suggestion(keyword);
  const finding = { span, values: { found: foundText(token) }, ...help };
  token.reading.diagnostics.report('parse/unknown-declaration', finding);
}

/** What begins one in a test file. */
function isTestCase({ text, next }: SourceToken): boolean {
  return (text === 'test' || text === 'scenario') && next.kind === 'string';
}

/** A keyword with a name; where all braces are closed also an unknown word with a name, to be reported in its turn. */
function beginsDeclaration(token: SourceToken, depth: number): boolean {
  if (isDeclarationStart(token)) return true;
  if (!token.atLineStart || token.kind !== 'name' || depth > 0) return false;
  const isHeader = token.next.kind === 'name' && !CLAUSE_WORDS.has(token.text);
  return isHeader || (KEYWORDS.has(token.text) && token.next.text === '{');
}

function depthBetween(first: SourceToken, last: SourceToken): number {
  let depth = 0;
  for (let token = first; token.start < last.start; token = token.next) depth += depthChange(token);
  return depth;
}

function depthChange({ text }: SourceToken): number {
  return text === '{' ? 1 : text === '}' ? -1 : 0;
}
