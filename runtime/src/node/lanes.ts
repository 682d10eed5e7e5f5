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

/** An array for each lane: an item costs next to nothing. */
export const makeLanes = <Item>(options: LanesOptions<Item>): Lanes<Item> => {
  const { laneOf, elapsed } = options
  const lanes: Item[][] = []
  while (lanes.length < options.lanes) lanes.push([])
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
        const items = lane.splice(0, left - Math.min(behind, Math.ceil(left * shareBehind)))
        if (lane === lanes.at(-1)) since.splice(0, items.length)
        for (const item of items) taken.push(item)
      }
      size -= taken.length
      return taken
    },
    size: () => size,
    waited: () => (since[0] === undefined ? 0 : elapsed() - since[0]),
  }
}
