/** The simulator: production code under a seed, with every port in the simulator's hands. */
export type { Finding } from './checkers/checkers.ts';
export type { SimOptions, SimOverrides } from './options.ts';
export { type SeedReport, type Seeds, simulate, simulateSeed, type SimulationReport } from './simulate.ts';
export { parseFacts, type WorkloadFact } from './workload/facts.ts';
export type { SimInput } from './world.ts';
