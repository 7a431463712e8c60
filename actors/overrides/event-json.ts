/** Events of overrides on the wire: lower-case snake names, every member of an entry said. */
import { overrideJson, overridesJson } from '#streams/codec/override-json.js';
import type { OverrideEvent } from './override-store.ts';

/**
 * `{ "kind": "snapshot", "bundle": "shop", "overrides": { "rules": … } }`, then for example `{ "kind": "flag_rule",
 * "bundle": "shop", "flag": "checkout", "index": 0, "override": { "rollout": null } }`.
 */
export function overrideEventJson(event: OverrideEvent): object {
  if (event.kind === 'snapshot') return { ...event, overrides: overridesJson(event.overrides, 'wire') };
  const { kind, bundle, override, ...names } = event;
  return { kind, bundle, ...names, override: overrideJson(event, override) };
}
