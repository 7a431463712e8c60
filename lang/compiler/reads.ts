/** What a rule reads besides its context: it decides when an expert session must evaluate the rule again. */
import type { Expression } from '../ast/nodes.ts';
import type { Checked } from '../checker/checked.ts';
import { children } from '../ast/visit.ts';

export class Reads {
  readonly #factTypes = new Set<string>();
  clock = false;
  round = false;

  /** In order of first appearance. */
  get factTypes(): readonly string[] {
    return [...this.#factTypes];
  }

  add(expression: Expression, checked: Checked): void {
    if (expression.kind === 'call' && expression.callee.text === 'now') this.clock = true;
    if (expression.kind === 'path')
      this.#addPath(expression.segments.at(-1)?.text, checked.resolutions.get(expression), checked);
    for (const child of children(expression)) this.add(child, checked);
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

  #addPath(
    last: string | undefined,
    resolution: ReturnType<Checked['resolutions']['get']>,
    checked: Checked,
  ): void {
    if (last === '__age_seconds' || resolution?.kind === 'now') this.clock = true;
    if (resolution?.kind === 'round') this.round = true;
    if (resolution?.kind === 'facts') this.#factTypes.add(resolution.factType);
    if (resolution?.kind === 'const') this.add(resolution.declaration.value, checked);
  }
}
