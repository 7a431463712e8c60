/** Lists that mostly stay empty or get one item: one that is pushed to takes room for seventeen. */
export function append<Item>(list: Item[] | null, item: Item): Item[] {
  if (list === null) return [item];
  list.push(item);
  return list;
}
