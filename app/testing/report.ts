/** Reports of a run: for people, TAP 14, JUnit XML, JSON. All of them say the same; each is a list of lines. */
import type { FileResult } from './run-file.ts';
import { humanReport } from './report-human.ts';
import { jsonReport } from './report-json.ts';
import { junitReport } from './report-junit.ts';
import { tapReport } from './report-tap.ts';

export interface ReportSettings {
  /** Shows what passed too. */
  readonly verbose: boolean;
  readonly coverage: boolean;
}

type Report = (results: readonly FileResult[], settings: ReportSettings) => readonly string[];

export const REPORTERS: ReadonlyMap<string, Report> = new Map([
  ['human', humanReport],
  ['tap', tapReport],
  ['junit', junitReport],
  ['json', jsonReport],
]);
