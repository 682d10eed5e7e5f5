/** Whether `holds` for every item of `before` and what is in its place in `after`: how a step treats many nodes. */
export const everyPair = <Item>(
  before: readonly Item[],
  after: readonly Item[],
  holds: (before: Item, after: Item) => boolean,
): boolean =>
  before.length === after.length &&
  before.every((item, index) => {
    const next = after[index]
    return next !== undefined && holds(item, next)
  })
