/**
 * The words of the language with one line of help each. Words are grouped by where they may stand, because most of them are
 * ordinary names everywhere else; completion offers a group, hover looks in all of them.
 */
export type Words = Readonly<Record<string, string>>;

export const DECLARATIONS: Words = {
  const: 'a named value, inlined where it is used: `const LIMIT = 35`',
  segment: 'a named condition: `segment Adult { age >= 18 }`',
  input: 'the shape of the context; with one, paths into it are closed: `input { user: { age: number } }`',
  feature: 'data of a source, read under its name: `feature user from "crm" { tier: string }`',
  fact: 'the fields of a fact type: `fact Quake { magnitude: number }`',
  outcome: 'the fields of an outcome: `outcome Alert { level: number }`',
  table: 'rows for `lookup`: the first line names the columns, `|` separates cells',
  tag: 'a tag that rules may carry: `tag "fraud"`',
  tags: 'several tags in one string: `tags "realtime,batch"`',
  import: 'the names of another module under a namespace: `import "fraud/scoring" as scoring`',
  include: 'the text of another file (deprecated: use `import`)',
  rule: 'a rule that is decided without state: `rule Name { when { … } then Action { … } }`',
  strategy: 'an ordered choice that always selects one arm: `strategy Name returns Outcome { … else … }`',
  flag: 'a named variant with targeting rules: `flag name default "off" { … }`',
  'expert rule':
    'a rule over facts that runs until nothing changes: `expert rule Name { when { … } then emit Outcome { … } }`',
  arbiter: 'a continuous loop: what starts it, what it keeps, where outcomes go',
  worker: 'an external capability: an outcome in, a fact out',
};

const GOVERNANCE: Words = {
  kill_switch: 'stops the rule as long as it is on: `kill_switch on`',
  active_from: 'before this instant the rule does not apply',
  active_until: 'from this instant on the rule does not apply',
  requires: 'applies only if these have matched: `requires A, B`',
  excludes: 'applies only if these have not matched: `excludes A, B`',
  rollout: 'applies to a share of subjects: `rollout 10 by user.id namespace "n"`',
};

export const RULE: Words = {
  ...GOVERNANCE,
  when: 'the condition: `when { … }`, `when segment S`, `when segment S { … }`',
  then: 'what follows when the rule matches: `then Name { field: value }`',
  otherwise: 'what follows when the condition itself is false',
};

export const RULE_HEADER: Words = {
  priority: 'a whole number; rules are evaluated in ascending order, 0 by default',
  tag: 'a declared tag of the rule: `tag "fraud"`',
};

export const EXPERT_HEADER: Words = {
  ...RULE_HEADER,
  per_fact: 'matches once for each fact of the first type it reads',
  cooldown: 'the least time between two emissions: `cooldown 1h`',
  debounce: 'delays the fact until the condition has held this long',
};

export const EXPERT: Words = {
  ...GOVERNANCE,
  no_loop: 'what the rule does itself does not wake it again',
  stable: 'waits until the facts it reads have settled',
  activation_group: 'of the rules in a group only the first one fires',
  when: 'the condition over facts: `when { any q in facts.Quake { … } }`',
  then: 'what follows: `then assert|emit|retract|modify Name { … }`',
};

export const TEMPORAL: Words = {
  for: 'true once the condition has held this long: `for 10m`',
  within: 'stays true this long after the condition last held',
  stable_for: 'true once the condition has held for so many rounds: `stable_for 3 cycles`',
};

export const EFFECTS: Words = {
  assert: 'holds a fact while the rule is true',
  emit: 'produces an outcome when it becomes supported',
  retract: 'removes the fact with this key',
  modify: 'overlays fields of the fact with this key: `modify F { key: … set { … } }`',
};

export const ARM: Words = {
  kill_switch: GOVERNANCE['kill_switch'] ?? '',
  active_from: GOVERNANCE['active_from'] ?? '',
  active_until: GOVERNANCE['active_until'] ?? '',
  rollout: GOVERNANCE['rollout'] ?? '',
  when: RULE['when'] ?? '',
  then: 'the label of the arm and what it gives: `then Label { field: value }`',
  else: 'the arm when no other applies; it is the last one',
};

export const FLAG_HEADER: Words = {
  type: '`type boolean` or `type multivariate`',
  default: 'the variant when no rule serves another: `default "off"`',
  kill_switch: 'serves the default as long as it is on',
};

export const FLAG: Words = {
  requires: 'applies only if these flags resolve to other than their default',
  variant: 'a variant and its payload: `variant "on" { size: 1 }`',
  defaults: 'payload values that every variant inherits',
  kill_switch: FLAG_HEADER['kill_switch'] ?? '',
  active_from: 'before this instant the next rule does not apply',
  active_until: 'from this instant on the next rule does not apply',
  rollout: GOVERNANCE['rollout'] ?? '',
  when: 'who the rule is for: `when Segment`, `when { … }`, `when Segment { … }`',
  then: 'the variant to serve',
  split: 'divides subjects among variants: `split by user.id { "a": 5000, "b": 5000 }`',
  else: 'marks a rule that follows another: `else when { … } then "b"`',
};

export const FLAG_METADATA: Words = {
  owner: 'who may remove the flag: `owner: "team"`',
  expires: 'the day the flag should be gone: `expires: "2027-01-31"`',
  description: 'what the flag is for',
};

export const ARBITER: Words = {
  poll: 'runs again and again: `poll 30s`',
  stream: 'facts that arrive one by one: `stream Quake by region at at`',
  source: 'facts that are fetched or kept: `source Quake retain 1h`, `source https://host/path`',
  schedule: 'runs by a cron expression: `schedule "0 8 * * MON-FRI"`',
  checkpoint: 'where the state is kept',
  rules: 'which expert rules it runs: `rules A, B`, `rules tag "fraud"`',
  durability: 'when an input counts as taken: `synced`, `acked` or `best-effort`',
  on: 'where outcomes go: `on Alert where level > 2 audit decisions.log`',
};

export const STREAM_OPTIONS: Words = {
  by: 'the field that partitions the stream',
  at: 'the field that holds the time of a fact',
};

export const SOURCE_OPTIONS: Words = { retain: 'how long facts stay: `retain 1h`, `retain last 1000`' };

export const DELIVERY_OPTIONS: Words = {
  retry: 'how often a delivery is tried again: `retry 3`',
  backoff: 'how long to wait before: `backoff 5s`',
};

export const ROUTES: Words = {
  stdout: 'writes the outcome as a line',
  audit: 'appends the outcome to a log: `audit decisions.log`',
  nats: 'publishes the outcome: `nats subject`',
  chain: 'hands the outcome to another arbiter: `chain Down`',
  worker: 'runs a declared worker: `worker stop`',
};

export const LEVELS: Words = {
  synced: 'when it is on disk',
  acked: 'when the store has acknowledged it',
  'best-effort': 'at once',
};

export const OPERANDS: Words = {
  not: 'true for everything that is not true',
  any: 'true if it holds for some element: `any x in list { … }`',
  all: 'true if it holds for every element',
  none: 'true if it holds for no element',
  join: 'facts that go together: `join a: A, b: B on .field { … }`',
  lookup: 'the first row of a table that fits: `lookup T where … order by c else { … }`',
  true: 'only `true` is true',
  false: '',
  null: 'a value that is not there',
  facts: 'the facts of a type: `facts.Quake`',
  __now: 'the instant of the decision',
  current_round: 'the number of the round',
};

export const OPERATORS: Words = {
  and: 'both',
  or: 'either',
  in: 'is an element of the list',
  contains: 'has the element; a string has the text',
  retains: 'has any of the elements',
  subset_of: 'has no element that the other has not',
  superset_of: 'has every element of the other',
  vague_contains: 'has an element like it',
  starts_with: 'begins with the text',
  ends_with: 'ends with the text',
  matches: 'matches the regular expression (RE2)',
  between: 'lies within: `x between [1, 5)`',
  is: '`is null`, `is not null`',
};

export const FUNCTIONS: Words = {
  now: 'now() → the instant of the decision',
  abs: 'abs(x) → the absolute value',
  round: 'round(x) → the nearest whole number, half away from zero',
  floor: 'floor(x) → the greatest whole number that is not above it',
  ceil: 'ceil(x) → the least whole number that is not below it',
  min: 'min(a, b), or min(x.f for x in list): the least',
  max: 'max(a, b), or max(x.f for x in list): the greatest',
};

export const AGGREGATES: Words = {
  sum: 'sum(x.f for x in list where …); 0 over nothing',
  avg: 'avg(x.f for x in list); null over nothing',
  count: 'count(x in list where …)',
};

export const TYPES: Words = {
  number: 'a double; `number<length>` is a quantity',
  string: 'text',
  boolean: '`true` or `false`',
  timestamp: 'an instant in whole seconds',
  decimal: 'an exact amount: `decimal<USD>`, `decimal<currency>`',
  list: 'a list: `list<string>`',
  enum: 'a string that is one of these: `enum("low", "high")`',
};

/** Words that only follow another one. */
const PARTICLES: Words = {
  segment: DECLARATIONS['segment'] ?? '',
  returns: 'the outcome that every arm of a strategy, or every variant of a flag, gives',
  where: 'the condition of a lookup, filter or handler',
  bind: 'a fact that the condition is about: `bind q in facts.Quake where { … }`',
  let: 'a named value: `let total = a + b`',
  set: 'the fields that `modify` changes',
  by: 'by whom or by what',
  namespace: 'keeps the buckets of this rollout apart from others',
  percent: 'a share from 0 to 100',
  as: 'the namespace of an import',
  from: 'the name of a source',
  order: '`order by column asc|desc`: which of several rows is the first',
  asc: 'ascending',
  desc: 'descending',
  on: 'what joined facts have in common',
  including_self: 'a fact may be joined with itself',
  cycles: 'rounds',
  last: 'how many facts are kept',
  output: 'the fact that a worker gives',
  secret: 'a reference to a secret; the value never enters a program',
  expert: DECLARATIONS['expert rule'] ?? '',
  off: '',
  multivariate: 'a flag of several variants',
};

const ALL: Words = {
  ...PARTICLES,
  ...LEVELS,
  ...ROUTES,
  ...DELIVERY_OPTIONS,
  ...SOURCE_OPTIONS,
  ...STREAM_OPTIONS,
  ...FLAG_METADATA,
  ...TYPES,
  ...OPERATORS,
  ...OPERANDS,
  ...TEMPORAL,
  ...EFFECTS,
  ...ARM,
  ...FLAG,
  ...FLAG_HEADER,
  ...ARBITER,
  ...EXPERT,
  ...EXPERT_HEADER,
  ...RULE,
  ...FUNCTIONS,
  ...AGGREGATES,
  ...DECLARATIONS,
};

/** What a word of the language means, wherever it stands; `undefined` for a word that is none. */
export function helpFor(word: string): string | undefined {
  return Object.hasOwn(ALL, word) ? ALL[word] : undefined;
}
