import { List, linearizable, model, opaque, type Surroundings, sequentialObject } from "@lockstep/language"
import { type Command, raft, type Server } from "./protocol.ts"

/** A log that everybody appends to: the answer is the place that a command has in it. */
const log = sequentialObject<List<Command>>({
  initial: List.of(),
  calls: { submit: (log, command: Command) => [log.append(command), log.length + 1] },
})

const submit = (command: string) => ["submit", opaque<"Command">(command)] as const

interface Servers {
  readonly servers: readonly Server[]
}
/** How many terms there are, and how many messages are on their way at one time. */
const within =
  (bound: { readonly term: number; readonly messages: number }) =>
  ({ servers }: Servers, { network }: Surroundings): boolean =>
    servers.every(({ term }) => term <= bound.term) && network.length <= bound.messages

/** Two leaders, one command, a message that is lost, and a server that crashes. */
export const quick = model(raft, {
  nodes: { servers: 3 },
  network: { kind: "bag", loss: 1 },
  crashes: { budget: 1, afterwards: "restart" },
  clients: [{ of: "servers", calls: [submit("a")] }],
  within: within({ term: 2, messages: 3 }),
  symmetry: { nodes: ["servers"] },
})

/** Two leaders, two callers at once, a message that is lost, and a server that crashes. */
export const ci = model(raft, {
  nodes: { servers: 3 },
  network: { kind: "bag", loss: 1 },
  crashes: { budget: 1, afterwards: "restart" },
  clients: [
    { of: "servers", calls: [submit("a")] },
    { of: "servers", calls: [submit("b")] },
  ],
  within: within({ term: 2, messages: 3 }),
  history: { linearizable: linearizable(log) },
  symmetry: { nodes: ["servers"] },
})

/** A message that is doubled instead. */
export const doubled = model(raft, { ...ci, network: { kind: "bag", duplication: 1 } })

/** One fault of each kind. */
export const nightly = model(raft, { ...ci, network: { kind: "bag", loss: 1, duplication: 1 } })

/** Everything that was said in the only term can be heard at any time, late, twice or never. */
export const oneTerm = model(raft, {
  nodes: { servers: 3 },
  network: { kind: "set" },
  crashes: { budget: 1, afterwards: "restart" },
  clients: [{ of: "servers", calls: [submit("a")] }],
  within: ({ servers }) => servers.every(({ term }) => term <= 1),
  symmetry: { nodes: ["servers"] },
})

/** Two terms in the same way, as far as twelve different things are said. */
export const elections = model(raft, {
  nodes: { servers: 3 },
  network: { kind: "set" },
  crashes: { budget: 1, afterwards: "restart" },
  clients: [{ of: "servers", calls: [submit("a")] }],
  within: within({ term: 2, messages: 12 }),
  symmetry: { nodes: ["servers"] },
})

/** Two leaders and two callers, messages in their order, and nothing that fails. */
export const callers = model(raft, {
  nodes: { servers: 3 },
  network: { kind: "fifo" },
  clients: [
    { of: "servers", calls: [submit("a")] },
    { of: "servers", calls: [submit("b")] },
  ],
  within: within({ term: 2, messages: 4 }),
  history: { linearizable: linearizable(log) },
  symmetry: { nodes: ["servers"] },
})

/** Two servers lead in turn, and the third only follows: fewer ways to come to the later terms. */
const inTurn =
  (bound: { readonly term: number; readonly messages: number }) =>
  (view: Servers, around: Surroundings): boolean =>
    within(bound)(view, around) &&
    view.servers.every(({ role, term }, at) => role === "follower" || at === (term % 2 === 1 ? 0 : 2))

/** The stage of the paper's figure 8, with its four terms. */
export const figureEight = model(raft, {
  nodes: { servers: 3 },
  network: { kind: "fifo" },
  clients: [
    { of: "servers", at: 0, calls: [submit("a")] },
    { of: "servers", at: 2, calls: [submit("b")] },
  ],
  within: inTurn({ term: 4, messages: 4 }),
})

/** A caller that asks again has its command in the log twice, and the logs in conflict are longer. */
export const asksAgain = model(raft, {
  nodes: { servers: 3 },
  network: { kind: "fifo" },
  clients: [
    { of: "servers", at: 0, calls: [submit("a")], retries: 1 },
    { of: "servers", at: 2, calls: [submit("b")] },
  ],
  within: inTurn({ term: 3, messages: 4 }),
})

/** Only two terms, and more messages that are late. */
export const lateMessages = model(raft, {
  nodes: { servers: 3 },
  network: { kind: "fifo" },
  clients: [
    { of: "servers", at: 0, calls: [submit("a")] },
    { of: "servers", at: 2, calls: [submit("b")] },
  ],
  within: inTurn({ term: 2, messages: 5 }),
})
