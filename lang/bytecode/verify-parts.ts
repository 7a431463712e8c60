/** What the parts of the verifier share: the form of a failure, and the checks that stand in more than one table. */
import type { BundleCode } from './refusals.ts';

export interface VerifyFailure {
  readonly code: BundleCode;
  readonly message: string;
  /** The word at which the code is wrong. */
  readonly pc?: number;
}

/** The first failure of a list, in its order. */
export function firstFailure<Entry>(
  entries: Iterable<Entry>,
  verify: (entry: Entry) => VerifyFailure | null,
): VerifyFailure | null {
  for (const entry of entries) {
    const failure = verify(entry);
    if (failure !== null) return failure;
  }
  return null;
}

export function verifyUnique(names: readonly string[]): VerifyFailure | null {
  if (names.length < 2) return null;
  const seen = new Set<string>();
  return firstFailure(names, (name) => {
    if (seen.has(name))
      return fail('bundle/duplicate-name', `\`${name}\` stands twice where names are unique`);
    seen.add(name);
    return null;
  });
}

export function isDuration(ms: number): boolean {
  return Number.isSafeInteger(ms) && ms >= 0;
}

export function unknown(kind: string, name: string): VerifyFailure {
  return fail('bundle/unknown-reference', `there is no ${kind} \`${name}\``);
}

export function fail(code: BundleCode, message: string): VerifyFailure {
  return { code, message };
}
