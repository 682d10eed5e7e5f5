import {
  type Context,
  linearizable,
  type NodeId,
  type Observation,
  register,
  roles,
  type Surroundings,
} from "@lockstep/language"

/** A client writes its own name; before the first write there is none. */
export type Value = NodeId<"clients"> | null

export type Question = { type: "Put"; request: number; value: Value } | { type: "Get"; request: number }
export type Answer = { type: "PutOk"; request: number } | { type: "GetOk"; request: number; value: Value }

interface Client {
  readonly awaiting: number | null
  /** Counts what it has asked, and the end as well. */
  readonly operations: number
}

/** What every protocol here has beside its servers. */
export interface ClientShape {
  readonly state: Client
  readonly hears: { servers: Answer }
  readonly event: { type: "Asked"; call: "read" | "write"; argument: Value } | { type: "Answered"; value: Value }
}

/** The roles as a client knows them: whatever servers are among themselves, they take its questions. */
export interface ClientShapes {
  readonly clients: ClientShape
  readonly servers: { readonly state: object; readonly hears: { clients: Question } }
}

type Around = Context<ClientShapes, "clients">

const { role, send, emit } = roles<ClientShapes>()

/** Servers and clients are numbered in one sequence, servers first. */
const numberOf = ({ self, nodes }: Around): number => nodes.servers.length + nodes.clients.indexOf(self)

/** Each operation goes to the server after that of the operation before. */
const ask = (around: Around, operationsBefore: number, question: Question) => {
  const { servers } = around.nodes
  const server = servers[(numberOf(around) + operationsBefore) % servers.length]
  return server !== undefined && send(server, question)
}

/** Writes its own name, then reads. */
export const client = role("clients", {
  initial: { awaiting: null, operations: 0 },

  start(_, around) {
    const request = numberOf(around)
    const value = around.self
    return [
      { awaiting: request, operations: 1 },
      ask(around, 0, { type: "Put", request, value }),
      emit({ type: "Asked", call: "write", argument: value }),
    ]
  },

  on: {
    PutOk(node, { request }, around) {
      if (request !== node.awaiting) return node
      const next = 2 * numberOf(around)
      return [
        { awaiting: next, operations: 2 },
        emit({ type: "Answered", value: null }),
        ask(around, 1, { type: "Get", request: next }),
        emit({ type: "Asked", call: "read", argument: null }),
      ]
    },

    GetOk(node, { request, value }) {
      if (request !== node.awaiting) return node
      return [{ awaiting: null, operations: 3 }, emit({ type: "Answered", value })]
    },
  },
})

/** What is asked of every protocol here. */
export const asked = {
  observe: (event: ClientShape["event"]): Observation =>
    event.type === "Asked"
      ? { kind: "invoke", call: event.call, argument: event.argument }
      : { kind: "return", value: event.value },

  history: {
    /** All servers together are one register. */
    linearizable: linearizable(register<Value>(null)),
  },

  reachable: {
    /** Somebody is about to read what somebody wrote. */
    valueChosen: (_: unknown, { network }: Surroundings) =>
      network.some(({ message }) => message.type === "GetOk" && "value" in message && message.value !== null),
  },
}
