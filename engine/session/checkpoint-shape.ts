/** What stands in a checkpoint, and its shape as bytes from disk have to have it. */
import type { FactIdentity } from '../fact.ts';
import type { Override } from '../govern/overrides.ts';
import type { RecordEntry } from '../memory/working-memory.ts';
import { Validator } from '../validator.ts';
import type { ValueRecord } from '../value.ts';
import type { Match, RuleState } from './rule-state.ts';
import type { ClauseState } from './temporal.ts';

export interface FactSnapshot extends FactIdentity {
  readonly fields: ValueRecord;
  readonly at: number;
  readonly round: number;
}

export interface RecordSnapshot extends FactIdentity {
  readonly kind: RecordEntry['kind'];
  readonly rule: string;
  readonly priority: number;
  readonly instance: string;
  /** Of a support and of an overlay. */
  readonly fields: ValueRecord;
  /** Of a support. */
  readonly at: number;
  readonly round: number;
}

export interface MatchSnapshot extends Pick<Match, 'instance' | 'params'> {
  readonly identity: FactIdentity | null;
  readonly facts: readonly FactIdentity[];
}

export interface ClauseSnapshot extends Omit<ClauseState, 'held'> {
  readonly held: MatchSnapshot | null;
}

type Scalars = Pick<RuleState, 'result' | 'isDeferred' | 'lastEmittedAt' | 'gateTrap'>;

export interface RuleSnapshot extends Scalars {
  readonly name: string;
  readonly override: Override;
  readonly isAwake: boolean;
  readonly clauses: readonly ClauseSnapshot[];
  readonly matches: readonly MatchSnapshot[];
  readonly trapped: readonly (readonly [instance: string, message: string])[];
  /** Of the outcomes that are supported and wait, see `outcomeId`. */
  readonly waiting: readonly string[];
}

export interface Snapshot {
  readonly format: number;
  readonly rounds: number;
  readonly now: number;
  readonly isQuiet: boolean;
  readonly isEnvelopeRead: boolean;
  readonly envelope: ValueRecord;
  readonly external: readonly FactSnapshot[];
  readonly records: readonly RecordSnapshot[];
  readonly rules: readonly RuleSnapshot[];
  readonly dirty: readonly (readonly [type: string, causes: readonly string[]])[];
}

export const FORMAT = 2;

const STRINGS = { type: 'array', items: 'string' };
const INSTANT = { type: 'number', nullable: true };
const IDENTITY = { type: 'string', key: 'string' };
const FACT = { type: 'object', props: { ...IDENTITY, fields: 'object', at: 'number', round: 'number' } };
const RECORD = {
  type: 'object',
  props: {
    ...FACT.props,
    kind: { type: 'enum', values: ['support', 'retraction', 'overlay'] },
    rule: 'string',
    priority: 'number',
    instance: { type: 'string', empty: true },
  },
};
const MATCH = {
  type: 'object',
  props: {
    instance: { type: 'string', empty: true },
    params: 'object',
    identity: { type: 'object', props: IDENTITY, nullable: true },
    facts: { type: 'array', items: { type: 'object', props: IDENTITY } },
  },
};
const RULE = {
  type: 'object',
  props: {
    name: 'string',
    override: 'object',
    isAwake: 'boolean',
    result: 'boolean',
    isDeferred: 'boolean',
    lastEmittedAt: INSTANT,
    gateTrap: { type: 'string', empty: true },
    clauses: {
      type: 'array',
      items: {
        type: 'object',
        props: { since: INSTANT, cycles: 'number', held: { ...MATCH, nullable: true } },
      },
    },
    matches: { type: 'array', items: MATCH },
    trapped: { type: 'array', items: { type: 'tuple', items: ['string', 'string'] } },
    waiting: STRINGS,
  },
};

const checkShape = new Validator().compile({
  format: { type: 'equal', value: FORMAT, strict: true },
  rounds: 'number',
  now: 'number',
  isQuiet: 'boolean',
  isEnvelopeRead: 'boolean',
  envelope: 'object',
  external: { type: 'array', items: FACT },
  records: { type: 'array', items: RECORD },
  rules: { type: 'array', items: RULE },
  dirty: { type: 'array', items: { type: 'tuple', items: ['string', STRINGS] } },
});

export function isSnapshot(json: unknown): json is Snapshot {
  return typeof json === 'object' && json !== null && checkShape(json) === true;
}
