/** What is wrong in each file: its own mistakes, those of what it imports, and what only a whole program tells. */
import t from 'tap';
import { documentDiagnostics } from '#lang/editor/document-diagnostics.js';
import type { Workspace } from '#lang/editor/workspace.js';
import { marked, shownSpans } from './marked.ts';

function shown(workspace: Workspace, path: string): readonly string[] {
  return documentDiagnostics(workspace, path).map(({ code, span }) => `${code} ${shownSpans([span])[0]}`);
}

void t.test('a mistake in an imported module is shown at the import too', (t) => {
  const { workspace } = marked(
    'import "m"\nrule R { requires m.Base then A { } }\n-- m.arb --\nrule Base { when { 1 + 1 } then B { } }\n',
  );
  t.same(shown(workspace, 'm.arb'), ['check/condition-type m.arb:1 + 1@19']);
  t.same(shown(workspace, 'main.arb'), ['check/condition-type main.arb:"m"@7']);
  const [finding] = documentDiagnostics(workspace, 'main.arb');
  t.match(finding?.message ?? '', /^module `m` has an error: the condition/);
  t.same(shownSpans(finding?.labels.map(({ span }) => span) ?? []), ['m.arb:1 + 1@19']);
  workspace.change('m.arb', 'rule Base { when { 1 + 1 == x } then B { } }\n');
  t.same(shown(workspace, 'main.arb'), []);
  t.end();
});

void t.test('what one program uses is used', (t) => {
  const { workspace } = marked('import "m"\nconst X = 1\n-- m.arb --\nconst A = 1\n');
  t.same(shown(workspace, 'm.arb'), ['check/unused-const m.arb:A@6']);
  workspace.open('other.arb', 'import "m"\nrule R { when { x > m.A } then B { } }');
  t.same(shown(workspace, 'm.arb'), []);
  workspace.close('other.arb');
  t.same(shown(workspace, 'm.arb'), ['check/unused-const m.arb:A@6']);
  t.end();
});

void t.test('an open file that no program reaches is a program of its own', (t) => {
  const { workspace } = marked('rule R { then A { } }');
  workspace.open('lone.arb', 'rule R { requires None then A { } }');
  t.same(shown(workspace, 'lone.arb'), ['check/unknown-rule lone.arb:None@18']);
  t.same(shown(workspace, 'main.arb'), []);
  t.same(shown(workspace, 'nowhere.arb'), []);
  t.end();
});

void t.test('stored texts count where nothing is open', (t) => {
  const { workspace } = marked('import "m"\nrule R { requires m.Base then A { } }');
  t.same(shown(workspace, 'main.arb'), ['module/not-found main.arb:"m"@7']);
  workspace.store('m.arb', 'rule Base { then B { } }');
  t.same(shown(workspace, 'main.arb'), []);
  workspace.open('m.arb', '');
  t.same(shown(workspace, 'main.arb'), ['check/unknown-rule main.arb:m.Base@29']);
  workspace.close('m.arb');
  t.same(shown(workspace, 'main.arb'), []);
  workspace.store('m.arb', null);
  t.same(shown(workspace, 'main.arb'), ['module/not-found main.arb:"m"@7']);
  t.end();
});

void t.test('an included file is shown once, though two modules include it', (t) => {
  const { workspace } = marked(
    'include "inc.arb"\nimport "m"\nrule R { requires m.Base then A { } }\n-- m.arb --\ninclude "inc.arb"\nrule Base { then B { } }\n-- inc.arb --\nrule Bad { when { 1 } then C { } }\n',
  );
  t.same(shown(workspace, 'inc.arb'), ['check/condition-type inc.arb:1@18']);
  t.end();
});
