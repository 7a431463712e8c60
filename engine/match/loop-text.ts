/** The text of the loops of a rule: which facts it asks the network for, and what it does with each. */
import { OP } from '#lang/bytecode/opcodes.js';
import { partsOf, readBody, type Term } from '../vm/terms.ts';
import type { KeySource } from './key-source.ts';
import type { LoopPlan } from './loop-plans.ts';
import { isLeaf } from './quiet.ts';
import type { RuleCode, RuleText } from './rule-text.ts';

/** What to begin with behind words that are not asked. */
interface Asked {
  readonly terms: readonly Term[];
  readonly connective: '&&' | '||';
}

export class LoopText {
  readonly #text: RuleText;
  readonly #code: RuleCode;

  constructor(text: RuleText, code: RuleCode) {
    this.#text = text;
    this.#code = code;
  }

  /** Adds the statements of a loop, and returns the name of what it comes to. */
  write(term: Term): string {
    const place = this.#code.loops.findIndex(({ loop }) => loop.end === term.end);
    const plan = this.#code.loops[place];
    const [facts] = term.operands;
    if (plan === undefined || facts === undefined || !isLeaf(facts)) return this.#text.nothing();
    return plan.loop.value === null ? this.#quantifier(plan, place) : this.#aggregate(plan, place);
  }

  /** Only one that is kept: its fold is known. */
  #aggregate(plan: LoopPlan, place: number): string {
    if (plan.access.kind !== 'kept' || plan.loop.type === this.#code.narrowed) return this.#text.nothing();
    const name = this.#text.name();
    this.#text.lines.push(
      `const ${name} = folded(bound[${place}], reader);`,
      `if (${name} === undefined) return undefined;`,
    );
    return name;
  }

  /** Its variable keeps the last fact of one that is true, else gets back what it held. */
  #quantifier(plan: LoopPlan, place: number): string {
    const { lines } = this.#text;
    const { kind, variable: at, fuel } = plan.loop;
    const [result, outer, outerFields] = [this.#text.name(), this.#text.name(), this.#text.name()];
    const isNarrowed = plan.loop.type === this.#code.narrowed;
    const facts = isNarrowed ? '' : this.#facts(plan, place);
    const index = this.#text.name();
    lines.push(
      `let ${result} = ${kind !== 'any'}; const ${outer} = l${at}, ${outerFields} = f${at};`,
      isNarrowed ? 'do {' : `for (let ${index} = 0; ${index} < ${facts}.length; ${index}++) {`,
      `l${at} = ${isNarrowed ? 'fact' : `${facts}[${index}]`}; f${at} = l${at}.fields;`,
      `if ((fuel -= ${fuel}) < 0 || f${at}[bare] !== true) return undefined;`,
    );
    const { terms, connective } = this.#asked(plan, isNarrowed);
    const test = this.#text.connected(terms, connective);
    lines.push(
      `if (${kind === 'all' ? `!(${test})` : test}) { ${result} = ${kind === 'any'}; break; }`,
      isNarrowed ? '} while (false);' : '}',
      `if (!${result}) { l${at} = ${outer}; f${at} = ${outerFields}; }`,
    );
    return result;
  }

  /** The name of the facts to look at; the answer is left to the machine where an index has others as well. */
  #facts({ access }: LoopPlan, place: number): string {
    const name = this.#text.name();
    const bound = `bound[${place}], reader`;
    if (access.kind === 'keyed') {
      const keys = access.sources.map((source) => this.#key(source));
      const [only = '', ...others] = keys;
      const find =
        others.length === 0 ? `keyed(${bound}, ${only})` : `keyedByAll(${bound}, [${keys.join()}])`;
      this.#text.lines.push(`const ${name} = ${find};`, `if (${name} === null) return undefined;`);
    } else {
      this.#text.lines.push(`const ${name} = ${access.kind}(${bound});`);
    }
    return name;
  }

  #key(source: KeySource): string {
    if (source.kind === 'constant') return this.#text.constant(source.value);
    if (source.kind === 'path') return `machine.slot(${source.path})`;
    const [field, ...deeper] = source.fields;
    return field === undefined || deeper.length > 0
      ? this.#text.nothing()
      : this.#text.fieldOf(source.local, field);
  }

  /** What is known of the facts that an index has found is not asked again. */
  #asked({ loop, access }: LoopPlan, isNarrowed: boolean): Asked {
    const { condition, kind } = loop;
    if (condition === null) return { terms: [], connective: '&&' };
    const { start, end } = condition;
    const body = readBody(this.#code.program.code, { start, length: end - start + 1 });
    if (body === null || body.start > start) this.#text.nothing();
    if (body === null) return { terms: [], connective: '&&' };
    const connective = kind === 'all' ? OP.OrElse : OP.AndThen;
    const skip = access.kind === 'keyed' && !isNarrowed ? access.skip : null;
    const terms = partsOf(body.root, connective).filter((part) => skip === null || part.start >= skip.to);
    return { terms, connective: kind === 'all' ? '||' : '&&' };
  }
}
