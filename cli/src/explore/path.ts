import type { Snapshot, SpecFault, StepLabel, Trace } from "@lockstep/checker"
import { itemsOf, shapeOf } from "../trace/values.ts"
import { isFault, type Move, type Spot, type Walker } from "./walker.ts"

/** Where a path came to: every state on it, from the beginning, as far as the model goes along. */
export interface Followed {
  /** Nothing stands for the moment before a behaviour begins, where it can begin in several ways. */
  readonly spots: readonly (Spot | undefined)[]
  /** The number of the first step that is not possible. */
  readonly refused?: number
  readonly fault?: SpecFault
}

const onto = (before: Spot | undefined, move: Move): Spot => (before === undefined ? move : { ...move, before })

/** Where a path begins: nobody need choose the only beginning. */
const beginningOf = ({ movesFrom }: Walker): Spot | SpecFault | undefined => {
  const moves = movesFrom(undefined)
  if (isFault(moves)) return moves
  return moves.length === 1 ? moves[0] : undefined
}

/** Goes along a path. */
export const follow = (walker: Walker, path: readonly string[]): Followed => {
  const beginning = beginningOf(walker)
  if (beginning !== undefined && isFault(beginning)) return { spots: [], fault: beginning }
  const spots: (Spot | undefined)[] = [beginning]
  for (const [index, id] of path.entries()) {
    const last = spots.at(-1)
    const moves = walker.movesFrom(last)
    if (isFault(moves)) return { spots, fault: moves }
    const move = moves.find((one) => one.id === id)
    if (move === undefined) return { spots, refused: index + 1 }
    spots.push(onto(last, move))
  }
  return { spots }
}

/** Equal values have equal texts, whatever the order of their fields. */
const canonical = (value: unknown): string => {
  const shape = shapeOf(value)
  if (shape === "plain") return JSON.stringify(value) ?? "undefined"
  if (shape !== "record") return `${shape}(${itemsOf(value).map(canonical).join()})`
  return `{${Object.entries(value as object)
    .map(([field, item]) => `${field}:${canonical(item)}`)
    .sort()
    .join()}}`
}

const stateText = (snapshot: Snapshot): string => canonical(snapshot.map(({ name, value }) => [name, value]))

/** One network may be listed in another order than the other. */
const unordered = (snapshot: Snapshot): Snapshot =>
  snapshot.map((lane) =>
    lane.kind === "network" ? { ...lane, value: itemsOf(lane.value).map(canonical).sort() } : lane,
  )

const sameStep = (label: StepLabel | undefined, other: StepLabel): boolean =>
  label !== undefined && canonical(label) === canonical(other)

/** The path that a trace of the search takes; `undefined` where the walker cannot go along. */
export const pathOf = (walker: Walker, { initial, steps }: Trace): readonly string[] | undefined => {
  const isAt = (move: Move, snapshot: Snapshot): boolean =>
    stateText(unordered(move.snapshot)) === stateText(unordered(snapshot))
  const beginnings = walker.movesFrom(undefined)
  if (isFault(beginnings)) return undefined
  const begun = beginnings.find((move) => isAt(move, initial))
  if (begun === undefined) return undefined
  let spot: Spot = begun
  const path = beginnings.length === 1 ? [] : [begun.id]
  for (const { label, after } of steps) {
    const moves = walker.movesFrom(spot)
    if (isFault(moves)) return undefined
    const move = moves.find((one) => sameStep(one.label, label) && isAt(one, after))
    if (move === undefined) return undefined
    path.push(move.id)
    spot = onto(spot, move)
  }
  return path
}
