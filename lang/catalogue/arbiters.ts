/** What the checker finds in expert rules and arbiters beyond names and types. */
import type { CodeEntry } from './entry.ts';

export const ARBITERS_CODES = {
  'check/temporal-per-fact': {
    severity: 'error',
    template: '`{clause}` cannot be combined with `per_fact`',
    help: 'a temporal clause watches one condition over time; leave out `per_fact`',
    wrong: 'expert rule R per_fact { when { any f in facts.F { f.hot } } for 5m then emit Hot { } }',
    right: 'expert rule R { when { any f in facts.F { f.hot } } for 5m then emit Hot { } }',
  },
  'check/no-trigger': {
    severity: 'error',
    template: 'arbiter `{name}` never runs',
    help: 'give it a `stream` or a `poll`',
    wrong: 'arbiter Monitor { on * stdout }',
    right: 'arbiter Monitor { poll 1m on * stdout }',
  },
  'check/duplicate-arbiter-clause': {
    severity: 'error',
    template: '`{clause}` is given twice',
    help: 'keep one of them',
    wrong: 'arbiter Monitor { poll 1m poll 5m }',
    right: 'arbiter Monitor { poll 5m }',
  },
  'check/unknown-fact': {
    severity: 'error',
    template: '`{name}` is not a declared fact',
    help: 'a stream carries facts of a declared type: `fact Name { … }`',
    wrong: 'fact Quake { magnitude: number }\narbiter Monitor { stream quack source Quake retain 1h }',
    right: 'fact Quake { magnitude: number }\narbiter Monitor { stream quake source Quake retain 1h }',
  },
  'check/unstreamed-source': {
    severity: 'error',
    template: 'fact `{fact}` is kept by this arbiter but never streamed to it',
    help: 'add a `stream` of it',
    wrong: 'fact Quake { magnitude: number }\narbiter Monitor { poll 1m source Quake retain 1h }',
    right: 'fact Quake { magnitude: number }\narbiter Monitor { stream Quake source Quake retain 1h }',
  },
  'check/stream-without-retention': {
    severity: 'warning',
    template: 'facts `{fact}` of this stream are kept forever',
    help: 'say how long: `source Name retain 1h` or `source Name retain last 1000`',
    wrong: 'fact Quake { magnitude: number }\narbiter Monitor { stream Quake }',
    right: 'fact Quake { magnitude: number }\narbiter Monitor { stream Quake source Quake retain last 1000 }',
  },
  'check/partition-field': {
    severity: 'error',
    template: 'a stream cannot be partitioned by `{field}`, which is `{type}`',
    help: 'take a required field that is a string, a number or a boolean',
    wrong: 'fact Quake { region?: string }\narbiter M { stream Quake by region source Quake retain 1h }',
    right: 'fact Quake { region: string }\narbiter M { stream Quake by region source Quake retain 1h }',
  },
  'check/time-field': {
    severity: 'error',
    template: 'field `{field}` is `{type}` and cannot be the time of a fact',
    help: 'take a field of type `timestamp`',
    wrong: 'fact Quake { at: string }\narbiter M { stream Quake at at source Quake retain 1h }',
    right: 'fact Quake { at: timestamp }\narbiter M { stream Quake at at source Quake retain 1h }',
  },
  'check/unknown-outcome': {
    severity: 'error',
    template: 'there is no outcome `{name}`',
    help: 'an outcome is declared, or emitted by an expert rule',
    wrong: 'outcome Alert { }\narbiter M { poll 1m on Alrt stdout }',
    right: 'outcome Alert { }\narbiter M { poll 1m on Alert stdout }',
  },
  'check/unknown-handler': {
    severity: 'error',
    template: 'there is no handler `{name}`',
    help: 'the handlers are `audit`, `stdout` and `nats`',
    wrong: 'arbiter M { poll 1m on * stdot }',
    right: 'arbiter M { poll 1m on * stdout }',
  },
  'check/handler-needs-target': {
    severity: 'error',
    template: 'handler `{name}` needs a target',
    help: 'say where to: `audit decisions.log`',
    wrong: 'arbiter M { poll 1m on * audit }',
    right: 'arbiter M { poll 1m on * audit decisions.log }',
  },
  'check/handler-takes-no-target': {
    severity: 'error',
    template: 'handler `{name}` takes no target',
    help: 'leave out what follows it',
    wrong: 'arbiter M { poll 1m on * stdout lines }',
    right: 'arbiter M { poll 1m on * stdout }',
  },
} as const satisfies Record<string, CodeEntry>;
