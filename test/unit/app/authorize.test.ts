/** Authorization: allowed by any `Allow`, and by nothing else. */
import { authorize, type AuthorizationRequest } from '#app/library.js';
import { compile } from '#lang';
import t from 'tap';

const { program } = compile(
  {
    name: 'access.arb',
    text: `
    tag "edit"
    rule Owner { when { resource.owner == actor.id } then ALLOW { } }
    rule Editor tag "edit" {
      when { actor.role == "editor" and action in ["read", "write"] } then Allow { } }
    rule Public { when { resource.public == true and action == "read" } then Note { } otherwise Refuse { } }
    rule Open { kill_switch when { resource.closed == true } then Close { } otherwise allow { } }
    rule Broken { when { 1 USD + resource.price > 0 USD } then Allow { } }
    rule Hours { active_from 2026-01-01T00:00:00Z when { action == "enter" } then Allow { } }`,
  },
  'access',
);

function ask(request: Partial<AuthorizationRequest>) {
  if (program === null) throw new Error('the rules do not compile');
  return authorize(program, { actor: {}, action: 'x', resource: {}, nowSeconds: 0, ...request });
}

void t.test('any rule that allows, in whatever case', (t) => {
  t.match(ask({ actor: { id: 'ann' }, resource: { owner: 'ann' } }), { allowed: true, by: ['Owner'] });
  t.match(ask({ actor: { role: 'editor' }, action: 'write', resource: { owner: 'x' } }), { by: ['Editor'] });
  t.end();
});

void t.test('other actions allow nothing', (t) => {
  const { allowed, decision } = ask({ resource: { owner: 'x', public: true }, action: 'read' });
  t.equal(allowed, false);
  t.match(decision?.matched, [{ action: 'Note' }]);
  t.end();
});

void t.test('a fallback counts, behind its gates', (t) => {
  t.equal(ask({ resource: { owner: 'x' } }).allowed, false, 'kill switch');
  const overrides = { rules: { Open: { killSwitch: false } } };
  t.match(ask({ resource: { owner: 'x' }, overrides }), { allowed: true, by: ['Open'] });
  t.end();
});

void t.test('what goes wrong allows nothing', (t) => {
  const { allowed, decision } = ask({ resource: { owner: 'x', price: { $decimal: '1 EUR' } } });
  t.equal(allowed, false);
  t.match(decision?.errors, [{ rule: 'Broken' }]);
  const none = { allowed: false, by: [], decision: null };
  const noData = { ...none, problem: 'the request holds what is no JSON data' };
  t.same(ask({ actor: { id: () => 1 } }), noData);
  t.same(ask({ actor: undefined }), noData);
  const deep = JSON.parse(`${'{"a":'.repeat(65)}1${'}'.repeat(65)}`);
  t.same(ask({ context: deep }), { ...none, problem: '`context` nests more than 64 deep' });
  t.equal(ask({ resource: { owner: 'ann' }, actor: { id: 'ann' } }).problem, null);
  const failing = { price: { $decimal: '1 EUR' }, owner: 'ann' };
  t.equal(ask({ actor: { id: 'ann' }, resource: failing, onTrap: 'fail' }).allowed, false);
  t.end();
});

void t.test('what is added never says who asks', (t) => {
  const resource = { owner: 'ann' };
  for (const context of [
    { actor: { id: 'ann' } },
    { 'actor.id': 'ann' },
    { 'resource.owner': 'bob', 'actor.id': 'bob' },
    JSON.parse('{"__proto__": {"actor": {"id": "ann"}}}'),
  ])
    t.equal(ask({ actor: { id: 'bob' }, resource, context }).allowed, false, JSON.stringify(context));
  t.end();
});

void t.test('options of decisions hold', (t) => {
  const editor = { actor: { role: 'editor' }, action: 'read', resource: { owner: 'x' } };
  t.equal(ask({ ...editor, tags: ['edit'] }).allowed, true);
  t.equal(ask({ ...editor, tags: ['other'] }).allowed, false);
  const enter = { action: 'enter', resource: { owner: 'x' } };
  t.equal(ask(enter).allowed, false);
  t.equal(ask({ ...enter, nowSeconds: 1_800_000_000 }).allowed, true);
  t.end();
});
