/**
 * Targets of arbiter clauses: a quoted string, or bare text up to the next blank, brace, quote or `#`. Bare text is
 * read raw, so `https://host/a-b` is one target though its parts would be a comment and a subtraction elsewhere.
 */
import type { Target } from '../ast/nodes.ts';
import { readChannel, readTarget } from '../lexer/raw.ts';
import { byKind, failure, type Grammar, leaf, node, success, tokenOf } from './combinators.ts';
import { stringValue } from './literal.ts';

const bareText: Grammar<string> = {
  parse(token) {
    const read = readTarget(tokenOf(token));
    return read === undefined ? failure(token, 'a target') : success(token, read.next, read.text);
  },
};

const bare: Grammar<Target> = node(bareText, (text, { span }) => ({ kind: 'target', text, span }));

export const target: Grammar<Target> = byKind(
  { string: leaf('string', (token, { span }) => ({ kind: 'target', text: stringValue(token), span })) },
  bare,
);

/** A target that may be missing: a word that begins the next clause is not one, unless it is quoted. */
export function targetBefore(clauseWords: ReadonlySet<string>): Grammar<Target | null> {
  return {
    parse(token) {
      const first = tokenOf(token);
      const text = first.kind === 'string' ? undefined : (readTarget(first)?.text ?? '');
      return text === '' || clauseWords.has(text ?? '') ? success(token, token, null) : target.parse(token);
    },
  };
}

/** The channel of a chat (`#ops`), or any other target. */
export const channelOrTarget: Grammar<Target> = {
  parse(token) {
    const channel = readChannel(tokenOf(token));
    if (channel === undefined) return target.parse(token);
    const { text, span } = channel;
    return success(token, channel.next, { kind: 'target', text, span });
  },
};
