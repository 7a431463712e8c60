/** Governance as s-expressions; see `outline.ts`. */
import type { Governance, Name } from './nodes.ts';
import { form } from './outline-expression.ts';

type Part = string | false;

export function outlineGovernance(governance: Governance): readonly Part[] {
  const { killSwitch, activeFrom, activeUntil, requires, excludes, rollout } = governance;
  return [
    killSwitch !== null && form('kill-switch', killSwitch.on ? 'on' : 'off'),
    activeFrom !== null && form('active-from', String(activeFrom.seconds)),
    activeUntil !== null && form('active-until', String(activeUntil.seconds)),
    names('requires', requires),
    names('excludes', excludes),
    rollout !== null &&
      form(
        'rollout',
        String(rollout.percent),
        rollout.subject !== null && form('by', rollout.subject.text),
        rollout.namespace !== null && form('namespace', JSON.stringify(rollout.namespace.value)),
      ),
  ];
}

function names(head: string, given: readonly Name[]): Part {
  return given.length > 0 && form(head, ...given.map(({ text }) => text));
}
