/** Where secrets come from, and that what is wrong with it is said without them. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OpenFeature } from '@openfeature/server-sdk';
import { ArbiterProvider } from '#app/openfeature/provider.js';
import { environmentSecrets, fileSecrets } from '#app/secrets.js';
import { compile } from '#lang';
import t from 'tap';
import { temporaryDirectory } from '../../harness/temporary.ts';

const KEY = 's3cr3t-k3y';

void t.test('the environment', (t) => {
  const environment = { ARBITER_SECRET_CHECKOUT_API_KEY: KEY, OTHER_A: 'a', ARBITER_SECRET_EMPTY: '' };
  const resolver = environmentSecrets({ environment });
  t.equal(resolver.resolve('checkout/api-key'), KEY);
  t.equal(resolver.resolve('empty'), '');
  t.equal(resolver.resolve('none'), undefined);
  t.equal(resolver.resolve('__proto__'), undefined);
  t.equal(environmentSecrets({ prefix: 'OTHER_', environment }).resolve('a'), 'a');
  t.equal(environmentSecrets().resolve('surely/not/there'), undefined);
  t.end();
});

function fileWith(t: Parameters<typeof temporaryDirectory>[0], text: string, mode = 0o600): string {
  const path = join(temporaryDirectory(t), 'secrets.json');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

void t.test('a file of its owner', (t) => {
  const resolver = fileSecrets(fileWith(t, JSON.stringify({ 'api/key': KEY })));
  t.equal(resolver.resolve('api/key'), KEY);
  t.equal(resolver.resolve('toString'), undefined);
  t.ok(fileSecrets(fileWith(t, '{}', 0o400)));
  t.end();
});

void t.test('a file that others can use is refused', (t) => {
  for (const mode of [0o644, 0o640, 0o620, 0o606])
    t.throws(() => fileSecrets(fileWith(t, '{}', mode)), { message: /can be used by others .*make it 600/ });
  t.end();
});

void t.test('what is wrong with a file is said without what is in it', (t) => {
  t.throws(() => fileSecrets(join(temporaryDirectory(t), 'none')), { code: 'ENOENT' });
  for (const text of [
    KEY,
    `{"api/key": ${KEY}}`,
    `["${KEY}"]`,
    `"${KEY}"`,
    `{"api/key": ["${KEY}"]}`,
    'null',
  ]) {
    try {
      fileSecrets(fileWith(t, text));
      t.fail(`${text} is taken`);
    } catch (error) {
      t.match(error, { message: /is not JSON|is no object|is no text/ });
      t.notMatch(String(error), KEY);
      t.equal(error instanceof Error ? error.cause : null, undefined);
    }
  }
  t.end();
});

void t.test('OpenFeature decides with secrets and shows none', async (t) => {
  const text = `flag f type multivariate default "on" { variant "on" { key: secret("api/key"), n: 1 } }
    flag g type multivariate default "on" { variant "on" { value: secret("api/key") } }
    flag h default false { when { token == secret("api/key") } then true }`;
  const { program } = compile({ name: 'flags.arb', text }, 'flags');
  if (program === null) throw new Error('the flags do not compile');
  const secrets = { resolve: () => KEY };
  await OpenFeature.setProviderAndWait('secrets', new ArbiterProvider({ program, secrets }));
  const client = OpenFeature.getClient('secrets');
  t.equal(await client.getBooleanValue('h', false, { token: KEY }), true);
  t.strictSame(await client.getObjectValue('f', {}), { key: '[REDACTED]', n: 1 });
  const asText = await client.getStringDetails('g', 'none');
  t.equal(asText.value, 'none');
  t.notMatch(JSON.stringify(asText), KEY);
});
