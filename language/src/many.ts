/** Whether `holds` for every item of `before` and what is in its place in `after`: how a step treats many nodes. */
export const everyPair = <Item>(
  before: readonly Item[],
  after: readonly Item[],
  holds: (before: Item, after: Item) => boolean,
): boolean => {
  if (before.length !== after.length) return false
  for (let index = 0; index < before.length; index++) {
    const [item, next] = [before[index], after[index]]
    if (item === undefined || next === undefined || !holds(item, next)) return false
  }
  return true
}
