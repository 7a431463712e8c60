/** A session of nools that holds plain facts, to be weighed. */
import type { Holding, Plain } from '../weigh.ts';
import { loadedNools, noolsFlow } from './nools.ts';

class Quake {
  readonly region: string;
  readonly place: string;
  readonly kind: string;
  readonly magnitude: number;
  readonly depth: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly at: number;
  constructor({ region, place, kind, magnitude, depth, latitude, longitude, at }: Plain) {
    this.region = region;
    this.place = place;
    this.kind = kind;
    this.magnitude = magnitude;
    this.depth = depth;
    this.latitude = latitude;
    this.longitude = longitude;
    this.at = at;
  }
}

/** None is there: what is weighed is what waits for one. */
class Station {
  readonly place = '';
}

export function joined(): Holding<Quake> {
  const flow = noolsFlow((flow) =>
    flow.rule(
      'Tell',
      [
        [Quake, 'q'],
        [Station, 's', 's.place == q.place'],
      ],
      () => undefined,
    ),
  );
  return {
    take: (plain) => new Quake(plain),
    hold: async (_, records) => {
      const session = await loadedNools(flow, records);
      return () => session.getFacts(Quake).length;
    },
  };
}
