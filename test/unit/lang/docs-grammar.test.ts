/**
 * The grammar is written once: what the pages of constructs show of it is the same, every name in it is defined and used, and its words
 * are those of the parser.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { KEYWORDS } from '#lang/parser/keywords.js';
import { ROOT, sourceFiles } from '../../harness/sources.ts';

const FOLDER = join(ROOT, 'docs', 'language');
const QUOTED = /"([^"]+)"/g;

interface Production {
  readonly name: string;
  readonly body: string;
}

function productionsOf(page: string): readonly Production[] {
  const text = readFileSync(join(FOLDER, page), 'utf8');
  const blocks = [...text.matchAll(/^```ebnf\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
  return blocks.flatMap((block) =>
    [...block.matchAll(/^(\w+)\s+= ([\s\S]*?) ;$/gm)].map(([, name = '', body = '']) => ({
      name,
      body: body.replace(/\s+/g, ' '),
    })),
  );
}

const grammar = productionsOf('grammar.md');
const bodies = new Map(grammar.map(({ name, body }) => [name, body]));
const words = grammar.flatMap(({ body }) => [...body.matchAll(QUOTED)].map(([, word = '']) => word));
const names = grammar.flatMap(({ body }) => body.replace(QUOTED, '').match(/\w+/g) ?? []);

void t.test('each production stands once', (t) => {
  t.equal(bodies.size, grammar.length);
  t.ok(grammar.length > 50);
  t.end();
});

void t.test('every name is defined and used', (t) => {
  const page = readFileSync(join(FOLDER, 'grammar.md'), 'utf8');
  for (const name of new Set(names)) {
    if (/^[A-Z_]+$/.test(name)) t.match(page, `| \`${name}\` |`, `token ${name}`);
    else t.ok(bodies.has(name), name);
  }
  for (const { name } of grammar) t.ok(name === 'file' || names.includes(name), `${name} is used`);
  t.end();
});

for (const page of readdirSync(FOLDER).filter((name) => name.endsWith('.md') && name !== 'grammar.md')) {
  void t.test(`${page} shows the same grammar`, (t) => {
    for (const { name, body } of productionsOf(page)) t.equal(body, bodies.get(name), name);
    t.end();
  });
}

void t.test('its words are those of the parser', (t) => {
  const parser = sourceFiles(['lang'])
    .filter(({ path }) => path.startsWith('lang/parser/'))
    .map(({ text }) => text)
    .join('\n');
  const inParser = new Set([...parser.matchAll(/\b[a-z_]+\b/g)].map(([word]) => word));
  const alphabetic = [...new Set(words)].filter((word) => /^[a-z_]+$/.test(word));
  t.same(
    alphabetic.filter((word) => !inParser.has(word)),
    [],
  );
  for (const keyword of KEYWORDS.keys()) t.ok(words.includes(keyword), keyword);
  t.end();
});
