/** Whether `count` of `total` is more than half. */
export const majority = (count: number, total: number): boolean => 2 * count > total

/**
 * The largest number that more than half of `numbers` reach.
 *
 *     reachedByMajority([7, 3, 5]) // 5: two of the three are at least 5
 */
export const reachedByMajority = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.ceil(numbers.length / 2) - 1] ?? 0

/** Groups that decide together, by a majority of each. A fixed membership is one group; while it changes, there are the old and the new. */
export type Groups<Voter> = readonly (readonly Voter[])[]

/** Whether a majority of each group agrees; a group of nobody has nothing against it. */
export const agreedByQuorum = <Voter>(groups: Groups<Voter>, agrees: (voter: Voter) => boolean): boolean =>
  groups.every((group) => group.length === 0 || majority(group.filter(agrees).length, group.length))

/** The largest number that a majority of each group reaches: there is none, but infinity, where nobody is. */
export const reachedByQuorum = <Voter>(groups: Groups<Voter>, reach: (voter: Voter) => number): number =>
  Math.min(...groups.map((group) => (group.length === 0 ? Infinity : reachedByMajority(group.map(reach)))))

/** Whether `key` differs for every two of `items`. */
export const distinct = <Item>(items: readonly Item[], key: (item: Item) => unknown): boolean =>
  items.every((item, index) => items.findIndex((other) => key(other) === key(item)) === index)
