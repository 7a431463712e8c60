/** Programs built by hand: one around any code, and a small one with a declaration of every kind. */
import { LANGUAGE_VERSION, type CodeRange, type Program } from '#lang/bytecode/program.js';
import { assemble } from './assemble.ts';

const EMPTY: Program = {
  languageVersion: LANGUAGE_VERSION,
  name: 'hand',
  source: 'rule R { when { a > 1 } then A { } }',
  strings: ['a', 'b'],
  numbers: [0, 1.5],
  paths: [['a'], ['a', 'b']],
  code: new Int32Array(),
  spans: new Int32Array(),
  facts: [],
  outcomes: [],
  segments: [],
  rules: [],
  expertRules: [],
  arbiters: [],
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
  killSwitch: false,
  requires: [],
  when: { segment: null, code: null, locals: 0 },
  then: { name: 'A', params: [] },
  otherwise: null,
  span: SPAN,
};

const UNITS = {
  segment:
    'LoadFacts 2 \n IterOpen any 0 \n L: IterNext E \n LoadLocal 0 \n LoadField 3 \n LoadNumber 1 \n Greater \n IterTest L \n E: IterClose \n Return',
  rule: 'LoadPath 0 \n LoadNumber 0 \n LoadNumber 1 \n Between (] \n Return',
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
  const unit = (text: string): CodeRange => {
    const code = assemble(text);
    words.push(...code);
    return { start: words.length - code.length, length: code.length };
  };
  const reads = { factTypes: ['Quake'], readsClock: true, readsRound: false };
  const parts: Omit<Program, 'code' | 'spans'> = {
    ...EMPTY,
    name: 'sample',
    source:
      '# Grüße 🌋\nrule Kept { when segment Strong { a between (0, 1.5] } then Keep { note: a.b + "b" } }\n',
    strings: ['a', 'b', 'Quake', 'magnitude'],
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
    segments: [
      {
        name: 'Strong',
        code: unit(UNITS.segment),
        locals: 1,
        factTypes: ['Quake'],
        readsClock: false,
        readsRound: false,
      },
    ],
    rules: [
      {
        ...RULE,
        name: 'Kept',
        when: { segment: 'Strong', code: unit(UNITS.rule), locals: 0 },
        then: { name: 'Keep', params: [{ name: 'note', code: unit(UNITS.param) }] },
        otherwise: { name: 'Drop', params: [{ name: 'why', code: unit(UNITS.otherwise) }] },
      },
      { ...RULE, name: 'Last', priority: -7, killSwitch: true, requires: ['Kept'] },
    ],
    expertRules: [
      {
        name: 'Swarm',
        priority: 3,
        killSwitch: false,
        noLoop: true,
        perFact: false,
        requires: [],
        when: { segment: 'Strong', code: unit(UNITS.expert), locals: 2 },
        forMs: 60_000,
        withinMs: 0,
        cooldownMs: 5,
        effect: 'emit',
        then: { name: 'Alert', params: [{ name: 'quake', code: unit(UNITS.emitted) }] },
        ...reads,
        span: SPAN,
      },
    ],
    arbiters: [
      {
        name: 'Watch',
        streams: [{ factType: 'Quake', by: 'region', at: 'at' }],
        retention: [{ factType: 'Quake', forMs: 3_600_000, last: 1000 }],
        pollMs: 1000,
        checkpoint: 'quakes',
        handlers: [
          { outcome: 'Alert', where: unit(UNITS.where), locals: 0, kind: 'nats', target: 'alerts' },
          { outcome: '*', where: null, locals: 0, kind: 'stdout', target: '' },
        ],
      },
    ],
  };
  return { ...parts, ...withCode(Int32Array.from(words)) };
}
