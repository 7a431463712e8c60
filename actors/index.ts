/** Arbiters as running actors: one wiring for production and simulation. */
export { SYSTEM_LIMITS, type SystemLimits } from './limits.ts';
export type * from './ports.ts';
export type { StoredOutcome } from './records.ts';
export {
  type ArbiterStatus,
  PENDING_MAX,
  type RunningSystem,
  type SystemStatus,
  type TargetStatus,
} from './running-system.ts';
export { startSystem, type SystemInput } from './system.ts';
