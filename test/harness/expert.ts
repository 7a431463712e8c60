/** Expert programs and facts, as tests of sessions write them. */
import type { GivenFact } from '#app/library.js';
import type { Step } from '#engine';
import { compile, type Program } from '#lang';

export function expertProgram(text: string): Program {
  const { program, diagnostics } = compile({ name: 'rules.arb', text }, 'shop');
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return program;
}

export function fact(type: string, key: string, fields: Readonly<Record<string, unknown>> = {}): GivenFact {
  return { type, key, fields };
}

/** `quiescent 2 1`: how a run ended, its rounds and its mutations. */
export function shapeOf({ stop, rounds, mutations }: Step): string {
  return `${stop} ${rounds} ${mutations}`;
}

/** `Rule {…}` of each outcome. */
export function emittedBy({ outcomes }: Step): readonly string[] {
  return outcomes.map(({ rule, params }) => `${rule} ${JSON.stringify(params)}`);
}
