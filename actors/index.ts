/** Arbiters as running actors: one wiring for production and simulation. */
export { SYSTEM_LIMITS, type SystemLimits } from './limits.ts';
export type * from './ports.ts';
export { type RunningSystem, startSystem, type SystemInput, type SystemStatus } from './system.ts';
