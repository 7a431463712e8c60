/** The names in arbiters and workers: facts of streams, rules, outcomes, and where chains and workers lead. */
import type {
  ArbiterClause,
  ArbiterDeclaration,
  HandlerClause,
  Name,
  StreamClause,
  Target,
  WorkerDeclaration,
} from '../ast/nodes.ts';
import { spellings } from '../checker/names.ts';
import { collectExpression, inner, type Site } from './collect-expression.ts';
import { fieldsOf } from './collect-clause.ts';
import { memberOf } from './entity.ts';

const IDENTIFIER = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?$/;

export function collectArbiter({ name, clauses }: ArbiterDeclaration, site: Site): void {
  site.into.declareNamed('arbiter', name);
  for (const clause of clauses) collectClause(clause, inner(site));
}

export function collectWorker({ name, input, output }: WorkerDeclaration, { into }: Site): void {
  into.declareNamed('worker', name);
  into.mention('outcome', input);
  into.mention('fact', output);
}

function collectClause(clause: ArbiterClause, site: Site): void {
  switch (clause.kind) {
    case 'stream':
      return collectStream(clause, site);
    case 'source':
      collectTarget(clause.target, site);
      return;
    case 'schedule':
      if (clause.source !== null) collectTarget(clause.source, site);
      return;
    case 'rules':
      for (const name of clause.names) site.into.mention('expert-rule', name);
      if (clause.tag !== null) site.into.mention('tag', clause.tag);
      return;
    case 'handler':
      return collectHandler(clause, site);
    case 'poll':
    case 'checkpoint':
    case 'durability':
      return;
  }
}

function collectStream({ target, by, at }: StreamClause, site: Site): void {
  const fact = collectTarget(target, site);
  if (fact === undefined) return;
  const origin = fieldsOf('fact', fact, site);
  for (const field of [by, at]) if (field !== null) site.into.use(memberOf(origin, field.text), field);
}

/** A declared fact, an arbiter behind `chain://`, a worker behind `worker://`; or something outside of the program. */
function collectTarget({ text, span }: Target, { into }: Site): Name | undefined {
  const { names } = into.checking;
  const spelled = spellings(names.of('fact'))(text);
  const [, scheme, led = ''] = /^(chain|worker):\/\/(.*)$/.exec(text) ?? [];
  if (scheme !== undefined && IDENTIFIER.test(led)) {
    into.mention(scheme === 'chain' ? 'arbiter' : 'worker', { kind: 'name', text: led, span });
  } else if (spelled !== undefined || IDENTIFIER.test(text)) {
    const fact: Name = { kind: 'name', text: spelled ?? text, span };
    into.mention('fact', fact);
    return fact;
  }
  return undefined;
}

function collectHandler({ outcome, where, handler, target }: HandlerClause, site: Site): void {
  const { into } = site;
  if (outcome !== null) into.mention('outcome', outcome);
  if (where !== null) {
    const origin = outcome === null ? null : fieldsOf('outcome', outcome, site);
    const found = outcome === null ? undefined : into.checking.names.find('outcome', outcome.text);
    const name = found?.module.qualified(found.declaration.name.text);
    const schema = into.checking.outcomes.get(name ?? '') ?? null;
    collectExpression(where, { ...site, outcome: { owner: origin?.owner ?? 'outcome *', schema } });
  }
  const kind = handler.text === 'chain' ? 'arbiter' : handler.text === 'worker' ? 'worker' : undefined;
  if (kind !== undefined && target !== null && IDENTIFIER.test(target.text))
    into.mention(kind, { kind: 'name', text: target.text, span: target.span });
}
