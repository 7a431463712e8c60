/**
 * Goal: a file of overrides is never seen half, by nobody and after no crash; what others write to it is noticed; what cannot be
 * read changes nothing.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import { openOverrideFile, type OverrideFile } from '#connectors/overrides/override-file.js';
import { WRITING_STEPS, type WritingSteps } from '#connectors/system/replace-file.js';
import type { Fault } from '#streams/faults.js';
import { until } from '../../harness/await-until.ts';
import { HandWatch } from '../../harness/hand-watch.ts';
import { eventsOf } from '../../harness/override-laws.ts';
import { temporaryDirectory } from '../../harness/temporary.ts';

const RULE = { kind: 'rule', rule: 'Free' } as const;

interface Followed {
  readonly path: string;
  readonly file: OverrideFile;
  readonly ports: HandWatch;
  readonly faults: Fault[];
  /** Lets it look until something holds. */
  readonly seen: (what: string, isTrue: () => boolean) => Promise<void>;
}

async function openFollowed(t: Test, steps = WRITING_STEPS): Promise<Followed> {
  const path = join(temporaryDirectory(t), 'overrides.json');
  const ports = new HandWatch();
  const faults: Fault[] = [];
  const file = await openOverrideFile(path, { ports, steps, onError: (fault) => faults.push(fault) });
  t.teardown(() => file.close());
  const seen = async (what: string, isTrue: () => boolean): Promise<void> => {
    ports.signal();
    await until(what, () => {
      ports.elapse();
      return isTrue();
    });
  };
  return { path, file, ports, faults, seen };
}

void t.test('what it writes: what is set, nothing else, and only when something changes', async (t) => {
  const { path, file } = await openFollowed(t);
  t.equal(readFileSync(path, 'utf8'), '{}\n', 'made when it was opened');
  await file.set('shop', RULE, { killSwitch: true });
  await file.set(null, { kind: 'flag_rule', flag: 'f', index: 0 }, { rollout: 5 });
  const text = readFileSync(path, 'utf8');
  t.same(JSON.parse(text), {
    flag_rules: { f: { '0': { rollout: 5 } } },
    bundles: { shop: { rules: { Free: { kill_switch: true } } } },
  });
  t.match(text, /^\{\n {2}"flag_rules": \{\n/, 'for people');
  const { ino } = statSync(path);
  await file.set('shop', RULE, { killSwitch: true });
  t.equal(statSync(path).ino, ino, 'no change, no write');
});

type Moment = 'before' | 'within' | 'after';

/** Dies at a step: nothing after it is done, as if the process had ended there. `look` is called around every step. */
function dyingAt(step: number, moment: Moment, look: () => void): WritingSteps {
  let next = 0;
  const alive = async (whole: () => Promise<void>, half?: () => void): Promise<void> => {
    const index = next++;
    if (index > step || (index === step && moment === 'before')) throw new Error('dead');
    if (index === step && moment === 'within') half?.();
    else await whole();
    look();
    if (index === step) throw new Error('dead');
  };
  return {
    remove: (path) => alive(() => WRITING_STEPS.remove(path)),
    create: (path, text, mode) =>
      alive(
        () => WRITING_STEPS.create(path, text, mode),
        () => writeFileSync(path, text.slice(0, text.length / 2)),
      ),
    flush: (path) => alive(() => WRITING_STEPS.flush(path)),
    rename: (from, to) => alive(() => WRITING_STEPS.rename(from, to)),
  };
}

/** Remove what a crash left, create, flush, rename, flush the folder. */
const STEPS = [0, 1, 2, 3, 4];

for (const step of STEPS)
  for (const moment of ['before', 'within', 'after'] as const)
    void t.test(`a crash ${moment} step ${step} of a write leaves the old or the new, whole`, async (t) => {
      const path = join(temporaryDirectory(t), 'overrides.json');
      const first = await openOverrideFile(path, { ports: new HandWatch() });
      await first.set(null, RULE, { killSwitch: true });
      await first.close();
      const read = new Set<string>();
      const look = (): void => void read.add(readFileSync(path, 'utf8'));
      look();
      const dying = await openOverrideFile(path, {
        ports: new HandWatch(),
        steps: dyingAt(step, moment, look),
      });
      await t.rejects(dying.set(null, RULE, { rollout: 9 }), {
        code: 'overrides/unwritable',
        retryable: true,
      });
      const inForce = dying.read(null).rules;
      await dying.close();
      look();
      const isRenamed = step > 3 || (step === 3 && moment === 'after');
      const texts = [...read].map((text): unknown => JSON.parse(text));
      const [before, after] = [
        { rules: { Free: { kill_switch: true } } },
        { rules: { Free: { rollout: 9 } } },
      ];
      t.same(texts, isRenamed ? [before, after] : [before], 'what a reader finds at any time');
      const next = await openOverrideFile(path, { ports: new HandWatch() });
      t.same(next.read(null).rules, inForce, 'and what the writer goes on with');
      await next.set(null, RULE, { rollout: 10 });
      t.same(next.read(null).rules, { Free: { rollout: 10 } }, "what is left is in nobody's way");
      t.notOk(existsSync(`${path}.next`));
      await next.close();
    });

void t.test('what another process writes is noticed, and only what is different is told', async (t) => {
  const { path, file, seen } = await openFollowed(t);
  await file.set('shop', RULE, { rollout: 1 });
  const events = eventsOf(file, 'shop');
  writeFileSync(
    path,
    '{"flags": {"f": {"kill_switch_state": "off"}}, "bundles": {"shop": {"rules": {"Free": {"rollout": 1}}}}}',
  );
  await seen('the change', () => events.length === 2);
  t.same(events[1], { kind: 'flag', flag: 'f', bundle: 'shop', override: { killSwitch: false } });
  await file.set('shop', RULE, {});
  t.same(
    JSON.parse(readFileSync(path, 'utf8')),
    { flags: { f: { kill_switch: false } } },
    'kept by the next write',
  );
});

void t.test('what another process wrote since the last look is not lost by a write', async (t) => {
  const { path, file } = await openFollowed(t);
  const events = eventsOf(file, null);
  const other = await openOverrideFile(path, { ports: new HandWatch() });
  await other.set(null, { kind: 'rule', rule: 'Theirs' }, { killSwitch: true });
  await file.set(null, RULE, { rollout: 1 });
  t.same(file.read(null).rules, { Free: { rollout: 1 }, Theirs: { killSwitch: true } });
  t.equal(events.length, 3, 'the snapshot, theirs and ours');
  const add = ({ rollout = 0 }: { readonly rollout?: number }) => ({ rollout: rollout + 1 });
  await Promise.all(
    Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? file : other).set(null, RULE, add)),
  );
  const next = await openOverrideFile(path, { ports: new HandWatch() });
  t.equal(next.read(null).rules?.['Free']?.rollout, 21);
  await other.close();
  await next.close();
});

void t.test("half of somebody's write is not taken: one look is not enough", async (t) => {
  const { path, file, ports, faults, seen } = await openFollowed(t);
  writeFileSync(path, '{"rules": {');
  ports.signal();
  ports.elapse();
  await until('the first look, after which it waits to look again', () => ports.waits === 2);
  t.same(faults, []);
  writeFileSync(path, '{"rules": {"Free": {"rollout": 4}}}');
  await seen('the whole', () => file.read(null).rules !== undefined);
  t.same(faults, []);
});

void t.test(
  'what cannot be read changes nothing, is said with its place, and is not overwritten',
  async (t) => {
    const { path, file, faults, seen } = await openFollowed(t);
    await file.set(null, RULE, { killSwitch: true });
    const events = eventsOf(file, null);
    const inForce = file.read(null);
    const cases: readonly (readonly [content: string | Uint8Array, said: string])[] = [
      ['{"rules": {"Free": tru', 'it is not JSON at 1:20'],
      ['{"rules": {"Free": {"kill_switch": "on"}}}', '`rules.Free.kill_switch` takes true or false'],
      ['', 'it is not JSON at 1:1'],
      [Uint8Array.of(0x7b, 0xff, 0x7d), 'it is not text in UTF-8'],
    ];
    for (const [index, [content, said]] of cases.entries()) {
      writeFileSync(path, content);
      await seen(said, () => faults.length > index);
      const message = `\`${path}\` holds no overrides: ${said}`;
      t.match(faults[index], { code: 'overrides/malformed', message });
      t.equal(file.failure, faults[index]);
      t.same(file.read(null), inForce);
      await t.rejects(file.set(null, RULE, {}), { code: 'overrides/malformed', message });
      t.same(readFileSync(path), Buffer.from(content));
    }
    writeFileSync(path, JSON.stringify({ rules: { Free: { kill_switch: true } } }));
    await seen('the file whole again', () => file.failure === null);
    t.equal(faults.length, cases.length);
    t.equal(events.length, 1, 'nothing had changed');
  },
);

void t.test('a file that goes takes no switch with it, and comes back with the next entry', async (t) => {
  const { path, file, faults, seen } = await openFollowed(t);
  await file.set(null, RULE, { killSwitch: true });
  rmSync(path);
  await seen('that it is gone', () => faults.length === 1);
  t.match(faults[0], {
    code: 'overrides/unreadable',
    message: `\`${path}\` cannot be read: it does not exist`,
  });
  t.same(file.read(null).rules, { Free: { killSwitch: true } });
  await file.set(null, { kind: 'rule', rule: 'Other' }, { rollout: 1 });
  t.same(Object.keys(JSON.parse(readFileSync(path, 'utf8')).rules), ['Free', 'Other']);
  t.equal(file.failure, null);
});

void t.test('opening: what cannot be read or made is refused', async (t) => {
  const folder = temporaryDirectory(t);
  const path = join(folder, 'overrides.json');
  writeFileSync(path, '[]');
  await t.rejects(openOverrideFile(path), { code: 'overrides/malformed', message: /it is not an object$/ });
  t.equal(readFileSync(path, 'utf8'), '[]');
  writeFileSync(path, ' '.repeat(16_777_217));
  await t.rejects(openOverrideFile(path), { code: 'overrides/malformed', message: /16777217 bytes/ });
  await t.rejects(openOverrideFile(folder), { code: 'overrides/unreadable', message: /it is a directory$/ });
  const below = join(path, 'overrides.json');
  await t.rejects(openOverrideFile(below), {
    code: 'overrides/unreadable',
    message: /a part of its path is a file$/,
  });
});

void t.test('a link stays a link, and who may read the file stays as it was', async (t) => {
  const folder = temporaryDirectory(t);
  const target = join(folder, 'real', 'overrides.json');
  mkdirSync(dirname(target));
  writeFileSync(target, '{}');
  chmodSync(target, 0o640);
  const path = join(folder, basename(target));
  symlinkSync(target, path);
  const file = await openOverrideFile(path, { ports: new HandWatch() });
  await file.set(null, RULE, { rollout: 2 });
  await file.close();
  t.same(JSON.parse(readFileSync(target, 'utf8')), { rules: { Free: { rollout: 2 } } });
  t.equal(readFileSync(path, 'utf8'), readFileSync(target, 'utf8'));
  t.equal(statSync(target).mode & 0o777, 0o640);
});

void t.test("the lock of a process that is gone is in nobody's way", async (t) => {
  const { path, file } = await openFollowed(t);
  writeFileSync(`${path}.lock`, '4194305 gone\n');
  await file.set(null, RULE, { rollout: 2 });
  t.notOk(existsSync(`${path}.lock`));
});
