/** What an expert rule reads besides its envelope: it decides what makes the rule run, and when time alone may change it. */
import type { Expression, Name } from '#lang/ast/nodes.js';
import { children } from '#lang/ast/visit.js';
import type { Checked, CheckedModule } from '#lang/checker/checked.js';
import { findUnit, toCanonical } from '#lang/units.js';

/** A fact of the type changes a comparison when it comes to one of these ages, in whole seconds. */
export interface AgeBound {
  readonly factType: string;
  readonly ages: readonly number[];
}

export class ModelReads {
  /** In order of first appearance. */
  readonly factTypes: string[] = [];
  readonly ages: AgeBound[] = [];
  clock = false;
  round = false;
  readonly #checked: Checked;

  constructor(checked: Checked) {
    this.#checked = checked;
  }

  addType(factType: string): void {
    if (!this.factTypes.includes(factType)) this.factTypes.push(factType);
  }

  add(expression: Expression, module: CheckedModule): void {
    this.#addFacts(expression, module);
    this.#addAges(expression, module, new Map());
  }

  #addFacts(expression: Expression, module: CheckedModule): void {
    if (expression.kind === 'call' && expression.callee.text === 'now') this.clock = true;
    if (expression.kind === 'path') {
      const resolution = module.resolutions.get(expression);
      if (isAge(expression) || resolution?.kind === 'now') this.clock = true;
      if (resolution?.kind === 'round') this.round = true;
      if (resolution?.kind === 'facts') this.addType(resolution.factType);
      if (resolution?.kind === 'const') {
        const owner = this.#checked.get(resolution.module) ?? module;
        this.#addFacts(resolution.declaration.value, owner);
      }
    }
    for (const child of children(expression)) this.#addFacts(child, module);
  }

  /** `loops` are the variables around, with the fact types that they go through. */
  #addAges(expression: Expression, module: CheckedModule, loops: ReadonlyMap<string, string>): void {
    if (expression.kind === 'quantifier' || expression.kind === 'aggregate') {
      const { variable, collection } = expression;
      this.#addAges(collection, module, loops);
      const inside = within(loops, variable, factTypeOf(collection, module));
      for (const child of children(expression))
        if (child !== collection) this.#addAges(child, module, inside);
      return;
    }
    if (expression.kind === 'binary') this.#compare(expression, module, loops);
    if (expression.kind === 'between') {
      const { value, low, high, lowOpen, highOpen } = expression;
      this.#bound([value, low], lowOpen ? '>' : '>=', { module, loops });
      this.#bound([value, high], highOpen ? '<' : '<=', { module, loops });
    }
    for (const child of children(expression)) this.#addAges(child, module, loops);
  }

  #compare(
    { operator, left, right }: Expression & { kind: 'binary' },
    module: CheckedModule,
    loops: ReadonlyMap<string, string>,
  ): void {
    this.#bound([left, right], operator, { module, loops });
    this.#bound([right, left], MIRRORED.get(operator) ?? operator, { module, loops });
  }

  #bound([age, limit]: readonly [Expression, Expression], operator: string, { module, loops }: Loops): void {
    const resolution = age.kind === 'path' && isAge(age) ? module.resolutions.get(age) : undefined;
    if (resolution?.kind !== 'local' || resolution.fields.length !== 1) return;
    const factType = loops.get(resolution.name);
    const seconds = this.#seconds(limit, module);
    if (factType === undefined || seconds === null) return;
    this.ages.push({ factType, ages: turningAges(operator, seconds) });
  }

  /** Of a number as it stands there, or of a const that is one. */
  #seconds(limit: Expression, module: CheckedModule): number | null {
    if (limit.kind === 'number') {
      const unit = limit.unit === null ? undefined : findUnit(limit.unit);
      return unit === undefined ? limit.value : toCanonical(limit.value, unit);
    }
    const resolution = limit.kind === 'path' ? module.resolutions.get(limit) : undefined;
    if (resolution?.kind !== 'const') return null;
    return this.#seconds(resolution.declaration.value, this.#checked.get(resolution.module) ?? module);
  }
}

interface Loops {
  readonly module: CheckedModule;
  readonly loops: ReadonlyMap<string, string>;
}

const MIRRORED: ReadonlyMap<string, string> = new Map([
  ['>', '<'],
  ['>=', '<='],
  ['<', '>'],
  ['<=', '>='],
]);

/** Ages are whole seconds: at which of them a comparison with `seconds` becomes something else. */
function turningAges(operator: string, seconds: number): readonly number[] {
  switch (operator) {
    case '>=':
    case '<':
      return [Math.ceil(seconds)];
    case '>':
    case '<=':
      return [Math.floor(seconds) + 1];
    case '==':
    case '!=':
      return Number.isInteger(seconds) ? [seconds, seconds + 1] : [];
    default:
      return [];
  }
}

function isAge(path: Expression & { kind: 'path' }): boolean {
  return path.segments.at(-1)?.text === '__age_seconds';
}

function factTypeOf(collection: Expression, module: CheckedModule): string | null {
  const resolution = collection.kind === 'path' ? module.resolutions.get(collection) : undefined;
  return resolution?.kind === 'facts' ? resolution.factType : null;
}

/** A variable hides one of the same name around it. */
function within(
  loops: ReadonlyMap<string, string>,
  variable: Name,
  factType: string | null,
): ReadonlyMap<string, string> {
  const inside = new Map(loops);
  inside.delete(variable.text);
  return factType === null ? inside : inside.set(variable.text, factType);
}
