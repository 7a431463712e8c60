/**
 * Projects as one text: a line `-- path --` begins a file (without one all is `main.arb`), `▮` is the cursor, of which there
 * may be one, or two for a range.
 */
import { Workspace } from '#lang/editor/workspace.js';

export const MARK = '▮';

export interface Marked {
  readonly workspace: Workspace;
  readonly path: string;
  readonly offset: number;
  /** Where the second mark is; the first again when there is one. */
  readonly end: number;
  readonly files: ReadonlyMap<string, string>;
}

export function filesIn(text: string): ReadonlyMap<string, string> {
  const parts = text.split(/^-- (\S+) --\r?\n/m);
  const [first = '', ...others] = parts;
  const files = new Map<string, string>();
  if (first.trim() !== '' || others.length === 0) files.set('main.arb', first);
  for (let index = 0; index < others.length; index += 2)
    files.set(others[index] ?? '', others[index + 1] ?? '');
  return files;
}

export function marked(text: string): Marked {
  const found = filesIn(text);
  const files = new Map([...found].map(([path, each]) => [path, each.replaceAll(MARK, '')]));
  const [path = 'main.arb', source = ''] = [...found].find(([, each]) => each.includes(MARK)) ?? [];
  const offset = Math.max(0, source.indexOf(MARK));
  const end = source.replace(MARK, '').indexOf(MARK);
  const workspace = new Workspace({ entries: ['main.arb'], files, nowSeconds: 0 });
  return { workspace, path, offset, end: end === -1 ? offset : end, files };
}

/** `path:text@start` of every span. */
export function shownSpans(
  spans: readonly {
    readonly source: { readonly name: string; readonly text: string };
    readonly start: number;
    readonly end: number;
  }[],
): readonly string[] {
  return spans.map(({ source, start, end }) => `${source.name}:${source.text.slice(start, end)}@${start}`);
}
