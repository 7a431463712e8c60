/** Whether two trees mean the same: everything but the places they come from. Lists of any length, unlike the outline. */
const PLACES: ReadonlySet<string> = new Set(['span', 'expansion']);

export function isSame(left: unknown, right: unknown): boolean {
  if (!isNode(left) || !isNode(right)) return Object.is(left, right);
  const keys = Object.keys(left).filter((key) => !PLACES.has(key));
  return (
    keys.length === Object.keys(right).filter((key) => !PLACES.has(key)).length &&
    keys.every((key) => Object.hasOwn(right, key) && isSame(left[key], right[key]))
  );
}

function isNode(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
