/** A queue of several lanes: whatever is in a lane overtakes the lanes behind it. */
export interface Lanes<Item> {
  readonly push: (item: Item) => void
  /** Takes so many items at most. Those who overtake leave a share to those behind, so that nobody waits for ever. */
  readonly take: (most: number) => readonly Item[]
  readonly size: () => number
  /** How many milliseconds the first of the last lane has waited. */
  readonly waited: () => number
}

/** What goes where. */
export interface LanesOptions<Item> {
  /** How many lanes there are. */
  readonly lanes: number
  /** The lane of an item, from 0. */
  readonly laneOf: (item: Item) => number
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed: () => number
}

const shareBehind = 1 / 4

/** The first items, and what takes them away: most often that is all of them, and takes no other array. */
const first = <Item>(items: readonly Item[], count: number): readonly Item[] =>
  count === items.length ? items : items.slice(0, count)
const drop = (items: unknown[], count: number): void => {
  if (count === items.length) items.length = 0
  else items.splice(0, count)
}

/** An array for each lane: an item costs next to nothing. */
export const makeLanes = <Item>(options: LanesOptions<Item>): Lanes<Item> => {
  const { laneOf, elapsed } = options
  const lanes: Item[][] = []
  while (lanes.length < options.lanes) lanes.push([])
  const last = lanes.at(-1)
  /** When each item of the last lane came. */
  const since: number[] = []
  let size = 0

  return {
    push(item) {
      const lane = laneOf(item)
      lanes[lane]?.push(item)
      if (lane === lanes.length - 1) since.push(elapsed())
      size++
    },
    take(most) {
      const taken: Item[] = []
      let behind = size
      for (const lane of lanes) {
        if (lane.length === 0) continue
        behind -= lane.length
        const left = most - taken.length
        const count = Math.min(lane.length, left - Math.min(behind, Math.ceil(left * shareBehind)))
        for (const item of first(lane, count)) taken.push(item)
        drop(lane, count)
        if (lane === last) drop(since, count)
      }
      size -= taken.length
      return taken
    },
    size: () => size,
    waited: () => (since[0] === undefined ? 0 : elapsed() - since[0]),
  }
}
