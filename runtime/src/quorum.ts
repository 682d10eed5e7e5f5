// A copy of language/src/quorum.ts, kept in step by runtime/test/copies.test.ts.
/** Whether `count` of `total` is more than half. */
export const majority = (count: number, total: number): boolean => 2 * count > total

/** Whether `key` differs for every two of `items`. */
export const distinct = <Item>(items: readonly Item[], key: (item: Item) => unknown): boolean =>
  items.every((item, index) => items.findIndex((other) => key(other) === key(item)) === index)
