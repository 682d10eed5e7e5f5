import { List as ListOf, Map as MapOf, Set as SetOf } from "@lockstep/language"
import type { Components } from "../store/components.ts"
import { collectionKind } from "../store/encode.ts"
import type { Renaming } from "./machine.ts"
import { trouble } from "./trouble.ts"

/** Which name becomes which. */
export type Names = ReadonlyMap<string, string>

const permutationsOf = <Item>(items: readonly Item[]): Item[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, index) =>
        permutationsOf(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
      )

/** So many orders have seven nodes: each has a table of its own, of whatever nodes and messages become. */
const mostOrders = 5_040

const ordersOf = (count: number): number => (count < 2 ? 1 : count * ordersOf(count - 1))

/** Sets that share a name have no renamings of their own: what one exchanges, the other puts back. */
const demandApart = (sets: readonly (readonly string[])[]): void => {
  const seen = new Set<string>()
  for (const name of sets.flat()) {
    if (seen.has(name))
      trouble("bad-model", "symmetry", `names "${name}" twice: make one set of all that are interchangeable`)
    seen.add(name)
  }
}

/** Every way to rename the members of each set among themselves, the identity first. */
export const setPermutations = (sets: readonly (readonly string[])[]): Names[] => {
  demandApart(sets)
  const orders = sets.reduce((product, { length }) => product * ordersOf(length), 1)
  if (orders > mostOrders)
    trouble(
      "bad-model",
      "symmetry",
      `has ${orders} orders to go through, and there can be ${mostOrders}: those of seven`,
    )
  return sets.reduce<Names[]>(
    (renamings, set) =>
      renamings.flatMap((names) =>
        permutationsOf(set).map(
          (images) => new Map([...names, ...set.map((name, at) => [name, images[at] ?? name] as const)]),
        ),
      ),
    [new Map()],
  )
}

const renameRecord = (record: object, names: Names): object =>
  Object.fromEntries(
    Object.entries(record).map(([field, value]) => [names.get(field) ?? field, renameValue(value, names)]),
  )

/** A value with every string that is one of the names replaced by its image. */
export const renameValue = (value: unknown, names: Names): unknown => {
  if (typeof value === "string") return names.get(value) ?? value
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.map((item) => renameValue(item, names))
  const kind = collectionKind(value)
  if (kind === undefined) return renameRecord(value, names)
  const items = [...(value as Iterable<unknown>)].map((item) => renameValue(item, names))
  return kind === "L"
    ? ListOf.from(items)
    : kind === "S"
      ? SetOf.from(items)
      : MapOf.from(items as [unknown, unknown][])
}

/** Remembers what numbers become under renamings: with many renamings, most of the memory of a search is here. */
export interface RenamingTables {
  /** The same function, which is asked once for each number. */
  readonly remember: (compute: (number: number) => number) => (number: number) => number
  readonly bytes: () => number
}

export const makeRenamingTables = (): RenamingTables => {
  let entries = 0
  return {
    remember: (compute) => {
      let known = new Int32Array(16)
      entries += known.length
      return (number) => {
        if (number >= known.length) {
          const more = new Int32Array(Math.max(number + 1, known.length * 2))
          more.set(known)
          entries += more.length - known.length
          known = more
        }
        const found = known[number] as number
        if (found !== 0) return found - 1
        const renamed = compute(number)
        known[number] = renamed + 1
        return renamed
      }
    },
    bytes: () => 4 * entries,
  }
}

/** The variable that a renaming makes of a variable: one that is called after a name, or belongs to it as in `stage[n1]`. */
const renamedVariable = (variable: string, names: Names): string =>
  names.get(variable) ??
  variable.replace(/\[([^[\]]*)\]/g, (_, indices: string) => {
    const images = indices.split(",").map((index) => names.get(index) ?? index)
    return `[${images.join()}]`
  })

/** For each slot the one whose variable becomes its own. */
const sourceSlots = (variables: readonly string[], names: Names): readonly number[] => {
  const sources: number[] = []
  for (const [slot, variable] of variables.entries()) {
    const image = renamedVariable(variable, names)
    const at = variables.indexOf(image)
    if (at < 0) trouble("bad-model", "symmetry", `has a variable "${variable}", but no "${image}"`)
    sources[at] = slot
  }
  return sources
}

/** Whether a value keeps its size, as a set of all messages does not. */
const keepsSize = (value: unknown): boolean => {
  if (typeof value !== "object" || value === null) return true
  return !Array.isArray(value) && collectionKind(value) === undefined && Object.values(value).every(keepsSize)
}

/**
 * All slots, in the order in which renamings are best compared: what grows is costly to rename, and comes last, since most
 * renamings are told apart before.
 */
export const cheapestFirst = (state: Int32Array, components: Components): readonly number[] =>
  [true, false].flatMap((first) =>
    [...state.keys()].filter((slot) => keepsSize(components.value(state[slot] as number)) === first),
  )

/** The renamings of an algorithm, of its values and of the variables that are called after them; the identity is left out. */
export const makeRenamings = (
  components: Components,
  permutations: readonly Names[],
  variables: readonly string[],
  { remember }: RenamingTables,
): Renaming[] =>
  permutations.slice(1).map((names) => {
    const source = sourceSlots(variables, names)
    const rename = remember((id) => components.intern(renameValue(components.value(id), names)))
    return (state, slot) => rename(state[source[slot] as number] as number)
  })
