/**
 * The one key layout of the store. Keys are text that orders by code unit: names are percent-encoded tokens, numbers
 * are zero-padded, and `/` separates parts, so that a prefix is a range.
 *
 *     journal, decision   <arbiter>/<lane key>/<sequence>
 *     memory              <arbiter>/<lane key>/<type>/<fact key>
 *     lane, checkpoint    <arbiter>/<lane key>
 *     seen                <arbiter>/<lane key>/<message id>
 *     timer               <arbiter>/<due>/<lane key>
 *     outbox              <target>/<audit sequence>/<ordinal>
 *     audit               <sequence>
 *     position            <arbiter>
 *     bundle              <digest>
 *     override            shared, bundle/<bundle>
 *     meta                audit-head, bundle
 */
import { decodeToken, encodeToken } from '#streams/subjects.js';
import type { Lane } from '#streams/ports.js';
import type { Range, StoreKey } from './ports.ts';

export const AUDIT_HEAD = 'audit-head';
export const ACTIVE_BUNDLE = 'bundle';

export function laneKey({ arbiter, key }: Lane): StoreKey {
  return `${encodeToken(arbiter)}/${encodeToken(key)}`;
}

export function journalKey(lane: Lane, sequence: number): StoreKey {
  return `${laneKey(lane)}/${ordered(sequence)}`;
}

export function memoryKey(lane: Lane, type: string, key: string): StoreKey {
  return `${laneKey(lane)}/${encodeToken(type)}/${encodeToken(key)}`;
}

export function seenKey(lane: Lane, id: string): StoreKey {
  return `${laneKey(lane)}/${encodeToken(id)}`;
}

export function timerKey(lane: Lane, due: number): StoreKey {
  return `${encodeToken(lane.arbiter)}/${ordered(due)}/${encodeToken(lane.key)}`;
}

export function outboxKey(target: string, auditSequence: number, ordinal: number): StoreKey {
  return `${encodeToken(target)}/${ordered(auditSequence)}/${ordered(ordinal)}`;
}

export function auditKey(sequence: number): StoreKey {
  return ordered(sequence);
}

export function arbiterKey(arbiter: string): StoreKey {
  return encodeToken(arbiter);
}

export function overrideKey(bundle: string | null): StoreKey {
  return bundle === null ? 'shared' : `bundle/${encodeToken(bundle)}`;
}

/** What `overrideKey` was made of; `undefined` for a key that it does not make. */
export function overriddenBundle(key: StoreKey): string | null | undefined {
  if (key === 'shared') return null;
  return key.startsWith('bundle/') ? decodeToken(key.slice('bundle/'.length)) : undefined;
}

/** Timers of an arbiter with `due ≤ until`. */
export function timersUntil(arbiter: string, until: number, limit: number): Range {
  return { from: `${encodeToken(arbiter)}/`, to: `${encodeToken(arbiter)}/${ordered(until + 1)}`, limit };
}

export function timersOf(arbiter: string, limit: number): Range {
  return within(encodeToken(arbiter), limit);
}

/** Journal records or decisions of a lane with a sequence above `after`. */
export function lanesAfter(lane: Lane, after: number, limit: number): Range {
  return { ...within(laneKey(lane), limit), from: journalKey(lane, after + 1) };
}

/** The outbox of a target, up to what one audit row and those before it brought. */
export function outboxUpTo(target: string, auditSequence: number, limit: number): Range {
  return {
    ...within(encodeToken(target), limit),
    to: `${encodeToken(target)}/${ordered(auditSequence + 1)}`,
  };
}

export function outboxOf(target: string, limit: number): Range {
  return within(encodeToken(target), limit);
}

export function everything(limit: number, after: StoreKey | null = null): Range {
  return { from: after === null ? '' : `${after}~`, to: '~', limit };
}

/** Sixteen digits hold every safe integer; instants before 1970 do not occur. */
function ordered(value: number): string {
  return String(value).padStart(16, '0');
}

/** `0` follows `/` in code-unit order. */
function within(prefix: string, limit: number): Range {
  return { from: `${prefix}/`, to: `${prefix}0`, limit };
}
