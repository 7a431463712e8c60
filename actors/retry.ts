/** Pauses between attempts: exponential, capped, with jitter from the seeded source so that lanes do not retry in step. */
import type { SystemLimits } from './limits.ts';
import type { Entropy } from './ports.ts';

export function retryDelayMs(
  attempt: number,
  limits: Pick<SystemLimits, 'retryMinMs' | 'retryMaxMs'>,
  entropy: Entropy,
): number {
  const capped = Math.min(limits.retryMinMs * 2 ** Math.min(attempt - 1, 30), limits.retryMaxMs);
  return Math.round(capped * (0.5 + entropy.random() / 2));
}
