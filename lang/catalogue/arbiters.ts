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
    help: 'give it a `stream`, a `poll` or a `schedule`',
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
    help: 'declare it: `fact Name { … }`',
    wrong:
      'outcome Stop { key: string }\nfact Stopped { at: timestamp }\nworker stop { input Stop output Stoped exec "stop" }',
    right:
      'outcome Stop { key: string }\nfact Stopped { at: timestamp }\nworker stop { input Stop output Stopped exec "stop" }',
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
  'check/left-out-rule': {
    severity: 'warning',
    template: '`{rule}` requires `{required}`, which this arbiter does not run',
    help: 'a rule without the one that it requires never fires: let the arbiter run both',
    wrong:
      'outcome O { }\nexpert rule A { when { a == 1 } then emit O { } }\nexpert rule B { requires A when { b == 1 } then emit O { } }\narbiter M { poll 1m rules B on * stdout }',
    right:
      'outcome O { }\nexpert rule A { when { a == 1 } then emit O { } }\nexpert rule B { requires A when { b == 1 } then emit O { } }\narbiter M { poll 1m rules A, B on * stdout }',
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
  'check/unfamiliar-handler': {
    severity: 'warning',
    template: '`{name}` is a handler of the host, not of the runtime',
    help: 'the handlers of the runtime are `audit`, `stdout`, `nats`, `chain` and `worker`',
    wrong: 'arbiter M { poll 1m on * stdot lines }',
    right: 'arbiter M { poll 1m on * stdout }',
  },
  'check/for-with-debounce': {
    severity: 'error',
    template: '`for` and `debounce` cannot be combined',
    help: 'both wait for the condition to hold: keep one of them',
    wrong: 'expert rule R debounce 5m { when { a } for 1m then emit X { } }',
    right: 'expert rule R { when { a } for 5m then emit X { } }',
  },
  'check/only-key': {
    severity: 'error',
    template: '`{effect}` takes a `key` and nothing else, not `{name}`',
    help: 'what `modify` changes stands in `set { … }`',
    wrong: 'expert rule R { then retract Risk { key: "a" level: 1 } }',
    right: 'expert rule R { then retract Risk { key: "a" } }',
  },
  'check/key-in-set': {
    severity: 'error',
    template: 'the key of a fact cannot be changed',
    help: 'the type and the key are what makes it this fact',
    wrong: 'expert rule R { then modify Risk { key: "a" set { key: "b" } } }',
    right: 'expert rule R { then modify Risk { key: "a" set { level: 1 } } }',
  },
  'check/missing-set': {
    severity: 'error',
    template: '`modify` changes nothing',
    help: 'say what: `set { field: value }`',
    wrong: 'expert rule R { then modify Risk { key: "a" } }',
    right: 'expert rule R { then modify Risk { key: "a" set { level: 1 } } }',
  },
  'check/cron': {
    severity: 'error',
    template: 'this is no schedule: {reason}',
    help: 'five fields: minute, hour, day, month, weekday, for example `0 8 * * MON-FRI`; `CRON_TZ=Europe/Berlin` in front names the time zone',
    wrong: 'arbiter M { schedule "daily" }',
    right: 'arbiter M { schedule "0 8 * * MON-FRI" }',
  },
  'check/alias-collision': {
    severity: 'error',
    template: 'two targets have the alias `{alias}`',
    help: 'rules see the health of sources under their aliases: change one of them',
    wrong: 'arbiter M { poll 1m source https://a.b/c source https://a.b/c/ }',
    right: 'arbiter M { poll 1m source https://a.b/c source https://a.b/d }',
  },
  'check/chain-without-source': {
    severity: 'error',
    template: 'arbiter `{target}` does not take what `{name}` sends',
    help: 'add `source chain://…` to it',
    wrong: 'arbiter Up { poll 1m on * chain Down }\narbiter Down { poll 1m }',
    right: 'arbiter Up { poll 1m on * chain Down }\narbiter Down { poll 1m source chain://Up }',
  },
  'check/worker-transport': {
    severity: 'error',
    template: '`{name}` is a route of the runtime and runs no worker',
    help: 'name the kind of worker that the host provides, for example `exec`',
    wrong:
      'outcome Stop { key: string }\nfact Stopped { at: timestamp }\nworker stop { input Stop output Stopped stdout x }',
    right:
      'outcome Stop { key: string }\nfact Stopped { at: timestamp }\nworker stop { input Stop output Stopped exec "stop" }',
  },
  'check/worker-input': {
    severity: 'error',
    template: 'worker `{worker}` takes `{input}`, not `{outcome}`',
    help: 'route the outcome that the worker declares as its input',
    wrong:
      'outcome Stop { key: string }\noutcome Go { key: string }\nfact Stopped { at: timestamp }\nworker stop { input Stop output Stopped exec "stop" }\narbiter M { poll 1m on Go worker stop }',
    right:
      'outcome Stop { key: string }\nfact Stopped { at: timestamp }\nworker stop { input Stop output Stopped exec "stop" }\narbiter M { poll 1m on Stop worker stop }',
  },
} as const satisfies Record<string, CodeEntry>;
