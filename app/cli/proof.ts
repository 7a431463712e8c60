/** Why a fact holds, or a rule has no match, for people. */
import type { Justification, Obstacle, Proof, WhyNot } from '#engine';
import { visible } from '#lang/report/visible.js';
import type { Terminal } from './command.ts';

export function showProof(proof: Proof, isJson: boolean, terminal: Terminal): void {
  if (isJson) return terminal.out(JSON.stringify(proof));
  for (const line of proofLines(proof)) terminal.out(visible(line));
}

export function showWhyNot(answer: WhyNot, isJson: boolean, terminal: Terminal): void {
  if (isJson) return terminal.out(JSON.stringify(answer));
  const { rule, fired, obstacle } = answer;
  terminal.out(visible(fired ? `${rule} has a match` : `${rule} has no match`));
  if (obstacle !== null) for (const line of obstacleLines(obstacle)) terminal.out(visible(`  ${line}`));
}

/** What a fact rests on stands below it. */
function proofLines({
  type,
  key,
  fields,
  external,
  supports,
  overlays,
  retractions,
  isCut,
}: Proof): readonly string[] {
  const shown = fields === null ? 'is not visible' : JSON.stringify(fields);
  const origin = external === null ? '' : supports.length === 0 ? ' from outside' : ' hides one from outside';
  const above = isCut === true ? ' (see above)' : '';
  return [
    `${type}/${key} ${shown}${origin}${above}`,
    ...justificationLines('by', supports),
    ...justificationLines('overlaid by', overlays),
    ...justificationLines('hidden by', retractions),
  ];
}

function justificationLines(how: string, all: readonly Justification[]): readonly string[] {
  return all.flatMap(({ rule, condition, facts }) => [
    `  ${how} ${rule}${condition === '' ? '' : `: ${condition}`}`,
    ...facts.flatMap(proofLines).map((line) => `    ${line}`),
  ]);
}

function obstacleLines(obstacle: Obstacle): readonly string[] {
  switch (obstacle.kind) {
    case 'gate':
      return [`${obstacle.step.check}: ${obstacle.step.detail}`];
    case 'trap':
      return [`it failed: ${obstacle.message}`];
    case 'group':
      return [`${obstacle.rule} comes before it in its group`];
    case 'waits':
      return [
        obstacle.until === null ? 'it waits' : `it waits until ${new Date(obstacle.until).toISOString()}`,
      ];
    case 'condition': {
      const { text, facts, seen } = obstacle;
      const about = facts.map(({ type, key }) => `${type}/${key}`).join(', ');
      const values =
        seen.length === 0 ? '' : ` (saw ${seen.map((value) => JSON.stringify(value)).join(', ')})`;
      return [`${text} failed${about === '' ? '' : ` for ${about}`}${values}`];
    }
  }
}
