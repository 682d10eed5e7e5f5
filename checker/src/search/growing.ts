import { collectionKind, type Parcel } from "@lockstep/language"
import type { Growing, Growth, Lane, Snapshot } from "../report.ts"

/** Some states of a level. */
interface Level {
  readonly depth: number
  readonly states: Int32Array[]
}

/** Looks now and then at how much there is of everything, so that a search that does not end can say what grows. */
export interface Samples {
  /** Looks at a state that may be overwritten afterwards. */
  readonly take: (depth: number, state: Int32Array) => void
  /** What there is more of in the deepest level than in one at most half as deep; nothing where no level is that deep. */
  readonly growing: (snapshot: (state: Int32Array) => Snapshot) => Growing | undefined
}

const statesOfLevel = 32

/** How much there is of each part of a state. Parts of like lanes count as one, so that of three nodes the largest is told. */
type Sizes = Map<string, Omit<Growth, "from">>

/** What stands in a collection; of a map, without the keys. */
const membersOf = (value: object): readonly unknown[] | undefined => {
  if (Array.isArray(value)) return value
  const kind = collectionKind(value)
  if (kind === undefined) return undefined
  const items = [...(value as Iterable<unknown>)]
  return kind === "Map" ? items.map((entry) => (entry as readonly unknown[])[1]) : items
}

type Note = (path: string, unit: Growth["unit"], to: number) => void

/** Notes the largest number and the fullest collection at each path of a value. */
const measure = (value: unknown, path: string, note: Note): void => {
  if (typeof value === "number") return note(path, "number", Math.abs(value))
  if (typeof value !== "object" || value === null) return
  const members = membersOf(value)
  if (members !== undefined) note(path, "items", members.length)
  const parts =
    members?.map((member) => [`${path}[]`, member] as const) ??
    Object.entries(value).map(([field, part]) => [path === "" ? field : `${path}.${field}`, part] as const)
  for (const [place, part] of parts) measure(part, place, note)
}

/** Messages on their way are counted by their type. */
const measureMessages = (parcels: readonly Parcel[], note: Note): void => {
  for (const [type, alike] of Map.groupBy(parcels, ({ message }) => message.type)) {
    note(type, "items", alike.length)
    for (const { message } of alike) measure(message, type, note)
  }
}

const measureLane = ({ kind, name, value }: Lane, sizes: Sizes): void => {
  const note: Note = (path, unit, to) => {
    const key = JSON.stringify([kind, path, unit])
    if (to > (sizes.get(key)?.to ?? -1)) sizes.set(key, { kind, name, path, unit, to })
  }
  if (kind === "network") measureMessages(value as readonly Parcel[], note)
  else if (kind !== "faults") measure(value, "", note)
}

const sizesOf = (states: readonly Int32Array[], snapshot: (state: Int32Array) => Snapshot): Sizes => {
  const sizes: Sizes = new Map()
  for (const lane of states.flatMap(snapshot)) measureLane(lane, sizes)
  return sizes
}

/** Collections come first: a number that grows is often the index of what stands in one. */
const byWeight = (left: Growth, right: Growth): number =>
  Number(left.unit === "number") - Number(right.unit === "number") || right.to - right.from - (left.to - left.from)

/** Begins to look. */
export const makeSamples = (): Samples => {
  let previous: Level = { depth: -1, states: [] }
  let current: Level = { depth: 0, states: [] }
  /** Each is at least twice as deep as the one before. */
  const marks: Level[] = []

  const descend = (depth: number): void => {
    if (current.depth >= 2 * (marks.at(-1)?.depth ?? 0)) marks.push(current)
    previous = current
    current = { depth, states: [] }
  }

  return {
    take: (depth, state) => {
      if (depth !== current.depth) descend(depth)
      if (current.states.length < statesOfLevel) current.states.push(state.slice())
    },
    growing: (snapshot) => {
      const last = current.states.length < previous.states.length ? previous : current
      const first = marks.findLast(({ depth, states }) => states.length > 0 && 2 * depth <= last.depth)
      if (first === undefined || last.depth === 0) return undefined
      const before = sizesOf(first.states, snapshot)
      const grown = [...sizesOf(last.states, snapshot)]
        .map(([key, size]): Growth => ({ ...size, from: before.get(key)?.to ?? (size.unit === "items" ? 0 : size.to) }))
        .filter(({ from, to }) => to > from)
      return { fromDepth: first.depth, toDepth: last.depth, grown: grown.sort(byWeight) }
    },
  }
}
