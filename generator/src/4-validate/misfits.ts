import { handlerName } from "@lockstep/language"
import type { Shape } from "../1-read/shape.ts"
import { type Misfit, misfitIn } from "./fit.ts"
import type { Pair } from "./observe.ts"
import type { Outline, OutlinedTypes } from "./outline.ts"
import type { Explored } from "./validate.ts"

/** Something of a spec that is not what its type says: a cast hid it, or nobody looked at the types. */
export interface Unlike extends Misfit {
  readonly instance: string
  /** What gave it: a handler by its role, a service or the clients of the model. */
  readonly by: string
  /** What it is: `the event "done"`. */
  readonly what: string
}

interface Said {
  readonly by: string
  readonly what: string
  readonly shape: Shape | undefined
  readonly value: unknown
}

type Types = { readonly [role: string]: OutlinedTypes }

/** What a role may be told by another, by its type. */
const heardBy = (types: OutlinedTypes | undefined, from: string, type: string): Shape | undefined =>
  types?.hears.find((one) => one.type === type && (one.from === null || one.from === from))?.shape

/** The role of the node that a message goes to; a broadcast goes to all that hear it. */
const hearers = ({ nodes }: Pair["place"], to: string | undefined): readonly string[] =>
  Object.keys(nodes).filter((role) => to === undefined || nodes[role]?.some((node) => node === to))

/** What a run was given by the model. */
const given = ({ roleName, input }: Pair, types: Types): readonly Said[] => {
  const own = types[roleName]
  if (input.kind === "call")
    return [
      {
        by: "clients",
        what: `the argument of ${input.name}`,
        shape: own?.calls[input.name]?.argument,
        value: input.argument,
      },
    ]
  if (input.kind !== "result") return []
  const by = `activities.${input.activity}`
  return [{ by, what: "the result", shape: own?.activities[input.activity]?.answer, value: input.result }]
}

/** What came of a run. */
const came = ({ roleName, input, place, outcome }: Pair, types: Types, calls: Map<string, string>): readonly Said[] => {
  if (outcome.kind !== "outcome") return []
  const own = types[roleName]
  const by = `${roleName}.${handlerName(input)}`
  const effects = outcome.effects.flatMap((effect): readonly Said[] => {
    switch (effect.kind) {
      case "send":
      case "broadcast": {
        const { type } = effect.message
        const roles = hearers(place, effect.kind === "send" ? effect.to : undefined)
        const shape = roles.map((role) => heardBy(types[role], roleName, type)).find((one) => one !== undefined)
        return [{ by, what: `the message ${type}`, shape, value: effect.message }]
      }
      case "emit":
        return [{ by, what: `the event ${effect.event.type}`, shape: own?.event, value: effect.event }]
      case "perform":
        return [
          {
            by,
            what: `the request of ${effect.activity}`,
            shape: own?.activities[effect.activity]?.argument,
            value: effect.request,
          },
        ]
      case "reply": {
        const name = calls.get(effect.call) ?? ""
        return [{ by, what: `the answer to ${name}`, shape: own?.calls[name]?.answer, value: effect.value }]
      }
      default:
        return []
    }
  })
  return [{ by, what: "a state", shape: own?.state, value: outcome.state }, ...effects]
}

/** The first value that a spec gave and that its type does not allow: no codec could write it. */
export const unlikeIn = (explored: readonly Explored[], { types: named, roles }: Outline): Unlike | undefined => {
  const types = Object.fromEntries(roles.map((role) => [role.name, role.types]))
  const calls = new Map<string, string>()
  const seen = new WeakSet<object>()
  const isNew = ({ value }: Said): boolean => {
    if (typeof value !== "object" || value === null) return true
    return !seen.has(value) && seen.add(value).has(value)
  }
  for (const { instance, recorded } of explored)
    for (const pair of recorded.pairs) {
      if (pair.input.kind === "call") calls.set(pair.input.call, pair.input.name)
      for (const said of [...given(pair, types), ...came(pair, types, calls)].filter(isNew)) {
        const misfit = said.shape && misfitIn(named, said.shape, said.value)
        if (misfit) return { instance: instance.name, by: said.by, what: said.what, ...misfit }
      }
    }
  return undefined
}
