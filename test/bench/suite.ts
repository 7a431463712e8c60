/**
 * What a benchmark is: a suite asks one question and answers it in tables, of which each row stands beside a reference that
 * was measured in the same run. A figure of a shared machine says little; its ratio to the reference carries over.
 */

/** How much work a run is. */
export interface Size {
  /** Few contexts would flatter generated code: what branches do with sixteen, a processor learns by heart. */
  readonly contexts: number;
  /** For candidates so slow that branches do not matter. */
  readonly contextsOfSlow: number;
  /** No rule set is larger. */
  readonly rulesMax: number;
  /** No session holds more facts, derived ones included. */
  readonly factsMax: number;
  /** How long a session is kept going to see what it gathers. */
  readonly steps: number;
  readonly rounds: number;
  readonly warmUpMs: number;
  /** How long the turn of a candidate lasts in a round; one call is the least. Long enough for collections to fall into it. */
  readonly turnMs: number;
  /** Processes that each load a rule set once from cold. */
  readonly loads: number;
}

export const FULL: Size = {
  contexts: 4096,
  contextsOfSlow: 256,
  rulesMax: 10_000,
  factsMax: 100_000,
  steps: 10_000_000,
  rounds: 31,
  warmUpMs: 500,
  turnMs: 25,
  loads: 5,
};

/** Runs every line and answers every context, and measures nothing that means something. */
export const TINY: Size = {
  contexts: 32,
  contextsOfSlow: 8,
  rulesMax: 40,
  factsMax: 120,
  steps: 2_000,
  rounds: 1,
  warmUpMs: 0,
  turnMs: 0,
  loads: 1,
};

/** What is asked of the engine: at most this much. */
export interface Reach {
  readonly ratio?: number;
  readonly median?: number;
  readonly beside?: Beside;
}

/** What is asked in proportion to another row than the first. */
export interface Beside {
  readonly row: string;
  readonly ratio: number;
}

export interface Row {
  readonly name: string;
  /** In the unit of the table. */
  readonly median: number;
  /** The median of its ratios to the reference, each of one round. */
  readonly ratio: number;
  /** Ours, so that `--check` holds it to what is stored. */
  readonly own: boolean;
  readonly reach?: Reach;
  /** The median of its ratios to the row that its reach names. */
  readonly beside?: number;
}

export interface Table {
  readonly title: string;
  readonly unit: 'ns' | 'bytes';
  /** The first is the reference. */
  readonly rows: readonly Row[];
}

export type OnProgress = (text: string) => void;

export interface Suite {
  readonly name: string;
  readonly question: string;
  /** Rejects when a candidate answers wrongly; nothing is timed before all have answered. */
  readonly measure: (size: Size, onProgress: OnProgress) => Promise<readonly Table[]>;
}
