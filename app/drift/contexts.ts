/**
 * Contexts to compare decisions of: JSON text, a JSON file, or a file with one context a line, which is read in a stream however
 * long it is. What is no context is given with its place; the others are read on.
 */
import { readLines } from '#connectors/sources/lines.js';
import { readContext, type ValueRecord } from '#engine';
import { subjectOf } from '#engine/govern/rollout.js';
import { parseJson } from '#lang';
import { jsonFrom } from '../cli/context.ts';
import { UsageError } from '../cli/command.ts';
import { isTooLarge, readText, TEXT_MEBIBYTES_MAX } from '../cli/text-file.ts';

export type Found =
  | { readonly kind: 'context'; readonly index: number; readonly data: unknown }
  | { readonly kind: 'malformed'; readonly place: string; readonly reason: string };

const MEBIBYTE = 1_048_576;
const LINE_BYTES_MAX = 16 * MEBIBYTE;
const KEYS = ['request_id', 'id', 'key'];

/** One object, or a list of them. */
export function* contextsIn(parsed: unknown): Generator<Found, void, undefined> {
  const list: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  for (const [index, data] of list.entries()) yield foundIn(data, index, `context[${index}]`);
}

/** Names that end in `.ndjson` or `.jsonl` hold a context a line. Rejects with `UsageError`. */
export async function* contextsOf(path: string): AsyncGenerator<Found, void, undefined> {
  if (/\.(?:ndjson|jsonl)$/.test(path)) {
    yield* contextLines(path);
    return;
  }
  if (await isTooLarge(path))
    throw new UsageError(
      `\`${path}\` has more than ${TEXT_MEBIBYTES_MAX} MiB: with one context a line, as .ndjson, it is read in a stream`,
    );
  yield* contextsIn(jsonFrom(await readText(path), `\`${path}\``));
}

/** What the reports call a context: the value at the path, or that of a usual name, or its place. */
export function keyOf(context: ValueRecord, index: number, path: string | undefined): string {
  for (const name of path === undefined ? KEYS : [path, ...KEYS]) {
    const key = subjectOf(context, name);
    if (key !== undefined) return key;
  }
  return `context[${index}]`;
}

async function* contextLines(path: string): AsyncGenerator<Found, void, undefined> {
  let index = 0;
  for await (const line of readLines(path, LINE_BYTES_MAX)) {
    const place = `${path} line ${line.number}`;
    if ('fault' in line) {
      yield { kind: 'malformed', place, reason: `it ${line.fault}` };
      index += 1;
    } else if (line.text !== '') {
      const parsed = parseJson(line.text);
      if ('value' in parsed) yield foundIn(parsed.value, index, place);
      else yield { kind: 'malformed', place, reason: `it is not JSON at column ${parsed.faultAt + 1}` };
      index += 1;
    }
  }
}

function foundIn(data: unknown, index: number, place: string): Found {
  const reading = readContext(data);
  if (reading.kind === 'invalid') return { kind: 'malformed', place, reason: `it ${reading.reason}` };
  return { kind: 'context', index, data };
}
