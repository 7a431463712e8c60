/** Every rule about the rest of a program, each with a change that breaks only it. */
import t from 'tap';
import type {
  CompiledArbiter,
  CompiledExpertRule,
  CompiledRule,
  CompiledSegment,
  Program,
} from '#lang/bytecode/program.js';
import type { BundleCode } from '#lang/bytecode/refusals.js';
import { verifyProgram } from '#lang/bytecode/verify.js';
import { assemble } from '../../../harness/assemble.ts';
import { programOf, sampleProgram, UNGOVERNED, withCode } from '../../../harness/programs.ts';

const SAMPLE = sampleProgram();
const OUTSIDE = { start: 0, end: SAMPLE.source.length + 1 };

function first<Entry>(list: readonly Entry[], change: (entry: Entry) => Entry): readonly Entry[] {
  return list.map((entry, index) => (index === 0 ? change(entry) : entry));
}

const twice = <Entry>(list: readonly Entry[]): readonly Entry[] => [...list, ...list];
const rule = (change: Partial<CompiledRule>) => ({
  rules: first(SAMPLE.rules, (each) => ({ ...each, ...change })),
});
const when = (change: Partial<CompiledRule['when']>) => ({
  rules: first(SAMPLE.rules, (each) => ({ ...each, when: { ...each.when, ...change } })),
});
const expert = (change: Partial<CompiledExpertRule>) => ({
  expertRules: first(SAMPLE.expertRules, (each) => ({ ...each, ...change })),
});
const segment = (change: Partial<CompiledSegment>) => ({
  segments: first(SAMPLE.segments, (each) => ({ ...each, ...change })),
});
const arbiter = (change: Partial<CompiledArbiter>) => ({
  arbiters: first(SAMPLE.arbiters, (each) => ({ ...each, ...change })),
});
const requires = (names: readonly string[]) => ({ governance: { ...UNGOVERNED, requires: names } });
const stream = { factType: 'Quake', by: null, at: null } as const;
const retention = { factType: 'Quake', forMs: 0, last: 0 } as const;
const span = (...changed: readonly number[]) => ({
  spans: Int32Array.from([...changed, ...SAMPLE.spans.slice(changed.length)]),
});
const BARE = { segments: [], rules: [], strategies: [], flags: [], expertRules: [], arbiters: [] } as const;
const GAP = (SAMPLE.segments[0]?.code.length ?? 0) + 1;
const unit = { start: 0, length: 1 } as const;

const ACCEPTED: Readonly<Record<string, Partial<Program>>> = {
  nothing: {},
  'a stream of a fact that is not declared': { facts: [], workers: [] },
  'an earlier minor version': { languageVersion: '1.0' },
  'minus zero': { numbers: [-0, 1.5] },
  'reads that do not happen': expert({ readsRound: true, factTypes: ['Quake', 'Aftershock'] }),
  'an outcome that is only emitted': { outcomes: [], workers: [] },
  'the lowest priority': rule({ priority: -(2 ** 31) }),
  'the highest priority': rule({ priority: 2 ** 31 - 1 }),
  'empty spans': span(SAMPLE.source.length, SAMPLE.source.length, 0, 0),
  'all locals': when({ locals: 256 }),
  'a partition by key': arbiter({ streams: [{ ...stream, by: 'key' }] }),
  'rules and expert rules of one name': { ...expert({ name: 'Kept' }), ...arbiter({ rules: ['Kept'] }) },
};

// biome-ignore format: a table
const REFUSED: readonly (readonly [what: string, code: BundleCode, change: Partial<Program>])[] = [
  ['a later minor version', 'bundle/language-version', { languageVersion: '1.9' }],
  ['another major version', 'bundle/language-version', { languageVersion: '2.0' }],
  ['no version', 'bundle/language-version', { languageVersion: '' }],
  ['infinity', 'bundle/illegal-number', { numbers: [0, Infinity] }],
  ['not a number', 'bundle/illegal-number', { numbers: [NaN, 1] }],
  ['an empty path', 'bundle/illegal-path', { paths: [['a'], []] }],
  ['a span too few', 'bundle/illegal-span', { spans: SAMPLE.spans.slice(2) }],
  ['a span too many', 'bundle/illegal-span', { spans: Int32Array.from([...SAMPLE.spans, 0, 0]) }],
  ['a span before the source', 'bundle/illegal-span', span(-1)],
  ['a span behind the source', 'bundle/illegal-span', span(0, OUTSIDE.end)],
  ['a span backwards', 'bundle/illegal-span', span(2, 1)],
  ['a rule outside of the source', 'bundle/illegal-span', rule({ span: OUTSIDE })],
  ['an expert rule outside of the source', 'bundle/illegal-span', expert({ span: { start: 2, end: 1 } })],
  ['a fact twice', 'bundle/duplicate-name', { facts: twice(SAMPLE.facts) }],
  ['an outcome twice', 'bundle/duplicate-name', { outcomes: twice(SAMPLE.outcomes) }],
  ['a segment twice', 'bundle/duplicate-name', { segments: twice(SAMPLE.segments) }],
  ['a rule twice', 'bundle/duplicate-name', { rules: twice(SAMPLE.rules) }],
  ['an expert rule twice', 'bundle/duplicate-name', { expertRules: twice(SAMPLE.expertRules) }],
  ['an arbiter twice', 'bundle/duplicate-name', { arbiters: twice(SAMPLE.arbiters) }],
  ['a field of a fact twice', 'bundle/duplicate-name', { facts: first(SAMPLE.facts, (fact) => ({ ...fact, fields: twice(fact.fields) })) }],
  ['a field of an outcome twice', 'bundle/duplicate-name', { outcomes: first(SAMPLE.outcomes, (each) => ({ ...each, fields: twice(each.fields) })) }],
  ['a param twice', 'bundle/duplicate-name', { rules: first(SAMPLE.rules, ({ then, ...rest }) => ({ ...rest, then: { ...then, params: twice(then.params) } })) }],
  ['a param of otherwise twice', 'bundle/duplicate-name', rule({ otherwise: { name: 'A', lets: null, params: twice([{ name: 'p', code: unit }]) } })],
  ['a param of an expert rule twice', 'bundle/duplicate-name', expert({ then: { name: 'Alert', lets: null, params: twice([{ name: 'p', code: unit }]) } })],
  ['a fact type read twice', 'bundle/duplicate-name', expert({ factTypes: ['Quake', 'Quake'] })],
  ['a fact streamed twice', 'bundle/duplicate-name', arbiter({ streams: [stream, stream] })],
  ['a fact retained twice', 'bundle/duplicate-name', arbiter({ retention: [retention, retention] })],
  ['fact types unsorted', 'bundle/unsorted', segment({ factTypes: ['Quake', 'Aftershock'] })],
  ['fact types of a segment twice', 'bundle/unsorted', segment({ factTypes: ['Quake', 'Quake'] })],
  ['a priority with a fraction', 'bundle/illegal-number', rule({ priority: 0.5 })],
  ['a priority too low', 'bundle/illegal-number', rule({ priority: -(2 ** 31) - 1 })],
  ['a priority too high', 'bundle/illegal-number', expert({ priority: 2 ** 31 })],
  ['a segment that is not there', 'bundle/unknown-reference', when({ segment: 'Weak' })],
  ['a rule that is not there', 'bundle/unknown-reference', rule(requires(['Nobody']))],
  ['a rule of the other kind', 'bundle/unknown-reference', rule(requires(['Swarm']))],
  ['an expert rule of the other kind', 'bundle/unknown-reference', expert(requires(['Kept']))],
  ['a rule that requires itself', 'bundle/requires-cycle', rule(requires(['Kept']))],
  ['rules that require each other', 'bundle/requires-cycle', rule(requires(['Last']))],
  ['an expert rule that requires itself', 'bundle/requires-cycle', expert(requires(['Swarm']))],
  ['a negative duration', 'bundle/illegal-duration', expert({ forMs: -1 })],
  ['a duration with a fraction', 'bundle/illegal-duration', expert({ withinMs: 0.5 })],
  ['an endless duration', 'bundle/illegal-duration', expert({ cooldownMs: Infinity })],
  ['a negative interval', 'bundle/illegal-duration', arbiter({ pollMs: -1 })],
  ['a negative retention', 'bundle/illegal-duration', arbiter({ retention: [{ ...retention, forMs: -1 }] })],
  ['a retained count with a fraction', 'bundle/illegal-number', arbiter({ retention: [{ ...retention, last: 0.5 }] })],
  ['a partition by no field', 'bundle/unknown-reference', arbiter({ streams: [{ ...stream, by: 'nobody' }] })],
  ['a time in no field', 'bundle/unknown-reference', arbiter({ streams: [{ ...stream, at: 'never' }] })],
  ['retention of what is not streamed', 'bundle/unknown-reference', arbiter({ streams: [] })],
  ['an arbiter of no rule', 'bundle/unknown-reference', arbiter({ rules: ['Nobody'] })],
  ['a worker of no outcome', 'bundle/unknown-reference', { workers: SAMPLE.workers.map((each) => ({ ...each, input: 'Nothing' })) }],
  ['a worker of no fact', 'bundle/unknown-reference', { workers: SAMPLE.workers.map((each) => ({ ...each, output: 'Nothing' })) }],
  ['a tag that is not there', 'bundle/unknown-reference', rule({ tags: ['nobody'] })],
  ['a flag that is not there', 'bundle/unknown-reference', rule({ governance: { ...UNGOVERNED, requiresFlags: ['nobody'] } })],
  ['an excluded rule that is not there', 'bundle/unknown-reference', rule({ governance: { ...UNGOVERNED, excludes: ['Nobody'] } })],
  ['a rule that excludes itself', 'bundle/requires-cycle', rule({ governance: { ...UNGOVERNED, excludes: ['Kept'] } })],
  ['a flag that requires itself', 'bundle/requires-cycle', { flags: first(SAMPLE.flags, (flag) => ({ ...flag, requires: ['beta'] })) }],
  ['a strategy without arms', 'bundle/unknown-reference', { strategies: first(SAMPLE.strategies, (each) => ({ ...each, arms: [] })) }],
  ['more than everyone', 'bundle/illegal-number', rule({ governance: { ...UNGOVERNED, rollout: { basisPoints: 10_001, subject: 'a', namespace: null } } })],
  ['a split of less than all', 'bundle/illegal-number', { flags: first(SAMPLE.flags, (flag) => ({ ...flag, rules: first(flag.rules, (each) => ({ ...each, serves: { kind: 'split', subject: 'a', namespace: null, weights: [] } })) })) }],
  ['an instant with a fraction', 'bundle/illegal-number', rule({ governance: { ...UNGOVERNED, activeFrom: 0.5 } })],
  ['a decimal of no digits', 'bundle/illegal-number', { constants: [{ kind: 'decimal', digits: '1e5', unit: '' }, ...SAMPLE.constants.slice(1)] }],
  ['an infinite cell', 'bundle/illegal-number', { tables: SAMPLE.tables.map((each) => ({ ...each, rows: [[{ kind: 'number', value: Infinity }, { kind: 'null' }]] })) }],
  ['a row too short', 'bundle/illegal-table', { tables: SAMPLE.tables.map((each) => ({ ...each, rows: [[{ kind: 'null' }]] })) }],
  ['a view of no table', 'bundle/illegal-table', { views: [{ table: 1, column: -1, descending: false }, ...SAMPLE.views.slice(1)] }],
  ['a view by no column', 'bundle/illegal-table', { views: [{ table: 0, column: 2, descending: false }, ...SAMPLE.views.slice(1)] }],
  ['files with a gap', 'bundle/illegal-span', { files: SAMPLE.files.slice(1) }],
  ['files too short', 'bundle/illegal-span', { files: SAMPLE.files.slice(0, 1) }],
  ['a handler of no outcome', 'bundle/unknown-reference', arbiter({ handlers: [{ outcome: 'Alrt', where: null, locals: 0, kind: 'stdout', target: '', retry: -1, backoffMs: 0 }] })],
  ['facts read in secret', 'bundle/undeclared-read', segment({ factTypes: [] })],
  ['the clock read in secret', 'bundle/undeclared-read', expert({ readsClock: false })],
  ['facts of the segment in secret', 'bundle/undeclared-read', expert({ factTypes: ['Aftershock'] })],
  ['the clock of the segment in secret', 'bundle/undeclared-read', segment({ readsRound: true })],
  ['too many locals', 'bundle/too-many-locals', when({ locals: 257 })],
  ['a negative number of locals', 'bundle/too-many-locals', segment({ locals: -1 })],
  ['a unit inside another', 'bundle/misplaced-unit', when({ code: unit })],
  ['a unit of nothing', 'bundle/misplaced-unit', segment({ code: { start: 0, length: 0 } })],
  ['a gap between units', 'bundle/misplaced-unit', when({ code: { start: GAP, length: 1 } })],
  ['a unit past the end', 'bundle/misplaced-unit', segment({ code: { start: 0, length: SAMPLE.code.length + 1 } })],
  ['a gap before the first unit', 'bundle/misplaced-unit', { ...BARE, ...withCode(new Int32Array(1)) }],
];

void t.test('accepted programs', (t) => {
  for (const [what, change] of Object.entries(ACCEPTED))
    t.equal(verifyProgram({ ...SAMPLE, ...change }), null, what);
  t.end();
});

void t.test('refused programs', (t) => {
  for (const [what, code, change] of REFUSED)
    t.equal(verifyProgram({ ...SAMPLE, ...change })?.code, code, what);
  t.end();
});

void t.test('the round is a read like others', (t) => {
  const [kept] = programOf('LoadRound \n Return').rules;
  const code = assemble('LoadRound \n Return');
  const round: Program = {
    ...SAMPLE,
    ...withCode(code),
    ...BARE,
    segments: [
      {
        name: 'S',
        code: { start: 0, length: code.length },
        locals: 0,
        factTypes: [],
        readsClock: false,
        readsRound: false,
      },
    ],
  };
  t.equal(kept?.name, 'R');
  t.equal(verifyProgram(round)?.code, 'bundle/undeclared-read');
  t.equal(
    verifyProgram({ ...round, segments: round.segments.map((each) => ({ ...each, readsRound: true })) }),
    null,
  );
  t.end();
});

void t.test('a long chain of requirements is no cycle', (t) => {
  const [last] = SAMPLE.rules.slice(-1);
  if (last === undefined) return t.end();
  const rules = Array.from({ length: 20_000 }, (_, index): CompiledRule => {
    return { ...last, name: `R${index}`, ...requires(index === 19_999 ? [] : [`R${index + 1}`]) };
  });
  const program = {
    ...SAMPLE,
    ...withCode(new Int32Array()),
    ...BARE,
    rules,
  };
  t.equal(verifyProgram(program), null);
  t.end();
});
