/** Buckets to the bit: the vectors of the language's facts (30.5), and the users that its searches find. */
import { createHash } from 'node:crypto';
import t from 'tap';
import { bucketOf, namespaceOf, subjectOf } from '#engine/govern/rollout.js';

type Vector = readonly [row: string, namespace: string, subject: string, bucket: number, legacy: number];

const VECTORS: readonly Vector[] = [
  ['R1', 'arbiter:rule:SlowRoll', 'user_0', 7903, 55],
  ['R2', 'arbiter:rule:SlowRoll', 'user_1', 7664, 92],
  ['R3', 'arbiter:rule:SlowRoll', 'user_42', 9935, 23],
  ['R4', 'arbiter:rule:A', 'u', 7306, 46],
  ['R5', 'arbiter:rule:A', '42', 8917, 28],
  ['R6', 'arbiter:rule:A', '42.5', 9214, 39],
  ['R7', 'arbiter:rule:A', 'true', 6016, 47],
  ['R8', 'arbiter:expert:RouteReview', 'u1', 947, 53],
  ['R9', 'arbiter:expert:A', 'u1', 3976, 53],
  ['R10', 'arbiter:flag:f:rule:0', 'u1', 92, 53],
  ['R11', 'arbiter:flag:f:rule:0:split', 'u1', 4660, 53],
  ['R12', 'arbiter:flag:checkout_v2:rule:1', 'user_0', 6869, 55],
  ['R13', 'arbiter:flag:checkout_v2:rule:1', 'user_7', 6143, 37],
  ['R14', 'arbiter:strategy:S:candidate:A', 'u1', 5146, 53],
  ['R15', 'arbiter:strategy:CheckoutRouting:candidate:Canary', 'user_0', 6243, 55],
  ['R16', 'arbiter:strategy:CheckoutRouting:candidate:Canary', 'user_3', 7201, 96],
  ['R17', 'wave', 'acct_1', 626, 62],
  ['R18', 'n', 'u1', 133, 53],
  ['R19', 'checkout_v2', 'user_123', 5957, 18],
  ['R20', 'bundle_a:rule:checkout', 'user_123', 8516, 18],
  ['R21', 'bundle_a:rule:search', 'user_123', 3672, 18],
  ['R22', 'bundle:rule:EnhancedRiskCheck', 'user_123', 9795, 18],
  ['R23', 'pricing_page_oct_test', 'split_user_0', 3749, 86],
  ['R24', 'pricing_page_oct_test', 'split_user_1', 6118, 17],
  ['R25', 'pricing_page_oct_test', 'split_user_2', 4009, 61],
  ['R26', '', 'user_123', 901, 18],
  ['R27', '0123456789abcdef:rule:HighValue', 'u_1', 3475, 50],
  ['R28', 'é', 'ü', 1119, 10],
  ['R29', 'expert.test', 'app_9', 7761, 2],
];

void t.test('every vector', (t) => {
  for (const [row, namespace, subject, bucket] of VECTORS)
    t.equal(bucketOf(namespace, subject), bucket, `${row}: ${namespace}, ${subject}`);
  t.end();
});

/**
 * The `percent_bucket` that 0.6.0 put into contexts of its HTTP handler. The engine has nothing of it: without a namespace all
 * rollouts fall on the same users, in whole percents. Who has assigned users by it cannot keep them with a `rollout`.
 */
function legacyBucketOf(subject: string): number {
  return createHash('sha256').update(subject).digest().readUInt32BE() % 100;
}

void t.test('the legacy bucket is another one: of the subject alone, of a hundred', (t) => {
  for (const [row, , subject, , legacy] of VECTORS) t.equal(legacyBucketOf(subject), legacy, row);
  const kept = VECTORS.filter(([, , , bucket, legacy]) => Math.floor(bucket / 100) === legacy);
  t.same(kept, [], 'nobody has the same place in both');
  const places = VECTORS.filter(([, , subject]) => subject === 'user_123').map(([, , , bucket]) => bucket);
  t.equal(new Set(places).size, places.length, 'one subject has a place of its own in each namespace');
  t.end();
});

/** Which of `user_0`, `user_1`, … is the first with such a bucket. */
function first(namespace: string, accepts: (bucket: number) => boolean, prefix = 'user_'): string {
  for (let index = 0; index < 10_000; index++) {
    const bucket = bucketOf(namespace, `${prefix}${index}`);
    if (accepts(bucket)) return `${prefix}${index} ${bucket}`;
  }
  return 'nobody';
}

void t.test('the users that a search finds', (t) => {
  const rule = 'arbiter:rule:SlowRoll';
  t.equal(
    first(rule, (bucket) => bucket >= 100),
    'user_0 7903',
  );
  t.equal(
    first(rule, (bucket) => bucket < 100),
    'user_6 55',
  );
  const flag = 'arbiter:flag:checkout_v2:rule:1';
  t.equal(
    first(flag, (bucket) => bucket < 2000),
    'user_3 189',
  );
  t.equal(
    first(flag, (bucket) => bucket >= 2000),
    'user_0 6869',
  );
  const arm = 'arbiter:strategy:CheckoutRouting:candidate:Canary';
  t.equal(
    first(arm, (bucket) => bucket < 2000),
    'user_20 1203',
  );
  t.equal(
    first(arm, (bucket) => bucket >= 2000),
    'user_0 6243',
  );
  const split = 'pricing_page_oct_test';
  t.equal(bucketOf(split, 'split_user_0'), 3749, 'control');
  t.equal(bucketOf(split, 'split_user_1'), 6118, 'social_proof');
  t.equal(
    first(split, (bucket) => bucket >= 7500, 'split_user_'),
    'split_user_4 8524',
    'comparison_table',
  );
  t.end();
});

void t.test('subjects and namespaces', (t) => {
  t.equal(subjectOf({ user: { id: 'a' } }, 'user.id'), 'a');
  t.equal(subjectOf({ user: { id: '' }, user_id: 'z' }, 'user.id'), 'z');
  t.equal(subjectOf({ account: { id: '' }, user_id: 'z' }, 'account.id'), undefined);
  t.equal(subjectOf({ user: { id: 1e21 } }, 'user.id'), '1000000000000000000000');
  t.equal(subjectOf({ user: { id: false } }, 'user.id'), 'false');
  t.equal(subjectOf({ user: { id: [1] } }, 'user.id'), undefined);
  t.equal(namespaceOf(' n ', { bundle: 'b', scope: 's' }), 'n');
  t.equal(namespaceOf(' ', { bundle: 'b', scope: 's' }), 'b:s');
  t.equal(namespaceOf(null, { bundle: 'b', scope: 's' }), 'b:s');
  t.end();
});
