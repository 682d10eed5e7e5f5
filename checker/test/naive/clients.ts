import type { AnyModel, Call, Input, NodeId } from "@lockstep/language"
import { begin, finish, forget } from "./history.ts"
import type { Client, Global, Operation } from "./state.ts"
import { living } from "./state.ts"
import type { Topology } from "./topology.ts"

const nameOf = (client: number): string => `c${client + 1}`

const callName = (client: number, over: number, attempt: number): Call => {
  const operation = `${nameOf(client)}.${over + 1}`
  return (attempt === 1 ? operation : `${operation}.${attempt}`) as Call
}

/** A call that a client makes, and the state of everything else when it does. */
export interface Asked {
  readonly node: NodeId
  readonly input: Input
  readonly rest: Global
}

const withClient = (state: Global, client: number, change: Partial<Client>): Global => ({
  ...state,
  clients: state.clients.map((known, at) => (at === client ? { ...known, ...change } : known)),
})

type Definition = NonNullable<AnyModel["clients"]>[number]

const reachable = (state: Global, { nodes }: Topology, { of, at }: Definition): readonly NodeId[] => {
  const all = nodes[of] ?? []
  const bound = at === undefined ? all : all.slice(at, at + 1)
  return bound.filter((node) => living(state).includes(node))
}

const asksOf = (state: Global, topology: Topology, definition: Definition, client: number): readonly Asked[] => {
  const { over, operation } = state.clients[client] as Client
  const next = definition.calls[over]
  if (next === undefined || (operation !== null && operation.attempts > (definition.retries ?? 0))) return []
  const [name, argument] = next
  const { attempts, open, doubtful } = operation ?? { attempts: 0, open: [], doubtful: false }
  const attempt = attempts + 1
  const begun = operation === null ? begin(state, nameOf(client), name, argument) : state
  return reachable(state, topology, definition).map((node) => ({
    node,
    input: { kind: "call", name, argument, call: callName(client, over, attempt) },
    rest: withClient(begun, client, { operation: { attempts: attempt, open: [...open, { attempt, node }], doubtful } }),
  }))
}

/** Every call that may be made, for the first time or again. */
export const asks = (state: Global, topology: Topology, model: AnyModel): readonly Asked[] =>
  (model.clients ?? []).flatMap((definition, client) => asksOf(state, topology, definition, client))

interface Waiting {
  readonly client: number
  readonly attempt: number
  readonly over: number
  readonly operation: Operation
}

/** The open attempt of a name. */
const waitingFor = (state: Global, call: Call<never>): Waiting | undefined =>
  state.clients
    .flatMap(({ over, operation }, client) =>
      operation === null ? [] : operation.open.map(({ attempt }) => ({ client, attempt, over, operation })),
    )
    .find(({ client, over, attempt }) => callName(client, over, attempt) === call)

/** Every open attempt, and where it was made. */
export const openCalls = (state: Global): readonly { readonly call: Call; readonly at: NodeId }[] =>
  state.clients.flatMap(({ over, operation }, client) =>
    (operation?.open ?? []).map(({ attempt, node }) => ({ call: callName(client, over, attempt), at: node })),
  )

/** A call is answered; without an open attempt of that name, nothing happens. */
export const answered = (state: Global, call: Call<never>, value: unknown): Global => {
  const waiting = waitingFor(state, call)
  if (waiting === undefined) return state
  const { client, over } = waiting
  return finish(withClient(state, client, { over: over + 1, operation: null }), nameOf(client), value)
}

/** A call is declined. */
export const rejected = (state: Global, call: Call<never>, model: AnyModel): Global => {
  const waiting = waitingFor(state, call)
  if (waiting === undefined) return state
  const { client, over, attempt, operation } = waiting
  const open = operation.open.filter((other) => other.attempt !== attempt)
  const retries = model.clients?.[client]?.retries ?? 0
  if (open.length > 0 || operation.attempts <= retries || operation.doubtful)
    return withClient(state, client, { operation: { ...operation, open } })
  return forget(withClient(state, client, { over: over + 1, operation: null }), nameOf(client))
}

const withoutAnswersOf =
  (node: NodeId, isTold: boolean) =>
  ({ attempts, open, doubtful }: Operation): Operation => ({
    attempts,
    open: open.filter((attempt) => attempt.node !== node),
    doubtful: doubtful || (isTold && open.some((attempt) => attempt.node === node)),
  })

/** Closes all attempts at a node. */
export const unanswerableAt = (state: Global, node: NodeId): Global => ({
  ...state,
  clients: state.clients.map(({ over, operation }) => ({
    over,
    operation: operation && withoutAnswersOf(node, state.history !== null)(operation),
  })),
})
