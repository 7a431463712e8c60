/** Declarations of one string: `import`, `include`, `tag` and `tags`. */
import { kright, seq } from 'typescript-parsec';
import type { ImportDeclaration, IncludeDeclaration, Name, TagDeclaration } from '../ast/nodes.ts';
import { type Grammar, node, optional, word } from './combinators.ts';
import { string } from './literal.ts';
import { name } from './name.ts';

/** The namespace is the alias, or the last element of the path. */
export const importDeclaration: Grammar<ImportDeclaration> = node(
  seq(kright(word('import'), string), optional(kright(word('as'), name))),
  ([path, alias], { span }) => {
    const own: Name = { kind: 'name', text: path.value.split('/').at(-1) ?? '', span: path.span };
    return { kind: 'import', name: alias ?? own, path, alias: alias ?? null, span };
  },
);

export const includeDeclaration: Grammar<IncludeDeclaration> = node(
  kright(word('include'), string),
  (path, { span }) => ({
    kind: 'include',
    name: { kind: 'name', text: path.value, span: path.span },
    path,
    span,
  }),
);

/** A tag's name is that of its string. */
export const tagName: Grammar<Name> = node(string, ({ value }, { span }) => ({
  kind: 'name',
  text: value,
  span,
}));

export const tagDeclaration: Grammar<TagDeclaration> = node(
  kright(word('tag'), tagName),
  (declared, { span }) => ({ kind: 'tag', name: declared, names: [declared], span }),
);

/** `tags "realtime,batch"`: every name has the place of its own part of the string. */
export const tagsDeclaration: Grammar<TagDeclaration> = node(
  kright(word('tags'), string),
  (listed, { span }) => {
    const names = partsOf(listed.value).map(({ text, offset }): Name => {
      const start = listed.span.start + 1 + offset;
      return { kind: 'name', text, span: { ...listed.span, start, end: start + text.length } };
    });
    const [first = { kind: 'name', text: '', span: listed.span } as const] = names;
    return { kind: 'tag', name: first, names: [first, ...names.slice(1)], span };
  },
);

function partsOf(list: string): readonly { readonly text: string; readonly offset: number }[] {
  return [...list.matchAll(/[^,\s](?:[^,]*[^,\s])?/g)].map((part) => ({ text: part[0], offset: part.index }));
}
