import { consistencies } from "@lockstep/judge"
import type { AnyAlgorithm, AnyModel } from "@lockstep/language"
import type { SpecFault } from "../report.ts"
import { SpecTrouble } from "../store/encode.ts"
import {
  aCount,
  aFunction,
  anything,
  aRecord,
  aSequence,
  aText,
  either,
  fromOne,
  isFunction,
  listOf,
  named,
  oneOf,
  otherThan,
  record,
  type Shape,
  tuple,
} from "./shape.ts"
import { trouble } from "./trouble.ts"

/*
 * The types of the language say all this to whoever looks at them. Specs are run with their types stripped, so that
 * a word that does not exist would do nothing here, and a list in place of a record would look like a fault of ours.
 */

const sequentialObject = record(
  { initial: anything, calls: named(aFunction) },
  { reads: listOf(aText), part: aFunction },
)

/** Called anew for each refinement, since an algorithm may refine another. */
const abstractAlgorithm: Shape = (value, path) => algorithmForm(value, path)

const properties = {
  always: named(aFunction),
  step: named(aFunction),
  never: named(aFunction),
  reachable: named(aFunction),
  refines: named(record({ machine: abstractAlgorithm, map: aFunction })),
  ends: aFunction,
}

const history = named(record({ kind: oneOf(consistencies), object: sequentialObject }))

const hasKind = (value: unknown): boolean => typeof value === "object" && value !== null && "kind" in value

const anEach = record({ kind: oneOf(["each"]), values: listOf(anything), run: aFunction })

const anAction = either(
  isFunction,
  aFunction,
  either(hasKind, anEach, otherThan("a function of the state, or what `each` gives")),
)

const algorithmForm: Shape = record(
  {
    kind: oneOf(["algorithm"]),
    initial: aSequence,
    actions: named(anAction),
  },
  { ...properties, within: aFunction, symmetry: listOf(listOf(aText)) },
  "algorithm",
)

const roleForm = record({
  kind: oneOf(["role"]),
  definition: record(
    { initial: either(isFunction, aFunction, aRecord) },
    {
      durable: listOf(aText),
      start: aFunction,
      recover: aFunction,
      views: named(aFunction),
      on: named(aFunction),
      timers: named(record({ while: aFunction, fire: aFunction })),
      calls: named(aFunction),
      results: named(aFunction),
    },
  ),
})

const protocolForm = record({ kind: oneOf(["protocol"]), roles: named(roleForm) }, { ...properties, history })

/** What a model says of the roles of its protocol. */
const modelForm = (roles: readonly string[]): Shape => {
  const aRole = oneOf(roles)
  return record(
    {
      kind: oneOf(["model"]),
      protocol: anything,
      nodes: record(Object.fromEntries(roles.map((role) => [role, anything]))),
    },
    {
      ...properties,
      history,
      network: record(
        { kind: oneOf(["bag", "fifo", "set"]) },
        { loss: aCount, duplication: aCount, reordering: aCount },
      ),
      crashes: record({ budget: aCount, afterwards: oneOf(["restart", "stop"]) }, { of: listOf(aRole) }),
      clocks: record({ skew: fromOne, until: aCount }),
      clients: listOf(
        record(
          {
            of: aRole,
            calls: listOf(tuple("a call and its argument, which is null where it takes none", [aText, anything])),
          },
          { at: aCount, retries: aCount },
        ),
      ),
      activities: named(record({ initial: anything, perform: aFunction })),
      observe: aFunction,
      within: aFunction,
      symmetry: record({}, { nodes: listOf(aRole), values: listOf(listOf(aText)) }),
    },
    "model",
  )
}

/** Stops the check where an algorithm is not made as the language wants it. */
export const demandAlgorithm = (algorithm: AnyAlgorithm): void => algorithmForm(algorithm, "")

/** Each durable field is one that the role has, where that can be seen without asking it. */
const demandDurable = ({ protocol: { roles } }: AnyModel): void => {
  for (const [name, { definition }] of Object.entries(roles)) {
    const { initial, durable = [] } = definition
    if (typeof initial === "function") continue
    const unknown = durable.find((field) => !Object.hasOwn(initial, field))
    if (unknown !== undefined)
      trouble("bad-model", `${name}.durable`, `names "${unknown}", which is no field of the state`)
  }
}

/** More would keep everybody waiting long before a search could begin. */
const mostClients = 200

/** Each client calls what its role answers, at a node that there is. */
const demandClients = ({ clients = [], nodes, protocol: { roles } }: AnyModel): void => {
  if (clients.length > mostClients)
    trouble("bad-model", "clients", `are ${clients.length}, and there can be ${mostClients}`)
  for (const [index, { of, at, calls }] of clients.entries()) {
    const known = Object.keys(roles[of]?.definition.calls ?? {})
    const unknown = calls.find(([call]) => !known.includes(call))
    if (unknown !== undefined)
      trouble(
        "bad-model",
        `clients[${index}]`,
        `calls "${unknown[0]}", and "${of}" answers ${known.join(", ") || "no call"}`,
      )
    if (nodes[of] === 0) trouble("bad-model", `clients[${index}]`, `calls "${of}", of which there is no node`)
    if (at !== undefined && at >= (nodes[of] ?? 0))
      trouble("bad-model", `clients[${index}].at`, `is ${at}, and the nodes of "${of}" end before it`)
  }
}

/** Stops the check where a model, or the protocol that it is of, is not made as the language wants it. */
export const demandModel = (model: AnyModel): void => {
  protocolForm(model.protocol, "protocol")
  modelForm(Object.keys(model.protocol.roles))(model, "")
  demandDurable(model)
  demandClients(model)
}

/** What is wrong with how a model or an algorithm is made, whatever it does. */
export const formFault = (given: AnyModel | AnyAlgorithm): SpecFault | undefined => {
  try {
    if (given.kind === "model") demandModel(given)
    else demandAlgorithm(given)
    return undefined
  } catch (error) {
    if (error instanceof SpecTrouble) return error.fault
    throw error
  }
}
