/** Numbers between 0 and 1 that a seed determines (mulberry32). */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Any one of these. */
export const oneOf = <Item>(items: readonly Item[], random: () => number): Item => {
  const [item] = items.slice(Math.floor(random() * items.length))
  if (item === undefined) throw new Error("one of nothing")
  return item
}

/** The same items in any order. */
export const shuffled = <Item>(items: readonly Item[], random: () => number): readonly Item[] =>
  items
    .map((item) => [random(), item] as const)
    .sort(([one], [other]) => one - other)
    .map(([, item]) => item)
