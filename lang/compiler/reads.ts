/** What a rule reads besides its context: it decides when an expert session must evaluate the rule again. */
import type { Expression } from '../ast/nodes.ts';
import { children } from '../ast/visit.ts';
import type { Checked, CheckedModule, Resolution } from '../checker/checked.ts';

export class Reads {
  readonly #checked: Checked;
  readonly #factTypes = new Set<string>();
  clock = false;
  round = false;

  constructor(checked: Checked) {
    this.#checked = checked;
  }

  /** In order of first appearance. */
  get factTypes(): readonly string[] {
    return [...this.#factTypes];
  }

  add(expression: Expression, module: CheckedModule): void {
    if (expression.kind === 'call' && expression.callee.text === 'now') this.clock = true;
    if (expression.kind === 'path')
      this.#addPath(expression.segments.at(-1)?.text, module.resolutions.get(expression));
    for (const child of children(expression)) this.add(child, module);
  }

  addAll(other: {
    readonly factTypes: readonly string[];
    readonly readsClock: boolean;
    readonly readsRound: boolean;
  }): void {
    for (const type of other.factTypes) this.#factTypes.add(type);
    this.clock ||= other.readsClock;
    this.round ||= other.readsRound;
  }

  #addPath(last: string | undefined, resolution: Resolution | undefined): void {
    if (last === '__age_seconds' || resolution?.kind === 'now') this.clock = true;
    if (resolution?.kind === 'round') this.round = true;
    if (resolution?.kind === 'facts') this.#factTypes.add(resolution.factType);
    if (resolution?.kind !== 'const') return;
    const owner = this.#checked.get(resolution.module);
    if (owner !== undefined) this.add(resolution.declaration.value, owner);
  }
}
