/** The small parts of a summary: texts of gates, durations, types and conditions. */
import type { Program } from '#lang';
import { formatInstant } from '#lang/instant.js';
import type { CodeRange, CompiledGovernance, CompiledRollout } from '#lang/bytecode/program.js';
import { type RecordField, typeName } from '#lang/types.js';
import { spanOf } from '#engine/govern/excerpt.js';

export type Row = Readonly<Record<string, unknown>>;

/** Without members that say nothing: absent, null, an empty text, list or object. */
export function rowOf(members: Row): Row {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => !isEmpty(value)));
}

/** `number<length>?`; the fields of an object are listed below it. */
export function fieldSummary({ name, optional, type }: RecordField): Row {
  const fields = type.kind === 'record' ? type.fields.map(fieldSummary) : [];
  return rowOf({ name, type: `${typeName(type)}${optional ? '?' : ''}`, required: !optional, fields });
}

export function gatesSummary(governance: CompiledGovernance): Row {
  const { killSwitch, activeFrom, activeUntil, requires, requiresFlags, excludes, rollout } = governance;
  return rowOf({
    kill_switch: killSwitch === 'on' ? true : undefined,
    active_from: activeFrom === null ? undefined : formatInstant(activeFrom),
    active_until: activeUntil === null ? undefined : formatInstant(activeUntil),
    requires: [...requires, ...requiresFlags],
    excludes,
    rollout: rollout === null ? undefined : rolloutText(rollout),
  });
}

/** `20% by k namespace "n"`; `to` is a variant of a split. */
export function rolloutText({ basisPoints, subject, namespace }: CompiledRollout, to = ''): string {
  const share = `${basisPoints / 100}%${to === '' ? '' : ` ${to}`} by ${subject}`;
  return namespace === null ? share : `${share} namespace "${namespace}"`;
}

/** As written, on one line, without the braces of its block. */
export function conditionText(program: Program, code: CodeRange | null): string | undefined {
  if (code === null) return undefined;
  const { start, end } = spanOf(program, code);
  return program.source
    .slice(start, end)
    .replace(/\s+/g, ' ')
    .replace(/^\{ ?(.*?) ?\}$/, '$1');
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

/** `1h30m`; absent for none. */
export function durationText(ms: number): string | undefined {
  if (ms <= 0) return undefined;
  const parts: string[] = [];
  let rest = ms;
  for (const [symbol, length] of UNITS) {
    const count = Math.floor(rest / length);
    if (count > 0) parts.push(`${count}${symbol}`);
    rest -= count * length;
  }
  return parts.join('');
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
