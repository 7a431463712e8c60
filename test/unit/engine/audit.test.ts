/** Canonical bytes and the chain over them. */
import t from 'tap';
import { canonicalText, digestOf } from '#engine/audit/canonical.js';
import { type AuditEntry, EMPTY_CHAIN, nextRow, rowFault } from '#engine/audit/chain.js';

void t.test('canonical JSON sorts members and writes shortest numbers', (t) => {
  t.equal(
    canonicalText({ b: 1e21, a: [true, null, 'é"\n'], c: undefined }),
    '{"a":[true,null,"é\\"\\n"],"b":1e+21}',
  );
  t.equal(
    canonicalText({ '\u20ac': 1, '\r': 2, '1': 3 }),
    '{"\\r":2,"1":3,"\u20ac":1}',
    'RFC 8785 order: UTF-16 code units',
  );
  t.equal(canonicalText(-0), '0');
  t.throws(() => canonicalText(Number.NaN), /finite/);
  t.throws(() => canonicalText({ f: () => 1 }), /JSON/);
  t.equal(digestOf(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  t.end();
});

void t.test('a chain accepts what continues it and names what does not', (t) => {
  const entry: AuditEntry = { kind: 'start', at: 1, bundle: 'b', name: 'n' };
  const first = nextRow(EMPTY_CHAIN, entry);
  const second = nextRow(first, { ...entry, at: 2 });
  t.equal(rowFault(EMPTY_CHAIN, first), null);
  t.equal(rowFault(first, second), null);
  t.match(rowFault(EMPTY_CHAIN, second), /row 2 follows row 0/);
  t.match(rowFault(first, { ...second, previous: 'x' }), /does not continue/);
  t.match(rowFault(first, { ...second, entry: { ...entry, at: 3 } }), /hash of row 2/);
  t.end();
});
