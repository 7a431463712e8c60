/** The simulator: production code under a seed, with every port in the simulator's hands. */
export type { Finding } from './checkers/checkers.ts';
/** The oracle: what a program decides, straight from its text. Compare it with the engine in tests of your own. */
export {
  type Model,
  modelOf,
  type ModelStrategyDecision,
} from './model/model.ts';
export { modelProgramOf } from './model/model.ts';
export { ModelSession, type ModelSessionOptions, type ModelStep } from './model/session/session.ts';
export type { ModelFlagDecision } from './model/flags.ts';
export type { ModelDecision } from './model/rules.ts';
export type { SimOptions, SimOverrides } from './options.ts';
export { type SeedReport, type Seeds, simulate, simulateSeed, type SimulationReport } from './simulate.ts';
export { parseFacts, type WorkloadFact } from './workload/facts.ts';
export type { SimInput } from './world.ts';
