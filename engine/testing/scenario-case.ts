/**
 * A `scenario`: a session in its own time. The clock moves from step to step, and whatever falls due in between happens at
 * its instant, as it does under the runtime. Facts are looked for in all of memory after the step, outcomes in what was
 * emitted since the step before; what comes together in a step is decided together.
 */
import type { Program } from '#lang/bytecode/program.js';
import type {
  AfterStabilization,
  At,
  Expectation,
  GivenFact,
  Scenario,
  StepPart,
} from '#lang/testing/ast.js';
import type { Fact } from '../fact.ts';
import type { Command } from '../session/command.ts';
import { NO_POLICY, policyOf, type SessionPolicy } from '../session/policy.ts';
import { Session } from '../session/session.ts';
import type { Outcome, Step } from '../session/step.ts';
import { checkError, checkOccurrence } from './claims.ts';
import type { Coverage } from './coverage.ts';
import { assertCommand, GivenContext, type Problem } from './given.ts';
import { type Reader, readerOf } from './match.ts';
import { broken, type CaseFailure } from './result.ts';
import { claimText } from './shown.ts';

/** Steps that are none of the author's: polls and maturities between two of theirs. */
const TICKS_MAX = 100_000;

interface Running {
  readonly program: Program;
  readonly coverage: Coverage;
  readonly details: string[];
}

export function runScenario(scenario: Scenario, running: Running): CaseFailure | null {
  const continuous = scenario.items.find(({ kind }) => kind === 'stream' || kind === 'within');
  if (continuous !== undefined)
    return broken('continuous scenarios are not run by this version', continuous.span);
  return new ScenarioRun(running).run(scenario);
}

class ScenarioRun {
  readonly #running: Running;
  readonly #session: Session;
  readonly #envelope: GivenContext;
  readonly #waiting: Command[] = [];
  #startedAt = 0;
  #now = 0;
  #outcomes: Outcome[] = [];
  #errors: string[] = [];

  constructor(running: Running) {
    this.#running = running;
    this.#session = new Session(running.program, { policy: policyIn(running.program) });
    this.#envelope = new GivenContext(running.program);
  }

  run({ items }: Scenario): CaseFailure | null {
    for (const item of items) {
      if (item.kind === 'given-clock') this.#startedAt = item.instant.seconds * 1000;
      if (item.kind !== 'given') continue;
      this.#envelope.add(item.entries);
      for (const fact of item.facts) {
        const problem = this.#assert(fact);
        if (problem !== null) return broken(problem.message, problem.span);
      }
    }
    const [problem] = this.#envelope.problems;
    if (problem !== undefined) return broken(problem.message, problem.span);
    this.#now = this.#startedAt;
    this.#session.setEnvelope(this.#envelope.record());
    for (const item of items) {
      const failure = item.kind === 'at' || item.kind === 'after' ? this.#step(item) : null;
      if (failure !== null) return failure;
    }
    return null;
  }

  #step(step: At | AfterStabilization): CaseFailure | null {
    this.#outcomes = [];
    this.#errors = [];
    const until = step.kind === 'at' ? this.#startedAt + step.offset.ms : this.#now;
    if (!this.#passTime(until)) return broken(`more than ${TICKS_MAX} polls before this step`, step.span);
    this.#give(step.items);
    const [problem] = this.#envelope.problems;
    if (problem !== undefined) return broken(problem.message, problem.span);
    this.#decide(this.#waiting.splice(0));
    return this.#check(step);
  }

  /** What waits is decided before time goes on. */
  #passTime(until: number): boolean {
    if (until > this.#now && this.#waiting.length > 0) this.#decide(this.#waiting.splice(0));
    for (let ticks = 0; ; ticks++) {
      const due = this.#session.dueBy(until, 'every');
      if (due === null) break;
      if (ticks >= TICKS_MAX) return false;
      this.#now = due.at;
      this.#observe(this.#session.apply({ kind: 'tick', missed: due.missed }, due.at));
    }
    this.#now = until;
    return true;
  }

  #give(items: readonly StepPart[]): void {
    const entries = items.filter((item) => item.kind === 'entry');
    if (entries.length > 0) {
      this.#envelope.add(entries);
      this.#session.setEnvelope(this.#envelope.record());
    }
    for (const item of items) {
      const problem = item.kind === 'fact' ? this.#assert(item) : null;
      if (problem !== null) this.#errors.push(problem.message);
    }
  }

  #assert(fact: GivenFact): Problem | null {
    const command = assertCommand(fact, this.#running.program);
    if ('message' in command) return command;
    this.#waiting.push(command);
    return null;
  }

  #decide(commands: readonly Command[]): void {
    this.#observe(this.#session.applyAll(commands, this.#now));
  }

  #observe(step: Step): void {
    this.#outcomes.push(...step.outcomes);
    this.#errors.push(
      ...step.traps.map(({ rule, message }) => (rule === '' ? message : `rule ${rule}: ${message}`)),
    );
    if (step.stop !== 'quiescent') this.#errors.push(`the session stopped: ${step.stop}`);
    this.#running.coverage.sawStep(step, this.#session.states);
  }

  #check({ items, span }: At | AfterStabilization): CaseFailure | null {
    const claims = items.filter(isClaim);
    const isErrorExpected = claims.some((claim) => claim.kind === 'expect-error');
    if (!isErrorExpected && this.#errors.length > 0) return broken(this.#errors.join('; '), span);
    for (const claim of claims) {
      const failure = this.#checkClaim(claim);
      if (failure !== null) return failure;
      this.#running.details.push(`${claimText(claim)} ok`);
    }
    return null;
  }

  #checkClaim(claim: Expectation): CaseFailure | null {
    const { memory } = this.#session;
    const nowSeconds = Math.floor(this.#now / 1000);
    switch (claim.kind) {
      case 'expect-fact':
        return checkOccurrence(
          claim,
          memory.facts(claim.name.text).map((fact) => factReader(fact, nowSeconds)),
        );
      case 'expect-outcome': {
        const named = this.#outcomes.filter(({ name }) => name === claim.name.text);
        return checkOccurrence(
          claim,
          named.map(({ params }) => readerOf(params)),
        );
      }
      case 'expect-error':
        return checkError(claim, this.#errors);
      case 'expect-rule':
      case 'expect-action':
      case 'expect-flag':
      case 'expect-strategy':
        return broken(`\`${claimText(claim)}\` can only stand in a test`, claim.span);
    }
  }
}

/** What an arbiter says about memory and time holds when there is no doubt which one. */
function policyIn({ arbiters }: Program): SessionPolicy {
  const [only, ...others] = arbiters;
  return only === undefined || others.length > 0 ? NO_POLICY : policyOf(only);
}

/** Fields and pseudo-fields; a fact has no others. */
function factReader(fact: Fact, nowSeconds: number): Reader {
  return (field) => {
    const [first = '', ...rest] = field.split('.');
    const isPseudo = first === 'key' || first === 'type' || first.startsWith('__');
    if (!isPseudo && !Object.hasOwn(fact.fields, first)) return undefined;
    const value = fact.read(first, nowSeconds);
    return rest.length === 0 ? value : readerOf(value)(rest.join('.'));
  };
}

function isClaim(item: StepPart): item is Expectation {
  return item.kind !== 'entry' && item.kind !== 'fact';
}
