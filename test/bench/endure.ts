/**
 * `node --expose-gc endure.js LIVE STEPS`: keeps a session going in which facts come under keys that were never there before
 * and go again, and prints what it holds after each quarter. A process of its own, because nothing else may grow in it.
 */
import { type Command, Session, type Step } from '#app/library.js';
import { heapBytes } from './heap.ts';
import { programOf } from './peers/arbiter.ts';
import { assertion, NOW, outcomesOf } from './peers/expert.ts';

export interface Endurance {
  /** Heap after each quarter of the steps. */
  readonly bytes: readonly number[];
  /** Of all steps. */
  readonly outcomes: number;
  /** By type, when all is over. */
  readonly facts: Readonly<Record<string, number>>;
}

const TEXT = `
fact Reading { site: number value: number }
fact Alarm { site: number value: number }
fact Site { number: number }

outcome Page { reading: string site: string }

expert rule Hot per_fact {
    when { any r in facts.Reading { r.value >= 90 } }
    then assert Alarm { key: r.key, site: r.site, value: r.value }
}

expert rule Tell per_fact {
    when { any a in facts.Alarm { any s in facts.Site { s.number == a.site } } }
    then emit Page { reading: a.key, site: s.key }
}
`;

const SITES = 100;
const QUARTERS = 4;

const [live = 0, steps = 0] = process.argv.slice(2).map(Number);
console.log(JSON.stringify(endure(live, steps)));

function endure(live: number, steps: number): Endurance {
  const session = new Session(programOf(TEXT));
  const bytes: number[] = [];
  const facts: Record<string, number> = { Site: 0, Reading: 0, Alarm: 0 };
  let outcomes = 0;
  const take = (step: Step): void => {
    outcomes += outcomesOf(step).length;
    for (const { type, fact } of step.changes) facts[type] = (facts[type] ?? 0) + (fact === null ? -1 : 1);
  };
  take(session.applyAll(sites(), NOW));
  let step = 0;
  for (let quarter = 1; quarter <= QUARTERS; quarter++) {
    for (const end = (steps * quarter) / QUARTERS; step < end; step++)
      take(session.apply(commandOf(step, live), NOW + step));
    bytes.push(heapBytes());
  }
  return { bytes, outcomes, facts };
}

function sites(): readonly Command[] {
  return Array.from({ length: SITES }, (_, number) =>
    assertion({ type: 'Site', key: `s${number}`, fields: { number } }),
  );
}

/** Once there are enough, every second step lets the oldest reading go. */
function commandOf(step: number, live: number): Command {
  const gone = (step - live) >> 1;
  if (step >= live && (step - live) % 2 === 0) return { kind: 'retract', type: 'Reading', key: `r${gone}` };
  const index = step < live ? step : live + gone;
  const fields = { site: index % SITES, value: index % 100 };
  return assertion({ type: 'Reading', key: `r${index}`, fields });
}
