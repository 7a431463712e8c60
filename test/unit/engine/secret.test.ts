/** Secrets: compared and passed on, and shown by nothing. */
import { inspect } from 'node:util';
import { canonicalText } from '#engine/audit/canonical.js';
import {
  contextFromJson,
  decideFlag,
  decideRules,
  decideStrategy,
  InvalidContext,
  REDACTED,
  type RuleDecision,
  Secret,
  unsupported,
} from '#engine';
import { Decimal } from '#engine/decimal.js';
import { equalValues, kindOf, textOf } from '#engine/value.js';
import { compile, type Program } from '#lang';
import t from 'tap';

const KEY = 's3cr3t-k3y';
const secrets = { resolve: (reference: string) => (reference === 'api/key' ? KEY : undefined) };

function programOf(text: string): Program {
  const { program, diagnostics } = compile({ name: 'a.arb', text }, 'a');
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return program;
}

function decide(text: string, raw: unknown = {}): RuleDecision {
  const context = contextFromJson(raw);
  return decideRules(programOf(text), context, { nowSeconds: 0, secrets });
}

function holds(condition: string, raw?: unknown): boolean {
  return decide(`rule R { when { ${condition} } then A { } }`, raw).matched.length === 1;
}

/** Every way in which a value becomes text that somebody may write down. */
function shown(value: unknown): string {
  return [
    JSON.stringify(value),
    inspect(value, { depth: Infinity, showHidden: true }),
    canonicalText(value),
  ].join('\n');
}

void t.test('nothing shows a secret', (t) => {
  const secret = new Secret(KEY);
  t.equal(JSON.stringify({ secret }), `{"secret":"${REDACTED}"}`);
  t.equal(String(secret), REDACTED);
  t.equal(`${secret.toString()}`, REDACTED);
  t.equal(inspect(secret), REDACTED);
  t.notMatch(inspect({ deep: [secret] }, { depth: 9, showHidden: true, customInspect: false }), KEY);
  t.equal(canonicalText([secret]), `["${REDACTED}"]`);
  t.equal(textOf(secret), REDACTED);
  t.equal(textOf([secret]), `["${REDACTED}"]`);
  t.same(Object.getOwnPropertyNames(secret), []);
  t.same(structuredClone({ secret }), { secret: {} });
  t.equal(kindOf(secret), 'secret');
  t.equal(secret.reveal(), KEY);
  t.throws(() => contextFromJson({ secret }), InvalidContext, 'it is no data that could be recorded');
  t.end();
});

void t.test('equality compares the value', (t) => {
  t.ok(equalValues(new Secret('a'), new Secret('a')));
  t.ok(equalValues(new Secret('a'), 'a'));
  t.ok(equalValues('a', new Secret('a')));
  t.notOk(equalValues(new Secret('a'), new Secret('b')));
  for (const other of [null, 1, true, [], {}]) t.notOk(equalValues(new Secret('1'), other));
  t.ok(holds('token == secret("api/key")', { token: KEY }));
  t.notOk(holds('token == secret("api/key")', { token: 'other' }));
  t.ok(holds('token in ["x", secret("api/key")]', { token: KEY }));
  t.end();
});

void t.test('nothing gives it away piece by piece', (t) => {
  const raw = { start: 's3', list: ['s3'] };
  for (const condition of [
    'secret("api/key") starts_with start',
    'secret("api/key") ends_with "k3y"',
    'secret("api/key") contains "cr3"',
    'secret("api/key") matches "^s"',
    'secret("api/key") > "a"',
    'secret("api/key") <= "z"',
    'secret("api/key") between ["a", "z"]',
    'list vague_contains secret("api/key")',
    '("" + [secret("api/key")]) contains "s3"',
  ])
    t.notOk(holds(condition, raw), condition);
  t.ok(holds('secret("api/key") is not null'));
  t.end();
});

void t.test('what is put together with a secret is one', (t) => {
  const rule = 'rule R { when { true } then Call { header: "Bearer " + secret("api/key") + 1 + x } }';
  const { matched } = decide(rule, { x: null });
  const header = matched[0]?.params['header'];
  t.ok(header instanceof Secret);
  if (header instanceof Secret) t.equal(header.reveal(), `Bearer ${KEY}1`);
  t.end();
});

void t.test('no decision shows one: params, traces, errors', (t) => {
  const text = `
    const HEADER = "X-Key"
    segment signed { token == secret("api/key") }
    outcome Pick { key: string }
    rule Signed { when segment signed { "k" + secret("api/key") != token }
      then Call { key: secret("api/key"), list: [secret("api/key"), 1], text: "a" + [secret("api/key")] } }
    rule Share { rollout 50 by token namespace "n" when { true } then Give { } }
    rule Broken { when { secret("api/key") == token and 1 USD + price > 0 USD } then Never { } }
    strategy S returns Pick { when { token == secret("api/key") } then A { key: secret("api/key") } else B { key: "none" } }
    flag f type multivariate default "off" { variant "on" { key: secret("api/key") } variant "off" { } when signed then "on" }`;
  const program = programOf(text);
  const context = { token: new Secret(KEY), price: Decimal.of('1', 'EUR') };
  const options = { nowSeconds: 0, secrets };
  const rules = decideRules(program, context, options);
  t.match(rules, { matched: [{ name: 'Signed' }], errors: [{ rule: 'Broken' }] });
  const strategy = decideStrategy(program, 'S', { context, ...options });
  t.equal(strategy?.selected, 'A');
  const flag = decideFlag(program, 'f', { context, ...options });
  t.equal(flag.variant, 'on');
  const key = flag.values?.['key'];
  t.equal(key instanceof Secret ? key.reveal() : '', KEY);
  for (const decision of [rules, strategy, flag]) {
    t.notMatch(shown(decision), KEY);
    t.match(shown(decision), REDACTED);
  }
  t.end();
});

void t.test('a secret that is not there is null, and the trace says so', (t) => {
  const text = 'rule R { when { secret("none") is null } then A { } }';
  const { matched, arbitrace } = decide(text);
  t.equal(matched.length, 1);
  t.match(arbitrace, [{ detail: /\(1 secrets were not resolved\)$/ }]);
  const context = contextFromJson({});
  t.equal(decideRules(programOf(text), context, { nowSeconds: 0 }).matched.length, 1, 'without a resolver');
  t.end();
});

void t.test('a reference is resolved once for a decision, and again for the next', (t) => {
  const asked: string[] = [];
  const counting = { resolve: (reference: string) => String(asked.push(reference)) };
  const program = programOf(
    'rule R { when { secret("a") == secret("a") and secret("b") != "x" } then A { } }',
  );
  for (const count of [2, 4]) {
    decideRules(program, {}, { nowSeconds: 0, secrets: counting });
    t.equal(asked.length, count);
  }
  t.same(asked, ['a', 'b', 'a', 'b']);
  t.end();
});

void t.test('sessions go on refusing them', (t) => {
  const stateless = 'segment s { k == secret("a") }\nrule R { when segment s then A { k: secret("b") } }';
  t.same(unsupported(programOf(stateless)), []);
  t.same(unsupported(programOf(`${stateless}\nexpert rule E { when segment s then emit O { } }`)), [
    'segment `s` reads `secret(…)`',
  ]);
  t.same(unsupported(programOf('expert rule E { when { a > 1 } then emit O { k: secret("b") } }')), [
    'expert rule `E` reads `secret(…)`',
  ]);
  t.end();
});
