/** The record of gates as code that was written for one program makes it: each has all members, and texts are literals where they can be. */
import type { ArbitraceStep } from '#app/library.js';

export type Gate = Pick<ArbitraceStep, 'scope' | 'subject' | 'phase' | 'kind' | 'check'>;

/** Places in a text are known to the engine alone. */
const SPAN = { start: 0, end: 0 };

export class TraceByHand {
  readonly steps: ArbitraceStep[] = [];

  /** Tells whether the gate lets pass. */
  record({ scope, subject, phase, kind, check }: Gate, passes: boolean, detail: string): boolean {
    const disposition = passes ? 'passed' : 'blocked';
    this.steps.push({ check, phase, scope, subject, kind, result: passes, disposition, detail, span: SPAN });
    return passes;
  }
}

/** What a step must say, whoever makes it. */
export function essence({ check, subject, kind, disposition, detail }: ArbitraceStep): readonly string[] {
  return [check, subject, kind, disposition, detail];
}
