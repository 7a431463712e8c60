/** What the provider adds to the specification: reasons, subjects, values by type, metadata, overrides. */
import {
  ErrorCode,
  type EvaluationContext,
  OpenFeature,
  StandardResolutionReasons,
} from '@openfeature/server-sdk';
import { ArbiterProvider, type ProviderSettings } from '#app/openfeature/provider.js';
import { changedFlags } from '#app/openfeature/changes.js';
import { compile, type Program } from '#lang';
import t from 'tap';

const { STATIC, TARGETING_MATCH, DEFAULT, ERROR, SPLIT, DISABLED } = StandardResolutionReasons;

function programOf(text: string): Program {
  const { program, diagnostics } = compile({ name: 'flags.arb', text }, 'flags');
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return program;
}

async function clientOf(text: string, settings: ProviderSettings = {}) {
  await OpenFeature.setProviderAndWait('t', new ArbiterProvider({ program: programOf(text), ...settings }));
  return OpenFeature.getClient('t');
}

const SWITCH = `
segment beta { user.cohort == "beta" }
flag f default false {
  owner: "growth"
  ticket: "ENG-1"
  when beta then true
  when { boss } then true
}
flag killed default false kill_switch { when { true } then true }
flag after default false { requires f when { true } then true }
flag nameless { when { boss } then true }
flag always default false { then true }`;

void t.test('reasons', async (t) => {
  const client = await clientOf(SWITCH);
  const ask = (key: string, context: EvaluationContext = {}) => client.getBooleanDetails(key, false, context);
  const boss = { boss: true };
  t.match(await ask('f', { user: { cohort: 'beta' } }), {
    value: true,
    variant: 'true',
    reason: TARGETING_MATCH,
  });
  t.match(await ask('f', boss), { value: true, reason: TARGETING_MATCH });
  t.match(await ask('f'), { value: false, variant: 'false', reason: DEFAULT });
  t.match(await ask('killed'), { value: false, variant: 'false', reason: DISABLED });
  t.match(await ask('after'), { value: false, reason: DEFAULT });
  t.match(await ask('after', boss), { value: true, reason: TARGETING_MATCH });
  t.match(await ask('always'), { value: true, reason: STATIC });
});

void t.test('a flag without a default falls to that of the caller', async (t) => {
  const client = await clientOf(SWITCH);
  const details = await client.getBooleanDetails('nameless', true);
  t.match(details, { value: true, reason: DEFAULT });
  t.equal(details.variant, undefined);
  t.equal(details.errorCode, undefined);
});

void t.test('metadata: what the flag says, and what decided', async (t) => {
  const client = await clientOf(SWITCH, { bundleName: 'shop' });
  const { flagMetadata } = await client.getBooleanDetails('f', false, { 'user.cohort': 'beta' });
  t.match(flagMetadata, {
    owner: 'growth',
    ticket: 'ENG-1',
    flagSetId: 'shop',
    version: /^[0-9a-f]{64}$/,
    decidedBy: 'matched segment beta',
  });
});

const SHARES = `
flag rolled default false { rollout 100 by user.id namespace "n" when { true } then true }
flag split_up type multivariate default "none" {
  split by user.id namespace "n" { "a": 5000, "b": 5000 }
}
flag by_account type multivariate default "none" {
  split by account.id namespace "n" { "a": 5000, "b": 5000 }
}
flag rescued type multivariate default "none" {
  split by user.id namespace "n" { "a": 5000, "b": 5000 }
  then "b"
}`;

void t.test('shares need a subject, and the targeting key is one', async (t) => {
  const client = await clientOf(SHARES);
  t.match(await client.getBooleanDetails('rolled', false, { targetingKey: 'ann' }), {
    value: true,
    reason: SPLIT,
  });
  const ann = await client.getStringDetails('split_up', 'none', { targetingKey: 'ann' });
  t.match(ann, { value: /^[ab]$/, reason: SPLIT });
  for (const context of [
    { user: { id: 'ann' } },
    { 'user.id': 'ann', targetingKey: 'x' },
    { user_id: 'ann', targetingKey: 'y' },
  ])
    t.equal(await client.getStringValue('split_up', 'none', context), ann.value);
  const missing = { value: 'code', reason: ERROR, errorCode: ErrorCode.TARGETING_KEY_MISSING };
  t.match(await client.getStringDetails('split_up', 'code'), missing);
  t.match(await client.getStringDetails('split_up', 'code', { targetingKey: '' }), missing);
  t.match(await client.getStringDetails('by_account', 'code', {}), { value: 'none', reason: DEFAULT });
  t.match(await client.getStringDetails('rescued', 'code', {}), { value: 'b', reason: TARGETING_MATCH });
});

void t.test('the targeting key is user.id and user_id where neither is said', async (t) => {
  const client = await clientOf(`
    flag nested default false { when { user.id == "ann" and user.age == 3 } then true }
    flag flat default false { when { user_id == "ann" } then true }
    flag odd default false { when { user == "text" and user_id == "ann" } then true }`);
  const ask = (key: string, context: EvaluationContext) => client.getBooleanValue(key, false, context);
  t.equal(await ask('nested', { targetingKey: 'ann', user: { age: 3 } }), true);
  t.equal(await ask('flat', { targetingKey: 'ann' }), true);
  t.equal(await ask('flat', { targetingKey: 'ann', user: { id: 'bob' } }), false);
  t.equal(await ask('odd', { targetingKey: 'ann', user: 'text' }), true);
});

const VALUES = `
flag named type multivariate default "wizard" { variant "wizard" { columns: 2, price: 9.5 USD, list: [1, "a"] } }
flag listed type multivariate default "l" { variant "l" { value: [1, 2] } }
flag priced type multivariate default "p" { variant "p" { value: 9.50 USD } }
flag bare type multivariate default "bare" { }
flag computed type multivariate default "c" { variant "c" { value: user.screens + 1 } }
flag odd default "maybe" { }
flag yes default true { }`;

void t.test('values by type', async (t) => {
  const client = await clientOf(VALUES);
  const mismatch = { errorCode: ErrorCode.TYPE_MISMATCH, reason: ERROR };
  t.equal(await client.getStringValue('named', ''), 'wizard');
  t.strictSame(await client.getObjectValue('named', {}), { columns: 2, price: '9.5 USD', list: [1, 'a'] });
  t.strictSame(await client.getObjectValue('listed', []), [1, 2]);
  t.match(await client.getObjectDetails('listed', {}), mismatch, 'a list is no object');
  t.equal(await client.getStringValue('priced', ''), '9.5 USD');
  t.match(await client.getNumberDetails('priced', 0), mismatch);
  t.match(await client.getObjectDetails('bare', {}), mismatch);
  t.equal(await client.getStringValue('bare', ''), 'bare');
  t.match(await client.getBooleanDetails('odd', true), { ...mismatch, value: true });
  t.match(await client.getStringDetails('yes', ''), mismatch, 'a boolean is no text');
  t.match(await client.getBooleanDetails('named', false), mismatch);
});

void t.test('a computed value is not static, and none without its data', async (t) => {
  const client = await clientOf(VALUES);
  const asked = await client.getNumberDetails('computed', 0, { user: { screens: 3 } });
  t.match(asked, { value: 4, reason: DEFAULT });
  t.match(await client.getNumberDetails('computed', 7), { value: 7, errorCode: ErrorCode.TYPE_MISMATCH });
});

void t.test('contexts: instants are seconds, and what is no data is refused', async (t) => {
  const client = await clientOf('flag f default false { when { at > 2026-01-01T00:00:00Z } then true }');
  const at = new Date('2026-06-01T00:00:00Z');
  t.equal(await client.getBooleanValue('f', false, { at }), true);
  t.equal(await client.getBooleanValue('f', false, { at: new Date('2025-06-01T00:00:00Z') }), false);
  t.match(await client.getBooleanDetails('f', true, { at: Number.NaN }), {
    value: true,
    errorCode: ErrorCode.INVALID_CONTEXT,
    errorMessage: 'the context holds what is no JSON data',
  });
  const deep = JSON.parse(`${'{"a":'.repeat(65)}1${'}'.repeat(65)}`);
  t.match(await client.getBooleanDetails('f', true, deep), {
    value: true,
    errorCode: ErrorCode.INVALID_CONTEXT,
    errorMessage: 'the context nests more than 64 deep',
  });
  await client.getBooleanValue('f', false, JSON.parse('{"__proto__": {"polluted": true}}'));
  t.notOk('polluted' in {});
});

void t.test('overrides may change while the program runs, and the clock is given', async (t) => {
  const state = { isKilled: false };
  const client = await clientOf(
    'flag f default false { active_from 2026-01-01T00:00:00Z when { true } then true }',
    {
      overrides: () => ({ flags: { f: { killSwitch: state.isKilled } } }),
      clock: { now: () => Date.parse('2026-02-01T00:00:00Z') },
    },
  );
  t.equal(await client.getBooleanValue('f', false), true);
  state.isKilled = true;
  t.match(await client.getBooleanDetails('f', true), { value: false, reason: DISABLED });
});

void t.test('what fails on the way is logged', async (t) => {
  const client = await clientOf('flag f default false { when { 1 USD + x > 0 USD } then true }');
  const warnings: unknown[] = [];
  const ignore = (): void => undefined;
  client.setLogger({ error: ignore, info: ignore, debug: ignore, warn: (text) => warnings.push(text) });
  await client.getBooleanValue('f', false, { x: { $decimal: '1 EUR' } });
  t.match(warnings, [/^flag f: amounts in/]);
});

void t.test('which flags changed', (t) => {
  const before = `
    segment s { a > 1 }
    flag same default false { when { b == "text" } then true }
    flag by_segment default false { when s then true }
    flag dependent default false { requires by_segment when { true } then true }
    flag gone default false { }`;
  const moved = `const X = 99\nrule R { when { c > X } then A { } }\n${before}`;
  t.same(changedFlags(programOf(before), programOf(moved)), [], 'places are no change');
  const edited = before.replace('a > 1', 'a > 2').replace('gone', 'came');
  t.same(changedFlags(programOf(before), programOf(edited)), ['by_segment', 'came', 'dependent', 'gone']);
  t.same(changedFlags(null, programOf('flag f { }')), ['f']);
  t.end();
});
