/** Bounds of one decision and of one session's memory. Hitting one is a recorded stop reason or a trap, never a hang. */
export interface EngineLimits {
  /** Rounds of one run before it stops as `max_rounds`. */
  readonly roundsMax: number;
  /** Changes of visible facts in one run before it stops as `max_mutations`. */
  readonly mutationsMax: number;
  /**
   * Steps of all loops of one evaluation, by the words of their bodies, before it traps; code outside of loops runs once. In a session
   * each evaluation of a rule for an instance has its own.
   */
  readonly fuelMax: number;
  /** Visible facts, derived ones included, at which a session takes no more from outside. */
  readonly factsMax: number;
  /** UTF-8 bytes of a fact key. */
  readonly keyBytesMax: number;
}

export const ENGINE_LIMITS: EngineLimits = {
  roundsMax: 32,
  mutationsMax: 1024,
  fuelMax: 10_000_000,
  factsMax: 1_000_000,
  keyBytesMax: 256,
};
