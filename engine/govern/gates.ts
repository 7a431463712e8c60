/**
 * The gates that stand before a condition, in their one order: kill switch, active window, prerequisites, exclusions,
 * segment. Rules and expert rules pass through the same ones; a rollout stands behind the condition.
 */
import type { CompiledGovernance } from '#lang/bytecode/program.js';
import { formatInstant } from '#lang/instant.js';
import type { Machine } from '../vm/machine.ts';
import type { Effective } from './overrides.ts';
import type { SegmentCache } from './segment-cache.ts';
import type { Arbitrace } from './trace.ts';

interface Gated extends Effective {
  readonly when: { readonly segment: string | null };
}

/** What the gates of an expert rule are decided against. */
export interface World {
  readonly machine: Machine;
  readonly segments: SegmentCache;
  /** Whether a rule that ran before has matched. */
  isMet(name: string): boolean;
}

/** Stops at the first gate that blocks. */
export function passesGates(
  { governance, overridden, when }: Gated,
  trace: Arbitrace,
  world: World,
): boolean {
  const { machine, segments } = world;
  return (
    passesKillSwitch(governance, trace, overridden.killSwitch) &&
    passesWindow(governance, trace, machine) &&
    governance.requires.every((name) => passesRequirement(name, world.isMet(name), trace)) &&
    governance.excludes.every((name) => passesExclusion(name, world.isMet(name), trace)) &&
    (when.segment === null || segments.passes(when.segment, machine, trace))
  );
}

/** A switch that an override has turned off is on record, because the source may say otherwise. */
export function passesKillSwitch(
  { killSwitch }: Pick<CompiledGovernance, 'killSwitch'>,
  trace: Arbitrace,
  isOverridden = false,
): boolean {
  if (killSwitch !== 'on' && !isOverridden) return true;
  const isOn = killSwitch === 'on';
  return trace.record({
    check: 'kill_switch',
    phase: 'governance',
    kind: 'kill_switch',
    disposition: isOn ? 'blocked' : 'passed',
    detail: isOn ? 'outcome is kill-switched' : 'kill switch is off',
    source: isOverridden ? 'override' : undefined,
  });
}

/** From inclusive, until exclusive. */
export function passesWindow(
  { activeFrom, activeUntil }: CompiledGovernance,
  trace: Arbitrace,
  machine: Machine,
): boolean {
  if (activeFrom === null && activeUntil === null) return true;
  const now = machine.view.nowSeconds;
  return (
    passesBound(
      'active_from',
      { at: activeFrom, now, isOpen: activeFrom === null || now >= activeFrom },
      trace,
    ) &&
    passesBound(
      'active_until',
      { at: activeUntil, now, isOpen: activeUntil === null || now < activeUntil },
      trace,
    )
  );
}

interface Bound {
  readonly at: number | null;
  readonly now: number;
  readonly isOpen: boolean;
}

function passesBound(
  kind: 'active_from' | 'active_until',
  { at, now, isOpen }: Bound,
  trace: Arbitrace,
): boolean {
  if (at === null || trace.isOff) return isOpen;
  return trace.record({
    check: `${kind} ${formatInstant(at)}`,
    phase: 'governance',
    kind,
    disposition: isOpen ? 'passed' : 'blocked',
    detail: `now=${formatInstant(now)} -> ${isOpen}`,
  });
}

export function passesRequirement(name: string, met: boolean, trace: Arbitrace): boolean {
  if (trace.isOff) return met;
  return trace.record({
    check: `requires ${name}`,
    phase: 'governance',
    kind: 'requires',
    target: name,
    disposition: met ? 'passed' : 'blocked',
    detail: `${name} -> ${met}`,
  });
}

export function passesExclusion(name: string, met: boolean, trace: Arbitrace): boolean {
  if (trace.isOff) return !met;
  return trace.record({
    check: `excludes ${name}`,
    phase: 'governance',
    kind: 'excludes',
    target: name,
    disposition: met ? 'blocked' : 'passed',
    detail: `${name} matched=${met}`,
  });
}
