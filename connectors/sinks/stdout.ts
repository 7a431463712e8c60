/**
 * Handler kind `stdout`: one line per outcome, for people or for programs. Keys and texts come from outside, so a pretty
 * line shows what could steer a terminal as escapes.
 */
import type { Sink } from '#actors/ports.js';
import type { StoredOutcome } from '#actors/records.js';
import { visible } from '#lang/report/visible.js';
import { Fault, reasonOf } from '#streams/faults.js';

interface StdoutOptions {
  /** Takes the line without its end. */
  readonly write: (line: string) => void;
  readonly format: 'pretty' | 'json';
}

export function stdoutSink({ write, format }: StdoutOptions): Sink {
  const lineOf = format === 'json' ? jsonLine : prettyLine;
  return {
    deliver(outcome) {
      try {
        write(lineOf(outcome));
        return Promise.resolve();
      } catch (error) {
        const values = { target: 'stdout', reason: reasonOf(error) };
        return Promise.reject(new Fault('sink/failed', { values, retryable: true, cause: error }));
      }
    },
  };
}

/** One outcome as one line of JSON: what `stdout` and `audit` handlers write. */
export function jsonLine({ id, at, arbiter, key, rule, name, params }: StoredOutcome): string {
  return JSON.stringify({ id, at: new Date(at).toISOString(), arbiter, key, rule, outcome: name, params });
}

/** `2018-02-06 15:50:43Z  MainShock  Taiwan  magnitude=6.4 place="21km NNE of Hualian, Taiwan"` */
export function prettyLine({ at, name, key, params }: StoredOutcome): string {
  const instant = new Date(at)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
  const pairs = Object.entries(params).map(([param, value]) => `${param}=${JSON.stringify(value)}`);
  return [instant, name, key, pairs.join(' ')].map(visible).join('  ').trimEnd();
}
