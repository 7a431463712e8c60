/**
 * The only place where text becomes code. The text comes from `condition-text.ts` and `match/rule-text.ts`, and holds nothing that came
 * from outside: fixed phrases, and numbers that were counted there.
 */

/**
 * Runs the lines as the body of a function of `K`, the constants that the text names by index, and `S`, the functions that it calls,
 * and returns what they return. `null` where the host refuses code from text.
 */
export function instantiate<Code>(
  lines: readonly string[],
  constants: readonly unknown[],
  support: readonly unknown[],
): Code | null {
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- the one place for it, and why is said above
    return new Function('K', 'S', lines.join('\n'))(constants, support);
  } catch (error) {
    if (error instanceof EvalError) return null;
    throw error;
  }
}
