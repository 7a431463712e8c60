/**
 * The formats of facts in files and answers: CSV with a header, a JSON list, JSON by lines. Each gives records; what is no fact among
 * them is for `snapshotOf` to say. Texts are read whole: whoever calls bounds them.
 */
import { CsvError, parse } from 'csv-parse/sync';
import { reasonOf } from '#streams/faults.js';
import { sourceFault } from './snapshot.ts';

export type Format = 'csv' | 'json' | 'jsonl';

/** Whether a field is text, so that a CSV cell like `0815` is not a number. */
export type IsText = (type: string, field: string) => boolean;

interface Reading {
  /** For people. */
  readonly target: string;
  readonly isText: IsText;
}

const RECORD_BYTES_MAX = 1_048_576;
/** As numbers are written, without what a number would lose. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const DIGITS_MAX = 15;

/** Throws `source/failed` for a text that is not of the format. */
export function readRecords(format: Format, text: string, reading: Reading): readonly unknown[] {
  switch (format) {
    case 'csv':
      return readCsv(text, reading);
    case 'json':
      return readList(text, reading);
    case 'jsonl':
      return readLines(text, reading);
  }
}

function readCsv(text: string, { target, isText }: Reading): readonly unknown[] {
  const [header, ...rows] = parseCsv(text, target);
  if (header === undefined) throw sourceFault(target, 'it has no header line');
  const names = header.map((name) => (/^(?:type|key)$/i.test(name) ? name.toLowerCase() : name));
  for (const column of ['type', 'key'])
    if (!names.includes(column)) throw sourceFault(target, `it has no column \`${column}\``);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw sourceFault(target, `it has two columns \`${twice}\``);
  return rows.map((row) => recordOf(names, row, isText));
}

function parseCsv(text: string, target: string): readonly (readonly string[])[] {
  try {
    return parse(text, {
      bom: true,
      trim: true,
      comment: '#',
      comment_no_infix: true,
      skip_empty_lines: true,
      max_record_size: RECORD_BYTES_MAX,
    });
  } catch (error) {
    if (error instanceof CsvError) throw sourceFault(target, error.message, error);
    throw error;
  }
}

/** Blank cells are no fields. */
function recordOf(names: readonly string[], row: readonly string[], isText: IsText): object {
  const type = row[names.indexOf('type')] ?? '';
  const cells = names.flatMap((name, at): readonly (readonly [string, unknown])[] => {
    const cell = row[at] ?? '';
    if (cell === '') return [];
    return [[name, name === 'type' || name === 'key' || isText(type, name) ? cell : valueOf(cell)]];
  });
  return Object.fromEntries(cells);
}

function valueOf(cell: string): unknown {
  if (cell === 'true' || cell === 'false') return cell === 'true';
  const isNumber = NUMBER.test(cell) && cell.replace(/\D/g, '').length <= DIGITS_MAX;
  return isNumber ? Number(cell) : cell;
}

function readList(text: string, { target }: Reading): readonly unknown[] {
  const list = parseJson(text, target, '');
  if (!Array.isArray(list)) throw sourceFault(target, 'it is no list of facts');
  return list;
}

/** Blank lines, and those that begin with `#` or `//`, are passed over. */
function readLines(text: string, { target }: Reading): readonly unknown[] {
  return text.split('\n').flatMap((line, at) => {
    const content = line.trim();
    if (content === '' || content.startsWith('#') || content.startsWith('//')) return [];
    return [parseJson(content, target, `line ${at + 1}: `)];
  });
}

function parseJson(text: string, target: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw sourceFault(target, `${place}${reasonOf(error)}`, error);
  }
}
