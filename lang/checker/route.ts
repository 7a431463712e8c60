/** Handlers: `on Outcome where condition kind target`. The condition sees the fields of the outcome, `name` and `rule`. */
import type { ArbiterDeclaration, HandlerClause, Name, Target } from '../ast/nodes.ts';
import { nearest } from '../suggest.ts';
import {
  chainWithoutSource,
  routeNeedsTarget,
  routeTakesNoTarget,
  unfamiliarRoute,
  workerInput,
} from './arbiter-errors.ts';
import type { Checking } from './checking.ts';
import { unknownName } from './errors.ts';
import { inferCondition } from './infer.ts';
import { qualifiedName } from './names.ts';
import { chainedArbiter } from './chains.ts';
import { demand, refer } from './references.ts';
import { Scope } from './scope.ts';

type TargetUse = 'never' | 'always' | 'optional';

/** The runtime's own; any other name is a route of the host, which takes a target. */
const OWN: ReadonlyMap<string, TargetUse> = new Map([
  ['audit', 'always'],
  ['stdout', 'never'],
  ['nats', 'optional'],
  ['chain', 'always'],
  ['worker', 'always'],
]);

export interface Routing {
  readonly arbiter: ArbiterDeclaration;
  /** Outcomes that some expert rule of the program emits, by their names in it. */
  readonly emitted: ReadonlySet<string>;
  readonly checking: Checking;
}

export function checkRoute(clause: HandlerClause, routing: Routing): void {
  const { outcome, where } = clause;
  const { checking } = routing;
  const declared = outcome === null ? undefined : checkOutcome(outcome, routing);
  if (where !== null) {
    const schema = declared === undefined ? undefined : checking.outcomes.get(declared);
    const scope = new Scope({ kind: 'outcome', schema: schema ?? null });
    inferCondition(where, `the handler of \`${outcome?.text ?? '*'}\``, { scope, checking });
  }
  checkKind(clause, checking);
  if (clause.handler.text === 'chain') checkChain(clause, routing);
  if (clause.handler.text === 'worker') checkWorkerRoute(clause, checking);
}

/** Its name in the program. A broken expert rule may be the one that emits it. */
function checkOutcome(outcome: Name, { emitted, checking }: Routing): string | undefined {
  const found = refer('outcome', outcome, checking);
  if (found !== undefined) return qualifiedName(found);
  const { names, diagnostics } = checking;
  const isKnown = names.has('outcome', outcome.text) || emitted.has(outcome.text);
  if (!isKnown && !names.hasBroken('expert-rule'))
    unknownName(
      'outcome',
      { name: outcome, known: new Set([...names.of('outcome'), ...emitted]) },
      diagnostics,
    );
  return undefined;
}

function checkKind({ handler, target }: HandlerClause, { diagnostics }: Checking): void {
  const use = OWN.get(handler.text);
  const isMissing = use !== 'never' && use !== 'optional' && target === null;
  const meant = use === undefined ? nearest(handler.text, OWN.keys()) : undefined;
  if (meant !== undefined) unfamiliarRoute(handler, meant, diagnostics);
  else if (isMissing) routeNeedsTarget(handler, diagnostics);
  else if (use === 'never' && target !== null) routeTakesNoTarget(handler, target, diagnostics);
}

/** Both ends of a chain say so. */
function checkChain({ target }: HandlerClause, { arbiter, checking }: Routing): void {
  if (target === null) return;
  const found = demand('arbiter', { kind: 'name', text: target.text, span: target.span }, checking);
  const from = checking.names.qualified(arbiter.name.text);
  const isTaken = (clause: Clause): boolean =>
    sourcesOf(clause).some(({ text }) => chainedArbiter(text, found?.module ?? checking.names) === from);
  if (found === undefined || found.declaration.clauses.some(isTaken)) return;
  chainWithoutSource(target, arbiter.name, checking.diagnostics);
}

type Clause = ArbiterDeclaration['clauses'][number];

/** A source behind a schedule is one too. */
function sourcesOf(clause: Clause): readonly Target[] {
  if (clause.kind === 'source') return [clause.target];
  return clause.kind === 'schedule' && clause.source !== null ? [clause.source] : [];
}

function checkWorkerRoute({ outcome, target }: HandlerClause, checking: Checking): void {
  if (target === null) return;
  const found = demand('worker', { kind: 'name', text: target.text, span: target.span }, checking);
  if (found === undefined || outcome === null) return;
  const { input } = found.declaration;
  const wanted = found.module.find('outcome', input.text)?.declaration;
  const given = checking.names.find('outcome', outcome.text)?.declaration;
  if (wanted === undefined || given === wanted) return;
  workerInput(outcome, { name: target.text, input: input.text }, checking.diagnostics);
}
