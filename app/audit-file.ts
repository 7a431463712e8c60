/**
 * Audit files: one decision a line, as JSON. A file only grows, each event is one write and on disk before it counts. What is
 * recorded is the context as it came in, so that another program can read it its own way.
 */
import { open } from 'node:fs/promises';
import { readLines } from '#connectors/sources/lines.js';
import { type ArbitraceStep, readContext } from '#engine';
import { bundleId, parseJson, type Program } from '#lang';
import { parseInstantMs } from '#lang/instant.js';
import { type RuleMatch, ruleMatchFrom } from './drift/matches.ts';

/** Members in the order in which they are written; those of other kinds of event are not read. */
export interface RulesEvent {
  /** RFC 3339: the instant that was decided at. */
  readonly timestamp: string;
  readonly request_id?: string;
  readonly bundle_id: string;
  readonly environment?: string;
  readonly kind: 'rules';
  readonly context: unknown;
  readonly rules: readonly RuleMatch[];
  readonly arbitrace?: readonly ArbitraceStep[];
}

export type ReadEvent =
  | { readonly kind: 'event'; readonly event: Recorded }
  | { readonly kind: 'malformed'; readonly place: string; readonly reason: string };

/** What replay needs of an event. */
export interface Recorded {
  readonly key: string;
  readonly requestId: string;
  readonly nowSeconds: number;
  readonly context: unknown;
  readonly rules: readonly RuleMatch[];
}

const LINE_BYTES_MAX = 16_777_216;
const LINE_FEED = 0x0a;

/** Of name and source, see `bundleId`. */
export function idOf({ name, source, files }: Program): string {
  const modules = files.map(({ path, start, length }) => ({
    path,
    text: source.slice(start, start + length),
  }));
  return bundleId(name, modules);
}

/** A line that was cut off by a crash stays a line of its own. Contexts may be confidential, so the file is its owner's. */
export async function appendEvent(path: string, event: RulesEvent): Promise<void> {
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const last = new Uint8Array([LINE_FEED]);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    const separator = last[0] === LINE_FEED ? '' : '\n';
    await file.write(`${separator}${JSON.stringify(event)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The decisions of rules in the file that have a context. */
export async function* readEvents(path: string): AsyncGenerator<ReadEvent, void, undefined> {
  let index = 0;
  for await (const line of readLines(path, LINE_BYTES_MAX)) {
    const place = `${path} line ${line.number}`;
    const found =
      'fault' in line ? `it ${line.fault}` : line.text === '' ? null : eventFrom(line.text, index);
    if (typeof found === 'string') yield { kind: 'malformed', place, reason: found };
    else if (found !== null) {
      index += 1;
      yield { kind: 'event', event: found };
    }
  }
}

/** Text says what is wrong; `null` is an event that nothing can be replayed of. */
function eventFrom(text: string, index: number): Recorded | string | null {
  const parsed = parseJson(text);
  if (!('value' in parsed)) return `it is not JSON at column ${parsed.faultAt + 1}`;
  if (typeof parsed.value !== 'object' || parsed.value === null || Array.isArray(parsed.value))
    return 'it is not an object';
  const { kind, timestamp, request_id, bundle_id, context, rules } = Object.fromEntries(
    Object.entries(parsed.value),
  );
  if (typeof kind !== 'string') return '`kind` is not a text';
  if (kind !== 'rules' || isEmpty(context)) return null;
  const ms = typeof timestamp === 'string' ? parseInstantMs(timestamp) : undefined;
  if (ms === undefined) return '`timestamp` is no instant';
  const reading = readContext(context);
  if (reading.kind === 'invalid') return `\`context\` ${reading.reason}`;
  const matches = matchesFrom(rules);
  if (matches === null) return '`rules` is not a list of matches';
  const requestId = textOf(request_id);
  const bundle = textOf(bundle_id);
  const key = requestId === '' ? `${bundle === '' ? 'audit' : bundle}[${index}]` : requestId;
  return { key, requestId, nowSeconds: Math.floor(ms / 1000), context, rules: matches };
}

/** Absent is none: whoever wrote the file may leave out empty lists. */
function matchesFrom(raw: unknown): readonly RuleMatch[] | null {
  if (raw === undefined || raw === null) return [];
  if (!Array.isArray(raw)) return null;
  const matches = raw.map(ruleMatchFrom).filter((match) => match !== null);
  return matches.length === raw.length ? matches : null;
}

function isEmpty(context: unknown): boolean {
  if (context === undefined || context === null) return true;
  return typeof context === 'object' && Object.keys(context).length === 0;
}

function textOf(raw: unknown): string {
  return typeof raw === 'string' ? raw : '';
}
