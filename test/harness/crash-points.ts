/** The named points of the commit path at which a test kills a process. */
export const CRASH_POINTS = [
  'before-commit',
  'commit-handed-over',
  'after-commit',
  'before-ack',
  'after-ack',
  'before-publish',
  'after-publish',
  'before-settlement',
  'settlement-handed-over',
  'after-settlement',
] as const;

export type CrashPoint = (typeof CRASH_POINTS)[number];

export interface CrashOptions {
  readonly program: string;
  readonly data: string;
  readonly url: string;
  /** Absent: run to the end. */
  readonly point?: CrashPoint;
  /** Which time it comes to the point, from 1. */
  readonly nth?: number;
}
