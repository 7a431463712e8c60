/** Goal: a host gives handlers what they need by names that the pages state, and says what is missing. */
import t from 'tap';
import { hostSinks, tokenVariable } from '#app/sinks.js';
import { compile } from '#lang';
import { temporaryDirectory } from '../../harness/temporary.ts';

const data = temporaryDirectory(t);

function sinksFor(
  handler: string,
  environment: Readonly<Record<string, string>> = {},
  allowed: readonly string[] = [],
) {
  const text = `outcome O { } arbiter A { poll 1m on O ${handler} }`;
  const { program } = compile({ name: 'a.arb', text }, 'a');
  if (program === null) throw new Error(`no program with ${handler}`);
  const allowedPrograms = new Set(allowed);
  return hostSinks({ program, data, write: () => undefined, format: 'json', allowedPrograms, environment });
}

void t.test('the variable of a token is the alias of its target', (t) => {
  t.equal(tokenVariable('https://hooks.internal/arbiter'), 'ARBITER_TOKEN_HOOKS_INTERNAL_ARBITER');
  t.equal(tokenVariable('https://1.example:8443/a-b'), 'ARBITER_TOKEN_RUNTIME_1_EXAMPLE_8443_A_B');
  t.end();
});

void t.test('what is missing, and what is enough', (t) => {
  const missing = { code: 'sink/unconfigured' };
  t.throws(() => sinksFor('slack #ops'), { ...missing, message: /ARBITER_SLACK_TOKEN/ });
  t.throws(() => sinksFor('slack #ops', { ARBITER_SLACK_TOKEN: '' }), missing);
  t.ok(sinksFor('slack #ops', { ARBITER_SLACK_TOKEN: 'xoxb' }).sinks.has('slack'));
  t.throws(() => sinksFor('exec "notify --to ops"', {}, ['page']), {
    ...missing,
    message: /--allow-exec notify/,
  });
  t.ok(sinksFor('exec "notify --to ops"', {}, ['notify']).sinks.has('exec'));
  t.notOk(sinksFor('stdout').sinks.has('slack'), 'without a token nobody is told that there is one');
  t.end();
});
