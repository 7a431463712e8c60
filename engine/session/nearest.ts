/** The part of a condition that failed for the facts that came nearest to it. */
import { OP } from '#lang/bytecode/opcodes.js';
import type { CodeRange } from '#lang/bytecode/program.js';
import { Fact } from '../fact.ts';
import { textOfSpan } from '../govern/excerpt.ts';
import { type Loop, loopsOf } from '../match/loop.ts';
import { readBody, type Term } from '../vm/terms.ts';
import type { RulePlan } from './plan.ts';
import type { Session } from './session.ts';
import type { FailedPart } from './why-not.ts';

/** Facts that are tried for one explanation. */
const TRIED_MAX = 10_000;

/** `null` when the condition holds, or has no parts to name. */
export function nearestTo(session: Session, plan: RulePlan): FailedPart | null {
  const { code } = plan.rule.when;
  return code === null ? null : new Search(session, plan, code).nearest();
}

/** How far one way through the condition came: the part that failed, or none. */
interface Way {
  readonly held: number;
  readonly failed: FailedPart | null;
}

class Search {
  readonly #session: Session;
  readonly #plan: RulePlan;
  readonly #code: CodeRange;
  readonly #loops: readonly Loop[];
  #tried = 0;

  constructor(session: Session, plan: RulePlan, code: CodeRange) {
    this.#session = session;
    this.#plan = plan;
    this.#code = code;
    this.#loops = loopsOf(session.program, code);
  }

  /** Over each fact by itself for a rule with `per_fact`. */
  nearest(): FailedPart | null {
    const { narrowed } = this.#plan;
    if (narrowed === '') return this.#whole(null).failed;
    const facts = this.#factsOf(narrowed, null);
    if (facts.length === 0) return this.#whole(null).failed;
    return best(facts.map((fact) => this.#whole(fact)))?.failed ?? null;
  }

  #whole(narrowed: Fact | null): Way {
    const { network, program } = this.#session;
    const body = readBody(program.code, this.#code);
    if (body === null) return { held: 0, failed: null };
    network.begin(null, narrowed);
    network.machine.begin(this.#plan.rule.when.locals);
    network.machine.execute(this.#code.start, body.start);
    return this.#follow(body.root, narrowed);
  }

  #follow(term: Term, narrowed: Fact | null): Way {
    const [left, right] = term.operands;
    if (term.code === OP.Truth && left !== undefined) return this.#follow(left, narrowed);
    if (term.code === OP.AndThen && left !== undefined && right !== undefined) {
      const first = this.#follow(left, narrowed);
      if (first.failed !== null) return first;
      const second = this.#follow(right, narrowed);
      return { held: first.held + second.held, failed: plus(second.failed, first.held) };
    }
    const loop = this.#loops.find(({ end, kind }) => end === term.end && kind === 'any');
    return loop === undefined ? this.#ask(term) : this.#through(loop, term, narrowed);
  }

  /** Each fact is tried until one makes everything true, or the nearest is known. */
  #through(loop: Loop, term: Term, narrowed: Fact | null): Way {
    const { network, program } = this.#session;
    const body =
      loop.condition &&
      readBody(program.code, {
        start: loop.condition.start,
        length: loop.condition.end - loop.condition.start + 1,
      });
    const ways: Way[] = [];
    for (const fact of body ? this.#factsOf(loop.type, narrowed) : []) {
      if (body === null || this.#tried++ >= TRIED_MAX) break;
      network.machine.locals[loop.variable] = fact;
      const way = this.#follow(body.root, narrowed);
      if (way.failed === null) return way;
      ways.push(way);
    }
    if (ways.length === 0) network.machine.locals[loop.variable] = null;
    return best(ways) ?? { held: 0, failed: this.#part(term, []) };
  }

  /** A part that has no parts. */
  #ask(term: Term): Way {
    const { machine } = this.#session.network;
    if (machine.evaluate(term.start, term.end) === true) return { held: 1, failed: null };
    machine.renew();
    const seen = term.operands.map(({ start, end }) => machine.evaluate(start, end));
    machine.renew();
    return { held: 0, failed: this.#part(term, seen) };
  }

  #part(term: Term, seen: FailedPart['seen']): FailedPart {
    const { program, network } = this.#session;
    const span = { start: program.spans[2 * term.at] ?? 0, end: program.spans[2 * term.at + 1] ?? 0 };
    const facts = network.machine.locals
      .slice(0, this.#plan.rule.when.locals)
      .flatMap((value) => (value instanceof Fact ? [{ type: value.type, key: value.key }] : []));
    return { text: textOfSpan(program, span), span, facts, seen, held: 0 };
  }

  #factsOf(type: string, narrowed: Fact | null): readonly Fact[] {
    const { lens } = this.#plan;
    if (narrowed?.type === type) return [narrowed];
    return this.#session.memory.table(type, lens.type === type ? lens.rule : '').all;
  }
}

function plus(part: FailedPart | null, held: number): FailedPart | null {
  return part === null ? null : { ...part, held: part.held + held };
}

/** One that holds, else the one that came farthest; the first among equals. */
function best(ways: readonly Way[]): Way | undefined {
  let found: Way | undefined;
  for (const way of ways) {
    if (way.failed === null) return way;
    if (found === undefined || way.failed.held > (found.failed?.held ?? 0)) found = way;
  }
  return found;
}
