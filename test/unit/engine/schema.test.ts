/** Untrusted fields against schemas: normalised values or a reason in the reader's terms. */
import t from 'tap';
import { contextFromJson, InvalidContext, readContext } from '#engine/context.js';
import { compileSchemas, normaliseUntyped } from '#engine/fact-schema.js';
import { valueFromJson } from '#engine/json.js';
import { BOOLEAN, numberOf, NUMBER, STRING, TIMESTAMP } from '#lang/types.js';

const quake = compileSchemas([
  {
    name: 'Quake',
    fields: [
      { name: 'place', optional: false, type: STRING },
      { name: 'magnitude', optional: false, type: NUMBER },
      { name: 'depth', optional: false, type: numberOf('length') },
      { name: 'at', optional: false, type: TIMESTAMP },
      { name: 'felt', optional: true, type: BOOLEAN },
    ],
  },
]).get('Quake')?.normalise;

const good = { place: 'x', magnitude: 6, depth: { value: 10.5, unit: 'km' }, at: '2018-02-06T15:50:43.140Z' };

void t.test('quantities become base units, timestamps whole seconds', (t) => {
  const result = quake?.(good);
  t.same(result?.kind === 'valid' && { ...result.fields }, {
    place: 'x',
    magnitude: 6,
    depth: 10500,
    at: 1517932243,
  });
  t.equal(quake?.({ ...good, depth: 3, at: 7.9, felt: null, key: 'ignored' }).kind, 'valid');
  t.end();
});

void t.test('what does not fit is refused with a reason', (t) => {
  const reason = (fields: Record<string, unknown>): string => {
    const result = quake?.(fields);
    return result?.kind === 'invalid' ? result.reason : 'valid';
  };
  const { place: _place, ...missing } = good;
  t.equal(reason(missing), 'missing required field `place`');
  t.equal(reason({ ...good, place: null }), 'missing required field `place`');
  t.equal(reason({ ...good, extra: 1 }), 'unknown field `extra`');
  t.equal(reason({ ...good, magnitude: '6' }), 'field `magnitude` expects number, got `6`');
  t.equal(
    reason({ ...good, depth: { value: 1, unit: 'C' } }),
    'field `depth` expects number<length>, got a quantity in `C`',
  );
  t.equal(reason({ ...good, at: 'yesterday' }), 'field `at` expects timestamp, got `yesterday`');
  t.equal(reason({ ...good, felt: 'no' }), 'field `felt` expects boolean, got `no`');
  t.equal(reason({ ...good, magnitude: Number.NaN }), 'field `magnitude` expects number, got number');
  t.end();
});

void t.test('prototypes cannot be reached through data', (t) => {
  const hostile = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1, "a": {"__proto__": 2}}');
  const value = valueFromJson(hostile);
  t.same(Object.keys(value as object), ['__proto__', 'constructor', 'a']);
  const prototype: unknown = Object.getPrototypeOf(value);
  t.same(Object.getOwnPropertyNames(prototype), [], 'no name is inherited');
  t.equal(Object.getPrototypeOf(prototype), null);
  t.ok(Object.isFrozen(prototype));
  t.equal(({} as { polluted?: unknown }).polluted, undefined);
  t.equal(
    quake?.({ ...good, ...JSON.parse('{"__proto__": 1}') }).kind,
    'invalid',
    'an unknown field like any other',
  );
  t.equal(normaliseUntyped(hostile).kind, 'valid');
  t.equal(contextFromJson(JSON.parse('{"__proto__.x": 1}'))['x'], undefined);
  t.end();
});

void t.test('nesting is bounded', (t) => {
  let deep: unknown = 1;
  for (let level = 0; level < 100; level++) deep = [deep];
  t.equal(valueFromJson(deep), undefined);
  const dotted = contextFromJson({ [Array.from({ length: 100_000 }, () => 'a').join('.')]: 1 });
  t.ok(dotted, 'a key of a hundred thousand dots is kept as it is');
  t.end();
});

/** An object in an object, so many in all. */
function nested(levels: number): unknown {
  return levels === 0 ? 1 : { a: nested(levels - 1) };
}

void t.test('what is no context is refused with the reason', (t) => {
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  const cases: readonly (readonly [raw: unknown, reason: string])[] = [
    [[1], 'is no JSON object'],
    ['{}', 'is no JSON object'],
    [null, 'is no JSON object'],
    [undefined, 'is no JSON object'],
    [Number.NaN, 'is no JSON object'],
    [{ a: [{ b: Number.NaN }] }, 'holds what is no JSON data'],
    [{ a: undefined }, 'holds what is no JSON data'],
    [{ a: () => 1 }, 'holds what is no JSON data'],
    [nested(65), 'nests more than 64 deep'],
    [circular, 'nests more than 64 deep'],
  ];
  for (const [raw, reason] of cases) {
    t.same(readContext(raw), { kind: 'invalid', reason });
    t.throws(() => contextFromJson(raw), new InvalidContext(`the context ${reason}`));
  }
  t.equal(readContext(nested(64)).kind, 'context');
  t.end();
});

void t.test('dotted keys are expanded once and deterministically', (t) => {
  const plain = (context: unknown): unknown => JSON.parse(JSON.stringify(context));
  t.same(plain(contextFromJson({ 'a.b': 1 })), { a: { b: 1 } });
  t.same(plain(contextFromJson({ 'a.b': 1, a: { c: 2 } })), { a: { b: 1, c: 2 } }, 'merges into an object');
  t.same(plain(contextFromJson({ 'a.b': 1, a: 5 })), { a: { b: 1 } }, 'beats a scalar at its prefix');
  const given = { a: { c: 2 }, 'a.b': 1 };
  contextFromJson(given);
  t.same(given, { a: { c: 2 }, 'a.b': 1 }, 'the object of the caller is not touched');
  t.end();
});
