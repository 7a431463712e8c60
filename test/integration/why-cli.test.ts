/** `arbiter why`: what decided, what has to be otherwise, and mistakes. */
import t from 'tap';
import { type Ended, runArbiter } from '../harness/child.ts';

const FILE = 'test/integration/fixtures/why.arb';
const SMALL = '{"cart_total": 20, "score": 0.95, "user": {"id": "u1", "tier": "none", "region": "DE"}}';
const LARGE = '{"cart_total": 40, "user": {"id": "u1", "tier": "gold", "region": "DE"}}';

const ask = (...args: readonly string[]): Promise<Ended> =>
  runArbiter(['why', FILE, ...args, '--now', '2026-06-01T00:00:00Z']);

void t.test('everything that did not fire, and what it takes', async (t) => {
  const { code, stdout, stderr } = await ask('--data', SMALL);
  t.equal(code, 0, stderr);
  t.equal(
    stdout,
    `Member did not match; for that it takes another answer of:
  user.tier == "gold" -> false (user.tier = "none"), at 8:12
Free did not match; for that it takes another answer of:
  requires Member: Member -> false
    user.tier == "gold" -> false (user.tier = "none"), at 8:12
  cart_total >= 35 -> false (cart_total = 20), at 16:23
Pick/Fast was selected, because:
  score > 0.9 -> true (score = 0.95), at 22:12
Pick/Slow was not selected; for that it takes another answer of:
  Fast comes first -> selected
Pick/Rest was not selected; for that it takes another answer of:
  Fast comes first -> selected
  Slow comes first -> selected
rule 1 decided beta, because:
  segment eu: user.region in ["DE", "FR"] -> true
    user.region in ["DE", "FR"] -> true (user.region = "DE"), at 5:14
rule 2 did not decide beta; for that it takes another answer of:
  rule 1 comes first -> decides
`,
  );
});

void t.test('one rule that matched, as JSON', async (t) => {
  const { stdout } = await ask('Free', '--data', LARGE, '--json');
  const { because, ...rest } = JSON.parse(stdout);
  t.strictSame(rest, { target: { kind: 'rule', rule: 'Free' }, fired: true, fallback: false });
  t.strictSame(
    because.map(({ kind, check, result }: Record<string, unknown>) => [kind, check, result]),
    [
      ['active_from', 'active_from 2026-01-01T00:00:00Z', true],
      ['requires', 'requires Member', true],
      ['segment', 'segment eu', true],
      ['leaf', 'cart_total >= 35', true],
      ['leaf', 'blocked', false],
      ['rollout', 'rollout percent 50 by user.id namespace "free"', true],
    ],
  );
  t.strictSame(because[3].seen, { cart_total: 40 });
});

void t.test('a fallback, an arm, a rule of a flag, an override', async (t) => {
  const few = '{"cart_total": 20, "user": {"id": "u1", "tier": "gold", "region": "DE"}}';
  t.match((await ask('Free', '--data', few)).stdout, /^Free did not match, and led to its otherwise; /);
  t.match(
    (await ask('Pick/Rest', '--data', LARGE)).stdout,
    /^Pick\/Rest was selected, because:\n {2}Fast comes first -> stopped\n/,
  );
  t.match((await ask('beta/2', '--data', '{}')).stdout, /cart_total > 10 -> false \(cart_total = null\)/);
});

void t.test('usage', async (t) => {
  const unknown = await ask('Fre', '--data', SMALL);
  t.equal(unknown.code, 2);
  t.match(unknown.stderr, 'there is no rule, arm or flag rule `Fre` (did you mean `Free`?)');
  t.match((await ask('Pick')).stderr, '`Pick`; it has Pick/Fast, Pick/Slow, Pick/Rest');
  t.equal((await ask('Free', '--trace', 'off')).code, 2);
  t.equal((await ask('Free', '--data', '[')).code, 2);
});
