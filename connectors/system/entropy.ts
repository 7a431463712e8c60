/**
 * Real randomness, for the jitter of retries only. Identities are hashes of their content and secrets come from
 * `node:crypto`; neither is drawn here.
 */
import type { Entropy } from '#actors/ports.js';

export function systemEntropy(): Entropy {
  return { random: () => Math.random() };
}
