/** The name under which the health of a source or sink is seen by rules: `source.feed_internal_facts`. */
export function aliasOf(target: string): string {
  const alias = target
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  if (alias === '') return 'runtime';
  return /^\d/.test(alias) ? `runtime_${alias}` : alias;
}
