/** The shape of a checkpoint, for bytes from disk. */
import { Validator } from '../validator.ts';
import type { Snapshot } from './checkpoint.ts';

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
