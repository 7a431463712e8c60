/** What a bundle is called: the digest of its name and source, independent of order and of the compiler. */
import { createHash } from 'node:crypto';
import t from 'tap';
import { bundleId } from '#lang';

function hashed(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

void t.test('of one text', (t) => {
  const source = 'rule R { when { a > 1 } then A { } }\n';
  t.equal(bundleId('shop', [{ path: '', text: source }]), hashed(`shop\0${source}`));
  t.equal(bundleId('', [{ path: '', text: '' }]), '6e340b9cffb37a98', 'SHA-256 of one zero byte');
  t.equal(bundleId('shop', [{ path: '', text: 'Grüße 🌋' }]), hashed('shop\0Grüße 🌋'));
  t.not(bundleId('shop', [{ path: '', text: source }]), bundleId('shops', [{ path: '', text: source }]));
  t.end();
});

void t.test('of modules', (t) => {
  const a = { path: 'a.arb', text: 'Grüße' };
  const b = { path: 'lib/b.arb', text: '' };
  const upper = { path: 'B.arb', text: 'x' };
  const expected = hashed('shop\0B.arb\x001\0xa.arb\x007\0Grüßelib/b.arb\x000\0');
  t.equal(bundleId('shop', [a, b, upper]), expected);
  t.equal(bundleId('shop', [b, upper, a]), expected, 'in any order');
  t.equal(bundleId('shop', [a]), hashed('shop\0a.arb\x007\0Grüße'), 'one with a path is named with it');
  t.equal(bundleId('shop', []), hashed('shop\0'));
  t.end();
});
