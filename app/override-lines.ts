/** Overrides for people: one line an entry. */
import type { Bundle, OverrideEvent } from '#actors/overrides/override-store.js';
import type { Override, Overrides } from '#engine';
import { entriesOf, type OverrideEntry, type OverrideTarget } from '#engine/govern/override-entries.js';
import { type OverrideSets, overridesOf } from '#engine/govern/override-sets.js';
import { compareText } from '#engine/value.js';
import { killSwitchState } from '#streams/codec/overrides.js';

/** What is shared first, then each bundle. */
export function setLines(sets: OverrideSets): readonly string[] {
  const bundles = [null, ...[...sets.bundles.keys()].sort(compareText)];
  return orNothing(bundles.flatMap((bundle) => linesOf(bundle, overridesOf(sets, bundle))));
}

export function overrideLines(bundle: Bundle, overrides: Overrides): readonly string[] {
  return orNothing(linesOf(bundle, overrides));
}

export function eventLines(event: OverrideEvent): readonly string[] {
  if (event.kind === 'snapshot') return overrideLines(event.bundle, event.overrides);
  return [entryLine(event.bundle, { target: event, override: event.override })];
}

/** For example `shop: rule Review: kill switch on, rollout 2500`. */
export function entryLine(bundle: Bundle, { target, override }: OverrideEntry): string {
  const place = bundle === null ? '' : `${bundle}: `;
  return `${place}${nameOf(target)}: ${meaningOf(override)}`;
}

function orNothing(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? ['nothing is overridden'] : lines;
}

function linesOf(bundle: Bundle, overrides: Overrides): readonly string[] {
  return entriesOf(overrides).map((entry) => entryLine(bundle, entry));
}

function nameOf(target: OverrideTarget): string {
  switch (target.kind) {
    case 'rule':
      return `rule ${target.rule}`;
    case 'arm':
      return `arm ${target.arm} of ${target.strategy}`;
    case 'flag':
      return `flag ${target.flag}`;
    case 'flag_rule':
      return `rule ${target.index} of flag ${target.flag}`;
  }
}

function meaningOf({ killSwitch, rollout }: Override): string {
  const parts = [
    ...(killSwitch === undefined ? [] : [`kill switch ${killSwitchState(killSwitch)}`]),
    ...(rollout === undefined ? [] : [`rollout ${rollout}`]),
  ];
  return parts.length === 0 ? 'unset' : parts.join(', ');
}
