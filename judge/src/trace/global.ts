import type { AnyPlace, AnyProtocol, AnyState } from "@lockstep/language"
import type { Taken } from "./take.ts"

type GlobalView = { readonly [role: string]: readonly AnyState[] }

/** A property, whatever it is about, as one question about a step of the whole. */
interface Property {
  readonly name: string
  readonly holds: (before: GlobalView | undefined, after: GlobalView) => boolean
}

/** What was said of the properties. */
export interface Watched {
  /** The global states of which all that are checked were asked. */
  readonly states: number
  readonly checked: readonly string[]
  /** What cannot be known from a trace. */
  readonly unchecked: readonly { readonly name: string; readonly reason: string }[]
  /** Why they were asked of no further states. */
  readonly stopped?: "unknown-steps" | "budget"
}

/** Looks at the properties of a protocol in the global states through which a trace goes. */
export interface Watcher {
  /** Takes over a step; the property that it breaks, if there is one. */
  readonly see: (node: string, taken: Taken, isWhole: boolean) => string | undefined
  readonly watched: () => Watched
}

/** A property asks for something that no trace tells. */
class Unknown extends Error {}

const unknown = (what: string): never => {
  throw new Unknown(`it reads ${what}, which no trace tells`)
}

const surroundings = (nodes: AnyPlace["nodes"]): object => ({
  nodes,
  get stopped() {
    return unknown("who has stopped")
  },
  get network() {
    return unknown("what is on its way")
  },
  get calls() {
    return unknown("which calls are waited for")
  },
  get clocks() {
    return unknown("all clocks at once")
  },
  get world() {
    return unknown("the services")
  },
})

type Ask = (...given: readonly unknown[]) => boolean

/** The boundary where properties lose their types. */
const asksOf = (asks: object | undefined): readonly (readonly [name: string, ask: Ask])[] =>
  Object.entries((asks ?? {}) as { readonly [name: string]: Ask })

const propertiesOf = ({ always, never, step }: AnyProtocol, around: object): readonly Property[] => [
  ...asksOf(always).map(([name, ask]): Property => ({ name, holds: (_, after) => ask(after, around) })),
  ...asksOf(never).map(([name, ask]): Property => ({ name, holds: (_, after) => !ask(after, around) })),
  ...asksOf(step).map(([name, ask]): Property => ({
    name,
    holds: (before, after) => before === undefined || ask(before, after, around, around),
  })),
]

const needsMore = ({ refines, history }: AnyProtocol): Watched["unchecked"] => [
  ...Object.keys(refines ?? {}).map((name) => ({ name, reason: "it compares with another machine" })),
  ...Object.keys(history ?? {}).map((name) => ({ name, reason: "it is about what clients saw: see lockstep judge" })),
]

export const watchProperties = (protocol: AnyProtocol, nodes: AnyPlace["nodes"], budgetMillis: number): Watcher => {
  const states = new Map<string, AnyState>()
  const names = Object.values(nodes).flat()
  const unchecked = [...needsMore(protocol)]
  let properties = propertiesOf(protocol, surroundings(nodes))
  let view: GlobalView | undefined
  let seen = 0
  let spentMillis = 0
  let stopped: Watched["stopped"]

  const stateOf = (node: string): readonly AnyState[] => {
    const state = states.get(node)
    return state === undefined ? [] : [state]
  }

  const viewOf = (): GlobalView =>
    Object.fromEntries(Object.entries(nodes).map(([role, own]) => [role, own.flatMap((node) => stateOf(node))]))

  const holds = (property: Property, before: GlobalView | undefined, after: GlobalView): boolean => {
    try {
      return property.holds(before, after)
    } catch (error) {
      if (!(error instanceof Unknown)) throw error
      unchecked.push({ name: property.name, reason: error.message })
      properties = properties.filter(({ name }) => name !== property.name)
      return true
    }
  }

  /** A step after a crash begins with the state before the crash, which is what others have seen last. */
  const ask = (after: GlobalView): string | undefined => {
    const began = performance.now()
    const broken = properties.find((property) => !holds(property, view, after))
    spentMillis += performance.now() - began
    seen++
    view = after
    if (spentMillis > budgetMillis) stopped = "budget"
    return broken && `breaks the property ${broken.name}`
  }

  return {
    see(node, { before, after }, isWhole) {
      if (!isWhole) stopped ??= "unknown-steps"
      if (stopped !== undefined) return undefined
      states.set(node, after)
      if (states.size < names.length || (before === after && view !== undefined)) return undefined
      return ask(viewOf())
    },
    watched: () => ({
      states: seen,
      checked: properties.map(({ name }) => name),
      unchecked,
      ...(stopped && { stopped }),
    }),
  }
}
