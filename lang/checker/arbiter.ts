/** Arbiters: what starts them, which rules they run, where outcomes go; and the chains between them. */
import type { ArbiterClause, ArbiterDeclaration, ScheduleClause } from '../ast/nodes.ts';
import type { Diagnostics } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { readCron } from '../cron.ts';
import { aliasOf } from './alias.ts';
import { aliasCollision, cron, duplicateArbiterClause, noTrigger } from './arbiter-errors.ts';
import type { Checking } from './checking.ts';
import { explore } from './cycles.ts';
import { cycle } from './errors.ts';
import type { ModuleCheck } from './module.ts';
import { qualifiedName } from './names.ts';
import { demand } from './references.ts';
import { checkLeftOut, type ExpertRule } from './left-out.ts';
import { checkRoute } from './route.ts';
import { checkSources, meantBy } from './sources.ts';

const TRIGGERS: ReadonlySet<string> = new Set(['stream', 'poll', 'schedule']);

export function checkArbiters(modules: readonly ModuleCheck[], diagnostics: Diagnostics): void {
  const emitted = new Set(modules.flatMap(emittedBy));
  const arbiters = new Set(
    modules.flatMap(({ checking: { names } }) =>
      names.all('arbiter').map(({ name }) => names.qualified(name.text)),
    ),
  );
  const rules = modules.flatMap(({ checking: { names } }) =>
    names.all('expert-rule').map((declaration) => ({ declaration, names })),
  );
  for (const check of modules) {
    const checking = { ...check.checking, diagnostics };
    for (const arbiter of checking.names.all('arbiter'))
      checkArbiter(arbiter, { emitted, arbiters, rules }, checking);
  }
  checkChains(modules, diagnostics);
}

/** What there is in the program, by the names that it has for it. */
interface World {
  readonly emitted: ReadonlySet<string>;
  readonly arbiters: ReadonlySet<string>;
  readonly rules: readonly ExpertRule[];
}

function checkArbiter(
  arbiter: ArbiterDeclaration,
  { emitted, arbiters, rules }: World,
  checking: Checking,
): void {
  const { name, clauses } = arbiter;
  const { diagnostics } = checking;
  if (!clauses.some(({ kind }) => TRIGGERS.has(kind))) noTrigger(name, diagnostics);
  checkDuplicates(clauses, checking);
  checkAliases(clauses, checking);
  checkLeftOut(arbiter, { rules, names: checking.names }, diagnostics);
  checkSources(ofKind(clauses, 'stream'), ofKind(clauses, 'source'), { arbiters, checking });
  for (const clause of clauses) {
    if (clause.kind === 'handler') checkRoute(clause, { arbiter, emitted, checking });
    if (clause.kind === 'schedule') checkCron(clause, diagnostics);
    if (clause.kind !== 'rules') continue;
    for (const rule of clause.names) demand('expert-rule', rule, checking);
    if (clause.tag !== null) demand('tag', clause.tag, checking);
  }
}

function checkCron({ cron: { value, span } }: ScheduleClause, diagnostics: Diagnostics): void {
  const read = readCron(value);
  if ('reason' in read) cron(span, read.reason, diagnostics);
}

/** By their names in the program; an outcome that is not declared is known by what it is called. */
function emittedBy({ checking }: ModuleCheck): readonly string[] {
  return checking.names.all('expert-rule').flatMap(({ then }) => {
    if (then.effect !== 'emit') return [];
    const found = checking.tables.references.get(then.target);
    return [found === undefined ? then.target.text : qualifiedName(found)];
  });
}

function checkDuplicates(clauses: readonly ArbiterClause[], checking: Checking): void {
  const seen = new Map<string, Span>();
  for (const clause of clauses) {
    const title = titleOf(clause, checking);
    if (title === undefined) continue;
    const first = seen.get(title);
    if (first === undefined) seen.set(title, clause.span);
    else duplicateArbiterClause(title, { first, again: clause.span }, checking.diagnostics);
  }
}

/** Clauses with the same title may not stand together. Handlers with conditions may. */
function titleOf(clause: ArbiterClause, checking: Checking): string | undefined {
  switch (clause.kind) {
    case 'poll':
    case 'checkpoint':
    case 'durability':
      return clause.kind;
    case 'stream':
    case 'source': {
      const meant = meantBy(clause.target, checking);
      return `${clause.kind} ${meant.kind === 'fact' ? meant.name : clause.target.text}`;
    }
    case 'schedule':
      return `schedule "${clause.cron.value}"`;
    case 'rules':
      return undefined;
    case 'handler': {
      const { outcome, where, handler, target } = clause;
      if (where !== null) return undefined;
      return ['on', outcome?.text ?? '*', handler.text, ...(target === null ? [] : [target.text])].join(' ');
    }
  }
}

/** Two targets with one alias would overwrite each other's health. */
function checkAliases(clauses: readonly ArbiterClause[], checking: Checking): void {
  const targets = clauses
    .flatMap((clause) =>
      clause.kind === 'source' ? [clause.target] : clause.kind === 'schedule' ? [clause.source] : [],
    )
    .filter((target) => target !== null)
    .filter((target) => meantBy(target, checking).kind === 'external');
  const seen = new Map<string, { readonly text: string; readonly span: Span }>();
  for (const target of targets) {
    const alias = aliasOf(target.text);
    const first = seen.get(alias);
    if (first === undefined) seen.set(alias, target);
    else if (first.text !== target.text)
      aliasCollision(alias, { first: first.span, again: target.span }, checking.diagnostics);
  }
}

interface Chained {
  readonly arbiter: ArbiterDeclaration;
  readonly checking: Checking;
}

function checkChains(modules: readonly ModuleCheck[], diagnostics: Diagnostics): void {
  const nodes = new Map<ArbiterDeclaration, Chained>();
  for (const { checking } of modules) {
    for (const arbiter of checking.names.first('arbiter')) nodes.set(arbiter, { arbiter, checking });
  }
  const next = ({ arbiter, checking }: Chained): readonly Chained[] =>
    ofKind(arbiter.clauses, 'handler').flatMap(({ handler, target }) => {
      const found = handler.text === 'chain' ? checking.names.find('arbiter', target?.text ?? '') : undefined;
      return found === undefined ? [] : (nodes.get(found.declaration) ?? []);
    });
  for (const [first, ...others] of explore([...nodes.values()], next).cycles) {
    const names = [first, ...others].map(({ arbiter }) => arbiter.name.text);
    const spans = others.map(({ arbiter }) => arbiter.name.span);
    cycle(
      'check/chain-cycle',
      { kind: 'arbiter', names, span: first.arbiter.name.span, others: spans },
      diagnostics,
    );
  }
}

function ofKind<Kind extends ArbiterClause['kind']>(
  clauses: readonly ArbiterClause[],
  kind: Kind,
): readonly Extract<ArbiterClause, { kind: Kind }>[] {
  return clauses.filter((clause): clause is Extract<ArbiterClause, { kind: Kind }> => clause.kind === kind);
}
