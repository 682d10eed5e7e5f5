import { type Algorithm, algorithm, each, List } from "@lockstep/language"
import { type On, over } from "./functions.ts"

type Peer = "A" | "B"
type Segment = "SYN" | "SYN,ACK" | "ACK" | "RST" | "FIN" | "ACKofFIN"
type Stage =
  | "listen"
  | "closed"
  | "syn sent"
  | "syn received"
  | "established"
  | "fin wait 1"
  | "fin wait 2"
  | "closing"
  | "close wait"
  | "last ack"
  | "time wait"

/** Whether each end has a control block, how far its connection is, and what is on its way to it. */
interface Connections {
  readonly tcb: On<Peer, boolean>
  readonly stage: On<Peer, Stage>
  readonly network: On<Peer, List<Segment>>
}

const peers: readonly Peer[] = ["A", "B"]
const other = { A: "B", B: "A" } as const

const moved = ({ stage }: Connections, self: Peer, to: Stage) => ({ stage: { ...stage, [self]: to } })

/** What is on its way after an end has taken as many segments and sent some. */
const exchanged = (
  { network }: Connections,
  self: Peer,
  taken: number,
  sent: readonly Segment[],
): Connections["network"] =>
  over(peers, (peer) => (peer === self ? network[peer].slice(taken) : network[peer].append(...sent)))

/** An end goes from one stage to another when it hears these segments, and answers with those. */
const goes = (from: Stage, heard: readonly Segment[], to: Stage, ...sent: readonly Segment[]) =>
  each<Connections, Peer>(
    peers,
    (state, self) =>
      state.stage[self] === from &&
      heard.every((segment, index) => state.network[self].at(index) === segment) && {
        ...moved(state, self, to),
        network: exchanged(state, self, heard.length, sent),
      },
  )

/** An end that gives up its control block. */
const closes = (from: Stage) =>
  each<Connections, Peer>(
    peers,
    (state, self) =>
      state.stage[self] === from &&
      state.tcb[self] && { ...moved(state, self, "closed"), tcb: { ...state.tcb, [self]: false } },
  )

/**
 * The connections of TCP (`tcp/MCtcp`): one end listens, and the other has sent its first segment.
 * The user's commands that open a connection are left out, since the original's action constraint forbids them.
 */
export const tcp: Algorithm<Connections> = algorithm<Connections>({
  initial: peers.map((opener) => ({
    tcb: over(peers, () => true),
    stage: over(peers, (peer) => (peer === opener ? "syn sent" : "listen")),
    network: over(peers, (peer) => (peer === opener ? List.of() : List.of("SYN"))),
  })),
  actions: {
    closeSynSent: closes("syn sent"),
    closeListen: closes("listen"),
    closeSynReceived: goes("syn received", [], "fin wait 1", "FIN"),
    closeEstablished: goes("established", [], "fin wait 1", "FIN"),
    closeCloseWait: goes("close wait", [], "last ack", "FIN"),

    bothOpen: goes("syn sent", ["SYN"], "syn received", "SYN,ACK"),
    opened: goes("syn sent", ["SYN,ACK"], "established", "ACK"),
    refused: goes("syn received", ["RST"], "listen"),
    accepted: goes("syn received", ["ACK"], "established"),
    asked: goes("listen", ["SYN"], "syn received", "SYN,ACK"),
    otherCloses: goes("established", ["FIN"], "close wait", "ACKofFIN"),
    bothClose: goes("fin wait 1", ["FIN"], "closing", "ACKofFIN"),
    finHeard: goes("fin wait 1", ["ACKofFIN"], "fin wait 2"),
    otherClosesToo: goes("fin wait 2", ["FIN"], "time wait", "ACKofFIN"),
    closedBoth: goes("closing", ["ACKofFIN"], "time wait"),
    closedLast: goes("last ack", ["ACKofFIN"], "closed"),
    closedAtOnce: goes("fin wait 1", ["FIN", "ACKofFIN"], "time wait", "ACKofFIN"),
    waited: closes("time wait"),

    reset: each(
      peers,
      (state, self) =>
        state.tcb[self] && { ...moved(state, self, "time wait"), network: exchanged(state, self, 0, ["RST"]) },
    ),
    wasReset: each(
      peers,
      (state, self) =>
        state.network[self].at(0) === "RST" &&
        (["listen", "closed"] as const).map((to) => ({
          ...moved(state, self, to),
          network: exchanged(state, self, 1, []),
        })),
    ),
  },
  always: {
    /** When nothing is on its way, both ends are connected or neither is. */
    agree: ({ stage, network }) =>
      peers.some((peer) => network[peer].length > 0) ||
      peers.every((peer) => (stage[peer] === "established") === (stage[other[peer]] === "established")),
  },
  /** Nothing is sent twice in a row. */
  within: ({ network }) =>
    peers.every((peer) =>
      network[peer].every((segment, index) => index === 0 || network[peer].at(index - 1) !== segment),
    ),
})
