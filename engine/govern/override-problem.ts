/** What cannot be an override, for values that come from outside. The names may be of what no program has. */
import { type OverrideEntry, type OverrideTarget, pathOf } from './override-entries.ts';
import { BUCKETS } from './rollout.ts';

/** Of a name of anything, in UTF-8. */
export const NAME_BYTES_MAX = 256;
/** Of a rule of a flag. */
export const INDEX_MAX = 65_535;

/** One sentence without the place, or `null`. */
export function overrideProblem({ target, override }: OverrideEntry): string | null {
  const { killSwitch, rollout } = override;
  if (target.kind === 'flag' && rollout !== undefined) return 'a flag has no rollout, its rules have';
  if (target.kind === 'flag_rule' && killSwitch !== undefined)
    return 'a rule of a flag has no kill switch, the flag has';
  if (killSwitch !== undefined && typeof killSwitch !== 'boolean') return 'a kill switch is true or false';
  if (rollout !== undefined && !isShare(rollout)) return `a rollout is ${SHARE}`;
  return targetProblem(target);
}

export const SHARE = `basis points, a whole number from 0 to ${BUCKETS}`;

export function isShare(value: unknown): value is number {
  return Number.isInteger(value) && typeof value === 'number' && value >= 0 && value <= BUCKETS;
}

export function nameProblem(name: string): string | null {
  if (name === '') return 'a name is empty';
  if (/[\p{Cc}\p{Cs}]/u.test(name)) return 'a name holds characters that are no text';
  const bytes = new TextEncoder().encode(name).length;
  return bytes <= NAME_BYTES_MAX ? null : `a name has ${bytes} bytes; at most ${NAME_BYTES_MAX} are possible`;
}

export function isIndex(value: unknown): value is number {
  return Number.isInteger(value) && typeof value === 'number' && value >= 0 && value <= INDEX_MAX;
}

function targetProblem(target: OverrideTarget): string | null {
  if (target.kind === 'flag_rule' && !isIndex(target.index))
    return `rules of a flag are counted from 0 to ${INDEX_MAX}`;
  return (
    pathOf(target)
      .map(nameProblem)
      .find((problem) => problem !== null) ?? null
  );
}
