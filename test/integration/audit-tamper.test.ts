/** One changed byte anywhere in what the audit log stands for is found, and the row is named. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { auditKey, AUDIT_HEAD } from '#actors/keys.js';
import type { Table } from '#actors/ports.js';
import { verifyAudit } from '#actors/audit/verify.js';
import { openStore } from '#connectors/lmdb/store.js';
import { entriesOf } from '#actors/audit/verify.js';
import { runArbiter } from '../harness/child.ts';

void t.test('tampering is named by row', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'arbiter-tamper-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const data = join(folder, 'data');
  const facts = 'test/integration/fixtures/taiwan.ndjson';
  const run = await runArbiter(['run', 'examples/earthquakes/monitor.arb', '--facts', facts, '--data', data]);
  t.equal(run.code, 0, run.stderr);
  const store = await openStore({ directory: join(data, 'store') });
  t.same(verifyAudit(store).findings, []);
  const tables: readonly Table[] = ['audit', 'decision', 'journal'];
  for (const table of tables) {
    const rows = [...entriesOf(store, table)];
    const { key, value } = rows[Math.floor(rows.length / 2)] ?? { key: '', value: new Uint8Array() };
    const original = Uint8Array.from(value);
    for (const at of [0, Math.floor(original.length / 2), original.length - 2]) {
      const forged = Uint8Array.from(original);
      forged[at] = (forged[at] ?? 0) ^ 1;
      await overwrite(table, key, forged);
      const [finding] = verifyAudit(store).findings;
      t.ok(finding, `${table} ${key}, byte ${at}: found`);
      if (table === 'audit') t.equal(finding?.row, Number(key), 'the row itself is named');
      else t.match(finding?.problem, new RegExp(`its ${table} record .* was changed`));
      await overwrite(table, key, original);
    }
  }
  t.same(verifyAudit(store).findings, [], 'undone: fine again');
  const last = verifyAudit(store).head.sequence;
  await store.commit({ guard: guard(), puts: [], removes: [{ table: 'audit', key: auditKey(last) }] });
  t.match(verifyAudit(store).findings[0]?.problem, /the chain ends here/, 'a missing end is noticed');
  await store.close();

  function guard() {
    return { table: 'meta' as const, key: AUDIT_HEAD, value: store.get('meta', AUDIT_HEAD) ?? null };
  }
  function overwrite(table: Table, key: string, value: Uint8Array): Promise<void> {
    return store.commit({ guard: guard(), puts: [{ table, key, value }], removes: [] });
  }
});
