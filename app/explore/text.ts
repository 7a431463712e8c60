/** A summary for people: a paragraph for each kind of declaration, a line for each one, what it is made of below it. */
import type { Row } from './rows.ts';

/** Members that name a row, the first that is there. */
const NAMES = ['name', 'label', 'fact', 'outcome', 'target', 'cron', 'dimension'];

export function summaryLines(summary: Row): readonly string[] {
  return Object.entries(summary).flatMap(([member, value]) => {
    const title = member.replaceAll('_', ' ');
    if (!Array.isArray(value)) return [`${title}: ${plain(value)}`];
    const rows: readonly unknown[] = value;
    return ['', `${title} (${rows.length})`, ...rowsLines(rows, '  ')];
  });
}

function rowsLines(rows: readonly unknown[], indent: string): readonly string[] {
  const width = Math.max(...rows.map((row) => titleOf(row).length));
  return rows.flatMap((row) => {
    if (!isRow(row)) return [`${indent}${plain(row)}`];
    const name = nameIn(row);
    const parts = Object.entries(row).filter(([member]) => member !== name);
    const own = parts
      .filter(([, value]) => !isTable(value))
      .map(([member, value]) => memberText(member, value));
    const line = `${indent}${titleOf(row).padEnd(width)}  ${own.join('  ')}`.trimEnd();
    return [line, ...parts.flatMap(([member, value]) => tableLines(member, value, `${indent}  `))];
  });
}

function tableLines(member: string, value: unknown, indent: string): readonly string[] {
  return isTable(value) ? [`${indent}${member}`, ...rowsLines(value, `${indent}  `)] : [];
}

/** A member that only says yes is its name. */
function memberText(member: string, value: unknown): string {
  const name = member.replaceAll('_', ' ');
  if (value === true) return name;
  if (Array.isArray(value)) return `${name} ${value.map(plain).join(', ')}`;
  return `${name} ${plain(value)}`;
}

/** Text without quotes, everything else as JSON. */
function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function titleOf(row: unknown): string {
  if (!isRow(row)) return '';
  const name = nameIn(row);
  return name === undefined ? '-' : plain(row[name]);
}

function nameIn(row: Row): string | undefined {
  return NAMES.find((member) => row[member] !== undefined);
}

function isTable(value: unknown): value is readonly Row[] {
  return Array.isArray(value) && value.length > 0 && value.every(isRow);
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
