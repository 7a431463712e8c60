/** Invariants that stay on in production: a failed one is our mistake, and the decision it would spoil is not made. */
export function assert(condition: boolean, invariant: string): asserts condition {
  if (!condition) throw new InvariantViolation(invariant);
}

export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation';
}
