/**
 * A `test`: one governed decision of the whole module on the given context. All rules are decided, and the flags and
 * strategies that it names; an error that none of its claims expects fails it, whichever rule it was in.
 */
import type { Program } from '#lang/bytecode/program.js';
import type { DecisionCase, Expectation, ExpectFlag, ExpectRule, ExpectStrategy } from '#lang/testing/ast.js';
import { decideFlag, type FlagDecision } from '../decide/flags.ts';
import { decideRules, type RuleDecision } from '../decide/rules.ts';
import { decideStrategy, type StrategyDecision } from '../decide/strategy.ts';
import type { ArbitraceStep } from '../govern/trace.ts';
import type { ValueRecord } from '../value.ts';
import { checkError, checkOccurrence } from './claims.ts';
import type { Coverage } from './coverage.ts';
import { GivenContext } from './given.ts';
import { matchAll, readerOf } from './match.ts';
import { broken, type CaseFailure, mismatch, unordered } from './result.ts';
import { candidateText, claimText, traceLines } from './shown.ts';

interface Decided {
  readonly rules: RuleDecision;
  readonly flags: ReadonlyMap<string, FlagDecision>;
  readonly strategies: ReadonlyMap<string, StrategyDecision>;
  readonly errors: readonly string[];
}

/** Claims that held are added to `details`. */
export function runDecisionCase(
  test: DecisionCase,
  {
    program,
    coverage,
    details,
  }: { readonly program: Program; readonly coverage: Coverage; readonly details: string[] },
): CaseFailure | null {
  const given = new GivenContext(program);
  const claims: Expectation[] = [];
  let nowSeconds = 0;
  for (const item of test.items) {
    if (item.kind === 'given') given.add(item.entries);
    else if (item.kind === 'given-clock') nowSeconds = item.instant.seconds;
    else claims.push(item);
  }
  const [problem] = given.problems;
  if (problem !== undefined) return broken(problem.message, problem.span);
  const decided = decide(program, claims, { context: given.record(), nowSeconds });
  observe(decided, coverage);
  const isErrorExpected = claims.some((claim) => claim.kind === 'expect-error');
  if (!isErrorExpected && decided.errors.length > 0) return broken(decided.errors.join('; '), test.name.span);
  for (const claim of claims) {
    const failure = check(claim, decided);
    if (failure !== null) return failure;
    details.push(`${claimText(claim)} ok`);
  }
  return null;
}

function decide(
  program: Program,
  claims: readonly Expectation[],
  options: { readonly context: ValueRecord; readonly nowSeconds: number },
): Decided {
  const rules = decideRules(program, options.context, options);
  const flags = new Map<string, FlagDecision>();
  const strategies = new Map<string, StrategyDecision>();
  for (const claim of claims) {
    if (claim.kind === 'expect-flag')
      flags.set(claim.name.text, decideFlag(program, claim.name.text, options));
    if (claim.kind !== 'expect-strategy') continue;
    const decision = decideStrategy(program, claim.name.text, options);
    if (decision !== undefined) strategies.set(claim.name.text, decision);
  }
  const trapped = [...flags.values()].flatMap(({ flag, arbitrace }) =>
    arbitrace.filter(({ kind }) => kind === 'trap').map(({ detail }) => `flag ${flag}: ${detail}`),
  );
  const errors = [
    ...rules.errors.map(({ rule, message }) => `rule ${rule}: ${message}`),
    ...[...strategies.values()].flatMap((decision) =>
      decision.errors.map(({ rule, message }) => `strategy ${rule}: ${message}`),
    ),
    ...trapped,
  ];
  return { rules, flags, strategies, errors };
}

function observe({ rules, flags, strategies }: Decided, coverage: Coverage): void {
  coverage.sawRules(rules);
  for (const decision of flags.values()) coverage.sawFlag(decision);
  for (const decision of strategies.values()) coverage.sawStrategy(decision);
}

function check(claim: Expectation, { rules, flags, strategies, errors }: Decided): CaseFailure | null {
  switch (claim.kind) {
    case 'expect-rule':
      return checkRule(claim, rules);
    case 'expect-flag':
      return checkFlag(claim, flags.get(claim.name.text));
    case 'expect-strategy':
      return checkStrategy(claim, strategies.get(claim.name.text));
    case 'expect-action': {
      const actions = rules.matched.filter(({ action }) => action === claim.name.text);
      const candidates = actions.map(({ params }) => readerOf(params));
      return checkOccurrence(claim, candidates, () =>
        traceLines(rules.arbitrace, ({ disposition }) => disposition !== 'passed'),
      );
    }
    case 'expect-error':
      return checkError(claim, errors);
    case 'expect-fact':
    case 'expect-outcome':
      return broken(`\`${claimText(claim)}\` can only stand in a scenario`, claim.span);
  }
}

/** A fallback does not count as matched. */
function checkRule(claim: ExpectRule, { matched, arbitrace }: RuleDecision): CaseFailure | null {
  const { text } = claim.name;
  const found = matched.find(({ name }) => name === text);
  const isMatched = found?.fallback === false;
  if (isMatched === claim.isMatched) return null;
  const blocked = (disposition: string): boolean => (disposition === 'passed') === isMatched;
  return mismatch({
    expected: claimText(claim),
    found: isMatched ? 'matched' : found === undefined ? 'not matched' : 'its `otherwise`',
    span: claim.span,
    trace: traceLines(arbitrace, (step) => step.subject === text && blocked(step.disposition)),
  });
}

/** Asked as a boolean, a flag is on with the variant `true` and off with any other, its empty default included. */
function checkFlag(claim: ExpectFlag, decision: FlagDecision | undefined): CaseFailure | null {
  if (decision === undefined) return null;
  const { variant, values, reason, arbitrace } = decision;
  const asked = claim.variant?.value;
  const name = typeof asked === 'boolean' ? String(variant === 'true') : variant;
  const shown = typeof asked === 'boolean' ? name : `"${name}"`;
  const chosen = { name, shown, note: ` (${reason})`, arbitrace, fields: values ?? {} };
  return checkChosen({ claim, wanted: claim.variant }, chosen);
}

function checkStrategy(claim: ExpectStrategy, decision: StrategyDecision | undefined): CaseFailure | null {
  if (decision === undefined) return null;
  const { selected, params, arbitrace } = decision;
  const chosen = { name: selected, shown: `"${selected}"`, note: '', arbitrace, fields: params };
  return checkChosen({ claim, wanted: claim.label }, chosen);
}

interface Chosen {
  readonly name: string;
  readonly shown: string;
  readonly note: string;
  readonly fields: ValueRecord;
  readonly arbitrace: readonly ArbitraceStep[];
}

function checkChosen(
  {
    claim,
    wanted,
  }: {
    readonly claim: ExpectFlag | ExpectStrategy;
    readonly wanted: { readonly value: string | boolean } | null;
  },
  { name, shown, note, fields, arbitrace }: Chosen,
): CaseFailure | null {
  const { matchers, span } = claim;
  const read = readerOf(fields);
  const isChosen = wanted === null || name === String(wanted.value);
  const verdict = matchAll(matchers, read);
  if (isChosen && verdict === 'matched') return null;
  const text = candidateText(shown, matchers, read);
  if (isChosen && verdict === 'unordered') return unordered(text, span);
  const trace = traceLines(arbitrace, ({ disposition }) => disposition !== 'passed');
  return mismatch({ expected: claimText(claim), found: `${text}${note}`, span, trace });
}
