/** A session that holds plain facts, to be weighed. */
import { type Command, contextFromJson, Session } from '#app/library.js';
import type { Holding } from '../weigh.ts';
import { type Prepared, programOf } from './arbiter.ts';
import { AMPLE, NOW, settled } from './expert.ts';

const TYPES = `
fact Quake {
    region: string place: string kind: string magnitude: number
    depth: number latitude: number longitude: number at: number
}
fact Station { place: string }
outcome Report { place: string magnitude: number }
`;

/** No station is there: what is weighed is what waits for one. */
const RULE = `
expert rule Tell per_fact {
    when { any q in facts.Quake { any s in facts.Station { s.place == q.place } } }
    then emit Report { place: q.place, magnitude: q.magnitude }
}
`;

const type = 'Quake';

export function unread(): Holding<Prepared> {
  return holdingOf(TYPES);
}

export function joined(): Holding<Prepared> {
  return holdingOf(TYPES + RULE);
}

function holdingOf(text: string): Holding<Prepared> {
  const program = programOf(text);
  return {
    take: (plain) => contextFromJson(plain) ?? {},
    hold: (keys, records) => {
      const session = new Session(program, { limits: AMPLE });
      const changed = (commands: readonly Command[]) =>
        settled(session.applyAll(commands, NOW)).changes.length;
      changed(keys.map((key, index) => ({ kind: 'assert', type, key, fields: records[index] ?? {} })));
      return Promise.resolve((keys) => changed(keys.map((key) => ({ kind: 'retract', type, key }))));
    },
  };
}
