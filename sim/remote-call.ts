/**
 * A call to something outside the process. It leaves, has its effect or not, and the answer comes back or not: the caller
 * of a failed one cannot know. A call that has left does its effect even if the caller dies meanwhile.
 */
import type { Clock } from '#actors';
import type { Fault } from '#streams/faults.js';
import type { CallFaults } from './faults/calls.ts';
import type { Prng } from './prng.ts';

export interface RemoteCall {
  readonly clock: Clock;
  readonly prng: Prng;
  readonly faults: CallFaults;
  /** Nothing answers: the call fails without effect. */
  readonly isRefused: boolean;
  readonly isAlive: () => boolean;
  readonly effect: () => void;
  readonly failure: () => Fault;
}

export function callRemote(call: RemoteCall): Promise<void> {
  const { clock, prng, faults, isAlive, effect, failure } = call;
  const fate = fateOf(call);
  const wayMs = (): number => prng.integer(0, faults.latencyMaxMs) / 2;
  return new Promise((resolve, reject) => {
    const answer = (): void => {
      if (!isAlive()) return;
      if (fate === 'answered') resolve();
      else reject(failure());
    };
    const arrive = (): void => {
      if (fate !== 'refused') effect();
      clock.setTimeout(answer, wayMs());
    };
    clock.setTimeout(arrive, wayMs());
  });
}

function fateOf({ prng, faults, isRefused }: RemoteCall): 'answered' | 'refused' | 'unknown' {
  if (isRefused) return 'refused';
  if (!prng.chance(faults.failChance)) return 'answered';
  return prng.chance(faults.unknownShare) ? 'unknown' : 'refused';
}
