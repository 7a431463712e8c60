/** The life of a provider over a file: ready, changed, behind, mended, closed. */
import { ErrorCode, OpenFeature, ProviderEvents, ProviderStatus } from '@openfeature/server-sdk';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArbiterProvider } from '#app/openfeature/provider.js';
import t from 'tap';
import { until } from '../../../harness/await-until.ts';
import { HandWatch } from '../../../harness/hand-watch.ts';
import { temporaryDirectory } from '../../../harness/temporary.ts';

const OFF = 'flag f default false { when { boss } then true }\nflag g default false { }';
const ON = OFF.replace('boss', 'true');

function listen(domain: string): string[] {
  const client = OpenFeature.getClient(domain);
  const heard: string[] = [];
  for (const event of [ProviderEvents.Ready, ProviderEvents.Error, ProviderEvents.Stale])
    client.addHandler(event, () => heard.push(event));
  client.addHandler(ProviderEvents.ConfigurationChanged, (details) =>
    heard.push(`changed ${details?.flagsChanged?.join(' ')}`),
  );
  return heard;
}

void t.test('follows its file, and stays with the last good program', async (t) => {
  const file = join(temporaryDirectory(t), 'flags.arb');
  writeFileSync(file, OFF);
  const ports = new HandWatch();
  const edit = async (text: string, what: string): Promise<void> => {
    writeFileSync(file, text);
    ports.signal();
    await until(what, () => {
      ports.elapse();
      return heard.some((event) => event.includes(what));
    });
  };
  await OpenFeature.setProviderAndWait('follow', new ArbiterProvider({ file, watch: { ports } }));
  const client = OpenFeature.getClient('follow');
  const heard = listen('follow');
  await until('ready', () => heard.length === 1);
  t.equal(await client.getBooleanValue('f', false), false);
  await edit(ON, 'changed f');
  t.equal(await client.getBooleanValue('f', false), true);
  await edit('flag f {', ProviderEvents.Stale);
  t.equal(client.providerStatus, ProviderStatus.STALE);
  t.equal(await client.getBooleanValue('f', false), true, 'the last good program');
  heard.length = 0;
  await edit(OFF, 'changed f');
  t.same(heard, [ProviderEvents.Ready, 'changed f']);
  t.equal(await client.getBooleanValue('f', false), false);
  await OpenFeature.close();
  t.equal(ports.folders.size, 0);
  t.equal(ports.waits, 0);
});

void t.test('a file that is broken from the start', async (t) => {
  const file = join(temporaryDirectory(t), 'flags.arb');
  writeFileSync(file, 'flag f {');
  const ports = new HandWatch();
  const heard = listen('broken');
  const provider = new ArbiterProvider({ file, watch: { ports } });
  await t.rejects(OpenFeature.setProviderAndWait('broken', provider), { code: ErrorCode.PARSE_ERROR });
  const client = OpenFeature.getClient('broken');
  t.match(heard, [ProviderEvents.Error]);
  t.match(await client.getBooleanDetails('f', true), {
    value: true,
    errorCode: ErrorCode.PARSE_ERROR,
    errorMessage: /flags\.arb:1:\d+/,
  });
  writeFileSync(file, ON);
  ports.signal();
  await until('the mended file', () => {
    ports.elapse();
    return heard.includes('changed f g');
  });
  t.same(heard.slice(1), [ProviderEvents.Ready, 'changed f g']);
  t.equal(client.providerStatus, ProviderStatus.READY);
  t.equal(await client.getBooleanValue('f', false), true);
  await OpenFeature.close();
});

void t.test('a file that is not there, and a provider that nobody has initialized', async (t) => {
  const file = join(temporaryDirectory(t), 'none.arb');
  const provider = new ArbiterProvider({ file, watch: { ports: new HandWatch() } });
  const logger = console;
  t.match(await provider.resolveBooleanEvaluation('f', true, {}, logger), {
    value: true,
    errorCode: ErrorCode.PROVIDER_NOT_READY,
  });
  await t.rejects(provider.initialize(), { code: ErrorCode.GENERAL, message: /none\.arb cannot be read/ });
  t.match(await provider.resolveBooleanEvaluation('f', true, {}, logger), { errorCode: ErrorCode.GENERAL });
  await provider.onClose();
});
