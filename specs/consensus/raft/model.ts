import { List, linearizable, model, opaque, type Surroundings, sequentialObject } from "@lockstep/language"
import { type Command, endOf, raft } from "./protocol.ts"
import { manners, rules, type Servers } from "./rules.ts"

/** A log that everybody appends to: the answer is the place that a command has in it. */
const log = sequentialObject<List<Command>>({
  initial: List.of(),
  calls: { submit: (log, command: Command) => [log.append(command), log.length + 1] },
})

const submit = (command: string) => ["submit", opaque<"Command">(command)] as const

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

const everyRule = { always: rules.always, step: { ...rules.step, ...manners.step } }

/** Messages in their order, and an eye on every rule that a server keeps. */
export const watched = model(raft, {
  nodes: { servers: 3 },
  network: { kind: "fifo" },
  clients: [{ of: "servers", calls: [submit("a")] }],
  within: within({ term: 2, messages: 4 }),
  symmetry: { nodes: ["servers"] },
  ...everyRule,
  reachable: {
    /** Not everybody is needed to commit. */
    commitsWithoutOne: ({ servers }) =>
      servers.some(({ commit }) => commit > 0) && servers.some(({ log }) => log.length === 0),
    /** A server votes for a log that ends in a newer term than its own. */
    newerLogsWin: ({ servers }, { nodes }) =>
      servers.some((voter) =>
        servers.some(
          ({ role, term, log }, at) =>
            voter.votedFor === nodes["servers"]?.[at] &&
            voter.term === term &&
            role === "candidate" &&
            endOf(log).term > endOf(voter.log).term,
        ),
      ),
  },
})

/** Four servers, of which three are a majority. */
export const four = model(raft, {
  nodes: { servers: 4 },
  network: { kind: "bag" },
  clients: [{ of: "servers", calls: [submit("a")] }],
  within: within({ term: 1, messages: 4 }),
  symmetry: { nodes: ["servers"] },
  ...rules,
})

/** One leader whose messages with two commands overtake each other. */
export const overtaking = model(raft, {
  nodes: { servers: 3 },
  network: { kind: "bag" },
  clients: [
    { of: "servers", calls: [submit("a")] },
    { of: "servers", calls: [submit("b")] },
  ],
  within: within({ term: 1, messages: 4 }),
  symmetry: { nodes: ["servers"] },
  ...rules,
})

/** Two leaders and two callers as in `callers`, with fewer messages at one time. */
export const takesOver = model(raft, { ...callers, within: within({ term: 2, messages: 3 }), ...everyRule })

/** Two terms without a crash, where everything that was said can be heard at any time. */
export const anyTime = model(raft, {
  nodes: { servers: 3 },
  network: { kind: "set" },
  clients: [{ of: "servers", calls: [submit("a")] }],
  within: within({ term: 2, messages: 12 }),
  symmetry: { nodes: ["servers"] },
  ...rules,
})

/** One server leads twice, and hears what was said in its first term. */
export const leadsAgain = model(raft, {
  nodes: { servers: 3 },
  network: { kind: "fifo" },
  crashes: { budget: 1, afterwards: "restart" },
  clients: [{ of: "servers", at: 0, calls: [submit("a")] }],
  within: (view, around) =>
    within({ term: 2, messages: 4 })(view, around) &&
    view.servers.every(({ role }, at) => at === 0 || role === "follower"),
  ...rules,
})

/** Two commands for the same place in the log. */
export const conflict = model(raft, {
  nodes: { servers: 3 },
  network: { kind: "fifo" },
  clients: [
    { of: "servers", at: 0, calls: [submit("a")] },
    { of: "servers", at: 2, calls: [submit("b")] },
  ],
  within: inTurn({ term: 3, messages: 3 }),
  history: { linearizable: linearizable(log) },
  ...everyRule,
})

/** In term 1 the first server takes two commands, in term 2 the last one takes another, and nobody hears of them before term 3. */
const inConflict = ({ servers }: Servers): boolean => {
  const [first = 0, , last = 0] = servers.map(({ log }) => log.length)
  if (servers.some(({ term }) => term === 3)) return last > 0
  return (
    servers.every(({ log }, at) => log.every(({ term }) => at === 2 * (term - 1))) &&
    (first === 2 || servers.every(({ term }) => term <= 1))
  )
}

/** Logs that differ in more than one place, since a caller asks again and again. */
export const longConflict = model(raft, {
  nodes: { servers: 3 },
  network: { kind: "fifo" },
  clients: [
    { of: "servers", at: 0, calls: [submit("a")], retries: 2 },
    { of: "servers", at: 2, calls: [submit("b")] },
  ],
  within: (view, around) => inTurn({ term: 3, messages: 4 })(view, around) && inConflict(view),
  ...everyRule,
})

/** A server without others, two callers, and a crash. */
export const alone = model(raft, {
  nodes: { servers: 1 },
  network: { kind: "bag" },
  crashes: { budget: 1, afterwards: "restart" },
  clients: [
    { of: "servers", calls: [submit("a")] },
    { of: "servers", calls: [submit("b")] },
  ],
  within: ({ servers }) => servers.every(({ term }) => term <= 2),
  history: { linearizable: linearizable(log) },
  always: {
    ...rules.always,
    /** Nobody has to wait for a server that waits for nobody. */
    answersAtOnce: (_, { calls }) => calls.length === 0,
  },
  step: rules.step,
})
