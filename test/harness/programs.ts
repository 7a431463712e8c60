/** Programs built by hand: one around any code, and a small one with a declaration of every kind. */
import {
  type CodeRange,
  type CompiledGovernance,
  LANGUAGE_VERSION,
  type Program,
} from '#lang/bytecode/program.js';
import { assemble } from './assemble.ts';

const SOURCE = 'rule R { when { a > 1 } then A { } }';

/** One file that holds all of a source. */
export function filesOf(source: string): Program['files'] {
  return [{ path: '', start: 0, length: source.length }];
}

/** Nothing but a source and a few constants. */
export const EMPTY: Program = {
  languageVersion: LANGUAGE_VERSION,
  name: 'hand',
  source: SOURCE,
  files: filesOf(SOURCE),
  strings: ['a', 'b'],
  numbers: [0, 1.5],
  paths: [['a'], ['a', 'b']],
  code: new Int32Array(),
  constants: [],
  views: [],
  spans: new Int32Array(),
  context: [],
  isContextClosed: false,
  features: [],
  facts: [],
  outcomes: [],
  tables: [],
  tags: [],
  segments: [],
  rules: [],
  strategies: [],
  flags: [],
  expertRules: [],
  workers: [],
  arbiters: [],
};

/** No gate at all. */
export const UNGOVERNED: CompiledGovernance = {
  killSwitch: 'unset',
  activeFrom: null,
  activeUntil: null,
  requires: [],
  requiresFlags: [],
  excludes: [],
  rollout: null,
};

/** A program whose only unit is this code, with `locals` (2) of its own. */
export function programOf(code: string | Int32Array, { locals = 2 } = {}): Program {
  const words = typeof code === 'string' ? assemble(code) : code;
  const range = { start: 0, length: words.length };
  return {
    ...EMPTY,
    ...withCode(words),
    rules: [{ ...RULE, when: { segment: null, code: range, locals } }],
  };
}

export function withCode(code: Int32Array): Pick<Program, 'code' | 'spans'> {
  return { code, spans: Int32Array.from({ length: 2 * code.length }, (_, index) => index % 2) };
}

const SPAN = { start: 0, end: 10 } as const;
const RULE: Program['rules'][number] = {
  name: 'R',
  priority: 0,
  tags: [],
  governance: UNGOVERNED,
  when: { segment: null, code: null, locals: 0 },
  then: { name: 'A', lets: null, params: [] },
  otherwise: null,
  span: SPAN,
};

const UNITS = {
  segment:
    'LoadFacts 2 \n IterOpen any 0 \n L: IterNext E \n LoadLocal 0 \n LoadField 3 \n LoadNumber 1 \n Greater \n IterTest L \n E: IterClose \n Return',
  rule: 'LoadPath 0 \n LoadNumber 0 \n LoadNumber 1 \n Between (] \n Return',
  lets: 'LoadConstant 1 \n StoreLocal 0 \n LoadNull \n Return',
  param: 'LoadPath 1 \n LoadString 1 \n Add \n Return',
  otherwise: 'LoadNull \n Return',
  expert:
    'LoadFacts 2 \n IterOpen sum 1 \n L: IterNext E \n LoadLocal 1 \n LoadField 3 \n IterFold L \n E: IterClose \n LoadNow \n Less \n Return',
  emitted: 'LoadLocal 0 \n Return',
  where: 'LoadPath 0 \n IsNotNull \n AndThen E \n LoadBoolean 1 \n Truth \n E: Return',
} as const;

/** Every kind of declaration, every kind of unit, and every field with a value of its own. */
export function sampleProgram(): Program {
  const words: number[] = [];
  const unit: WriteUnit = (text) => {
    const code = assemble(text);
    words.push(...code);
    return { start: words.length - code.length, length: code.length };
  };
  const source =
    '# Grüße 🌋\nrule Kept { when segment Strong { a between (0, 1.5] } then Keep { note: a.b + "b" } }\n';
  const parts: Omit<Program, 'code' | 'spans'> = {
    ...EMPTY,
    ...SHAPES,
    name: 'sample',
    source,
    files: [
      { path: '', start: 0, length: 10 },
      { path: 'a/b.arb', start: 10, length: source.length - 10 },
    ],
    isContextClosed: true,
    tags: ['fraud'],
    strings: ['a', 'b', 'Quake', 'magnitude'],
    segments: segmentsOf(unit),
    rules: rulesOf(unit),
    strategies: strategiesOf(unit),
    flags: flagsOf(unit),
    expertRules: expertRulesOf(unit),
    workers: [{ name: 'stop', input: 'Alert', output: 'Quake', transport: 'exec', target: 'stop' }],
    arbiters: arbitersOf(unit),
  };
  return { ...parts, ...withCode(Int32Array.from(words)) };
}

/** Appends code to the program and says where it lies. */
type WriteUnit = (text: string) => CodeRange;

const SHAPES: Pick<
  Program,
  'constants' | 'views' | 'context' | 'features' | 'tables' | 'facts' | 'outcomes'
> = {
  constants: [
    { kind: 'decimal', digits: '-1.50', unit: 'USD' },
    {
      kind: 'list',
      elements: [{ kind: 'null' }, { kind: 'boolean', value: true }, { kind: 'number', value: -0 }],
    },
  ],
  views: [
    { table: 0, column: -1, descending: false },
    { table: 0, column: 1, descending: true },
  ],
  context: [
    {
      name: 'user',
      optional: false,
      type: {
        kind: 'record',
        fields: [
          { name: 'tier', optional: true, type: { kind: 'enum', values: ['gold', 'silver'] } },
          {
            name: 'balance',
            optional: false,
            type: { kind: 'decimal', dimension: 'currency', unit: 'USD' },
          },
        ],
      },
    },
  ],
  features: [
    { name: 'user', from: 'users', fields: [{ name: 'tier', optional: false, type: { kind: 'string' } }] },
  ],
  tables: [
    {
      name: 'ladder',
      columns: [
        { name: 'height', optional: false, type: { kind: 'number', dimension: null } },
        { name: 'rate', optional: false, type: { kind: 'string' } },
      ],
      rows: [
        [
          { kind: 'number', value: 720 },
          { kind: 'string', value: '3k' },
        ],
        [{ kind: 'number', value: 480 }, { kind: 'null' }],
      ],
    },
  ],
  facts: [
    {
      name: 'Quake',
      fields: [
        { name: 'magnitude', optional: false, type: { kind: 'number', dimension: null } },
        { name: 'depth', optional: true, type: { kind: 'number', dimension: 'length' } },
        { name: 'tags', optional: true, type: { kind: 'list', element: { kind: 'string' } } },
        { name: 'region', optional: false, type: { kind: 'string' } },
        { name: 'at', optional: false, type: { kind: 'timestamp' } },
      ],
    },
  ],
  outcomes: [
    { name: 'Alert', fields: [{ name: 'quake', optional: false, type: { kind: 'fact', fact: 'Quake' } }] },
  ],
};

function segmentsOf(unit: WriteUnit): Program['segments'] {
  return [
    {
      name: 'Strong',
      code: unit(UNITS.segment),
      locals: 1,
      factTypes: ['Quake'],
      readsClock: false,
      readsRound: false,
    },
  ];
}

function rulesOf(unit: WriteUnit): Program['rules'] {
  return [
    {
      ...RULE,
      name: 'Kept',
      when: { segment: 'Strong', code: unit(UNITS.rule), locals: 1 },
      then: { name: 'Keep', lets: unit(UNITS.lets), params: [{ name: 'note', code: unit(UNITS.param) }] },
      otherwise: { name: 'Drop', lets: null, params: [{ name: 'why', code: unit(UNITS.otherwise) }] },
    },
    {
      ...RULE,
      name: 'Last',
      priority: -7,
      tags: ['fraud'],
      governance: {
        killSwitch: 'on',
        activeFrom: -1,
        activeUntil: 2 ** 40,
        requires: ['Kept'],
        requiresFlags: ['beta'],
        excludes: ['Kept'],
        rollout: { basisPoints: 2500, subject: 'user.id', namespace: 'n' },
      },
    },
  ];
}

function strategiesOf(unit: WriteUnit): Program['strategies'] {
  return [
    {
      name: 'Route',
      returns: 'Alert',
      arms: [
        {
          label: 'Fast',
          governance: { ...UNGOVERNED, killSwitch: 'off' },
          when: { segment: 'Strong', code: unit(UNITS.rule), locals: 0 },
          then: { name: 'Fast', lets: null, params: [{ name: 'quake', code: unit(UNITS.otherwise) }] },
          span: SPAN,
        },
      ],
      span: SPAN,
    },
  ];
}

function flagsOf(unit: WriteUnit): Program['flags'] {
  return [
    {
      name: 'beta',
      type: 'multivariate',
      default: 'off',
      killSwitch: 'off',
      requires: [],
      metadata: [{ name: 'owner', value: 'growth' }],
      defaults: [{ name: 'n', code: unit(UNITS.otherwise) }],
      variants: [{ name: 'on', params: [{ name: 'n', code: unit(UNITS.param) }] }],
      rules: [
        {
          governance: UNGOVERNED,
          segment: null,
          condition: unit(UNITS.rule),
          serves: { kind: 'variant', variant: 'on' },
          span: SPAN,
        },
        {
          governance: UNGOVERNED,
          segment: 'Strong',
          condition: null,
          serves: {
            kind: 'split',
            subject: 'user.id',
            namespace: null,
            weights: [
              { variant: 'on', weight: 2500 },
              { variant: 'off', weight: 7500 },
            ],
          },
          span: SPAN,
        },
      ],
      locals: 0,
      span: SPAN,
    },
  ];
}

function expertRulesOf(unit: WriteUnit): Program['expertRules'] {
  return [
    {
      name: 'Swarm',
      priority: 3,
      tags: [],
      governance: UNGOVERNED,
      noLoop: true,
      stable: true,
      activationGroup: 'g',
      perFact: false,
      when: { segment: 'Strong', code: unit(UNITS.expert), locals: 2 },
      forMs: 60_000,
      withinMs: 0,
      stableForCycles: 3,
      cooldownMs: 5,
      debounceMs: 7,
      effect: 'emit',
      then: { name: 'Alert', lets: null, params: [{ name: 'quake', code: unit(UNITS.emitted) }] },
      set: [{ name: 'depth', code: unit(UNITS.emitted) }],
      factTypes: ['Quake'],
      readsClock: true,
      readsRound: false,
      span: SPAN,
    },
  ];
}

function arbitersOf(unit: WriteUnit): Program['arbiters'] {
  return [
    {
      name: 'Watch',
      streams: [{ factType: 'Quake', by: 'region', at: 'at' }],
      externalStreams: ['wss://a/b'],
      retention: [{ factType: 'Quake', forMs: 3_600_000, last: 1000 }],
      sources: ['https://a/b'],
      pollMs: 1000,
      schedules: [{ cron: '0 8 * * *', source: '' }],
      checkpoint: 'quakes',
      rules: ['Swarm'],
      durability: 'acked',
      handlers: [
        {
          outcome: 'Alert',
          where: unit(UNITS.where),
          locals: 0,
          kind: 'nats',
          target: 'alerts',
          retry: 3,
          backoffMs: 100,
        },
        { outcome: '*', where: null, locals: 0, kind: 'stdout', target: '', retry: -1, backoffMs: 0 },
      ],
    },
  ];
}
