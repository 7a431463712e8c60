/** One conversion to JSON: its remarks with their places in the source, and how much has been copied by inlining. */
import { positionOf } from '../source.ts';
import type { Span } from '../span.ts';
import { NODES_MAX, Remarks } from './problems.ts';

export class Encoding extends Remarks {
  #copied = 0;

  refuseAt(span: Span, message: string): null {
    return this.refuse(placeOf(span), message);
  }

  noteAt(span: Span, message: string): void {
    this.note(placeOf(span), message);
  }

  /** Counts copies of inlined values, and reports once that they are too many. */
  copies(nodes: number, span: Span): boolean {
    const before = this.#copied;
    this.#copied += nodes;
    if (before <= NODES_MAX && this.#copied > NODES_MAX)
      this.refuseAt(span, `with constants and lets written out there are more than ${NODES_MAX} nodes`);
    return this.#copied <= NODES_MAX;
  }
}

export function placeOf({ source, start }: Span): string {
  const { line, column } = positionOf(source, start);
  return `${line}:${column}`;
}
