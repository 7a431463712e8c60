/** Clauses of arbiters as s-expressions; see `outline.ts`. */
import type { ArbiterClause, Duration, Target } from './nodes.ts';
import { form, outlineExpression } from './outline-expression.ts';

export function outlineClause(clause: ArbiterClause): string {
  switch (clause.kind) {
    case 'poll':
      return form('poll', outlineDuration(clause.interval));
    case 'stream':
      return form(
        'stream',
        quoted(clause.target),
        clause.by !== null && form('by', clause.by.text),
        clause.at !== null && form('at', clause.at.text),
      );
    case 'source':
      return form(
        'source',
        quoted(clause.target),
        clause.retainFor !== null && form('retain', outlineDuration(clause.retainFor)),
        clause.retainLast !== null && form('retain-last', String(clause.retainLast.value)),
      );
    case 'schedule':
      return form(
        'schedule',
        JSON.stringify(clause.cron.value),
        clause.source !== null && form('source', quoted(clause.source)),
      );
    case 'checkpoint':
      return form('checkpoint', quoted(clause.target));
    case 'rules':
      return clause.tag === null
        ? form('rules', ...clause.names.map(({ text }) => text))
        : form('rules', form('tag', JSON.stringify(clause.tag.text)));
    case 'durability':
      return form('durability', clause.level);
    case 'handler':
      return form(
        'on',
        clause.outcome?.text ?? '*',
        clause.where !== null && form('where', outlineExpression(clause.where)),
        clause.handler.text,
        clause.target !== null && quoted(clause.target),
        clause.retry !== null && form('retry', String(clause.retry.value)),
        clause.backoff !== null && form('backoff', outlineDuration(clause.backoff)),
      );
  }
}

export function quoted({ text }: Target): string {
  return JSON.stringify(text);
}

export function outlineDuration({ ms }: Duration): string {
  return `${ms}ms`;
}
