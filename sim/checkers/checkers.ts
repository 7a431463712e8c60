/** All checkers. Each looks at one promise of the system and says in one sentence how it was broken, or `null`. */
import type { Observation } from '../observation/observation.ts';
import { checkAuditChain } from './audit-chain.ts';
import { checkConsistentContent } from './consistent-content.ts';
import { checkDecidedOnce } from './decided-once.ts';
import { checkDurableFirst } from './durable-first.ts';
import { checkNothingInvented } from './nothing-invented.ts';
import { checkNothingLost } from './nothing-lost.ts';
import { checkOrder } from './order.ts';
import { checkReference } from './reference.ts';
import { checkRestoredState } from './restored-state.ts';

export interface Finding {
  readonly checker: string;
  readonly message: string;
}

const CHECKERS: readonly {
  readonly name: string;
  readonly check: (observation: Observation) => string | null;
}[] = [
  { name: 'durable-first', check: checkDurableFirst },
  { name: 'audit-chain', check: checkAuditChain },
  { name: 'restored-state', check: checkRestoredState },
  { name: 'decided-once', check: checkDecidedOnce },
  { name: 'consistent-content', check: checkConsistentContent },
  { name: 'nothing-invented', check: checkNothingInvented },
  { name: 'nothing-lost', check: checkNothingLost },
  { name: 'order', check: checkOrder },
  { name: 'reference', check: checkReference },
];

/** The first broken promise. */
export function findBreach(observation: Observation): Finding | null {
  for (const { name: checker, check } of CHECKERS) {
    const message = check(observation);
    if (message !== null) return { checker, message };
  }
  return null;
}
