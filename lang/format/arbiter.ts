/** Arbiters and workers: one clause a line, in the order of the author. Targets stay as written, quoted or bare. */
import type {
  ArbiterClause,
  ArbiterDeclaration,
  HandlerClause,
  Name,
  Target,
  WorkerDeclaration,
} from '../ast/nodes.ts';
import { concat, type Doc, group, indent, line } from './document.ts';
import { clauseBody } from './enclosed.ts';
import { printExpression } from './expression.ts';
import { CLOSED } from './levels.ts';
import { linePart } from './governance.ts';
import { guardBefore } from './guards.ts';
import { numberText } from './literal.ts';
import type { Original, Range } from './original.ts';
import type { Part } from './parts.ts';

export function arbiter(original: Original, { name, clauses, span }: ArbiterDeclaration): Doc {
  const parts = clauses.map((clause) => ({ ...clause.span, print: () => printClause(original, clause) }));
  return concat(`arbiter ${name.text} `, body(original, { start: name.span.end, end: span.end }, parts));
}

export function worker(original: Original, node: WorkerDeclaration): Doc {
  const { name, input, output, transport, target, span } = node;
  const parts = [
    linePart(input.span, 0, `input ${input.text}`),
    linePart(output.span, 1, `output ${output.text}`),
    linePart(
      { start: transport.span.start, end: target.span.end },
      2,
      `${transport.text} ${original.text(target.span)}`,
    ),
  ];
  return concat(`worker ${name.text} `, body(original, { start: name.span.end, end: span.end }, parts));
}

function body(original: Original, { start, end }: Range, parts: readonly Part[]): Doc {
  const marks = { start: original.find('{', start), end };
  return clauseBody(original, marks, parts);
}

function printClause(original: Original, clause: ArbiterClause): Doc {
  const to = ({ span }: Target): string => original.text(span);
  switch (clause.kind) {
    case 'poll':
      return `poll ${original.text(clause.interval.span)}`;
    case 'stream':
      return `stream ${to(clause.target)}${option('by', clause.by)}${option('at', clause.at)}`;
    case 'source': {
      const { target, retainFor, retainLast } = clause;
      const time = retainFor === null ? '' : ` retain ${original.text(retainFor.span)}`;
      const count = retainLast === null ? '' : ` retain last ${numberText(original, retainLast)}`;
      return `source ${to(target)}${time}${count}`;
    }
    case 'schedule': {
      const source = clause.source === null ? '' : ` source ${to(clause.source)}`;
      return `schedule ${original.text(clause.cron.span)}${source}`;
    }
    case 'checkpoint':
      return `checkpoint ${to(clause.target)}`;
    case 'rules':
      if (clause.tag !== null) return `rules tag ${original.text(clause.tag.span)}`;
      return `rules ${clause.names.map(({ text }) => text).join(', ')}`;
    case 'durability':
      return `durability ${clause.level}`;
    case 'handler':
      return printHandler(original, clause);
  }
}

function option(word: string, name: Name | null): string {
  return name === null ? '' : ` ${word} ${name.text}`;
}

function printHandler(original: Original, clause: HandlerClause): Doc {
  const { outcome, where, handler, target, retry, backoff } = clause;
  const delivery = [
    handler.text,
    ...(target === null ? [] : [original.text(target.span)]),
    ...(retry === null ? [] : [`retry ${numberText(original, retry)}`]),
    ...(backoff === null ? [] : [`backoff ${original.text(backoff.span)}`]),
  ].join(' ');
  const head = `on ${outcome?.text ?? '*'}`;
  if (where === null) return `${head} ${delivery}`;
  guardBefore(original, where, handler.text);
  const condition = concat('where ', printExpression(original, where, CLOSED));
  return group(concat(head, indent(concat(line, condition, line, delivery))));
}
