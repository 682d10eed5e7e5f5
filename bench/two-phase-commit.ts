import { model, protocol, roles } from "@lockstep/language"

interface Manager {
  readonly decision: "none" | "commit" | "abort"
  /** A bit for each participant that is known to be prepared. */
  readonly heard: number
}

interface Participant {
  readonly stage: "working" | "prepared" | "committed" | "aborted"
}

const { role, send, broadcast } = roles<{
  manager: { state: Manager; hears: { participant: { type: "Prepared"; bit: number } }; timer: "commit" | "abort" }
  participant: {
    state: Participant
    hears: { manager: { type: "Commit" } | { type: "Abort" } }
    timer: "prepare" | "refuse"
  }
}>()

const manager = role("manager", {
  initial: { decision: "none", heard: 0 },
  timers: {
    commit: {
      while: ({ decision, heard }, { nodes }) => decision === "none" && heard === 2 ** nodes.participant.length - 1,
      fire: (node) => [{ ...node, decision: "commit" }, broadcast({ type: "Commit" })],
    },
    abort: {
      while: ({ decision }) => decision === "none",
      fire: (node) => [{ ...node, decision: "abort" }, broadcast({ type: "Abort" })],
    },
  },
  on: {
    Prepared(node, { bit }) {
      const news = node.decision === "none" && (node.heard & bit) === 0
      return news ? { ...node, heard: node.heard | bit } : node
    },
  },
})

const participant = role("participant", {
  initial: { stage: "working" },
  timers: {
    prepare: {
      while: ({ stage }) => stage === "working",
      fire: (_, { self, nodes, pick }) => [
        { stage: "prepared" },
        send(pick(nodes.manager), { type: "Prepared", bit: 2 ** nodes.participant.indexOf(self) }),
      ],
    },
    refuse: { while: ({ stage }) => stage === "working", fire: () => ({ stage: "aborted" }) },
  },
  on: {
    Commit: (node) => (node.stage === "committed" ? node : { stage: "committed" }),
    Abort: (node) => (node.stage === "aborted" ? node : { stage: "aborted" }),
  },
})

const twoPhaseCommit = protocol({
  roles: { manager, participant },
  always: {
    /** Nobody commits while another aborts. */
    consistent: ({ participant: all }) =>
      !(all.some(({ stage }) => stage === "aborted") && all.some(({ stage }) => stage === "committed")),
  },
})

/** The TLA+ original as a protocol: messages are a set that only grows. */
const withParticipants = (count: number) =>
  model(twoPhaseCommit, { nodes: { manager: 1, participant: count }, network: { kind: "set" } })

export const of7 = withParticipants(7)
export const of8 = withParticipants(8)
export const of9 = withParticipants(9)
/** 61,515,776 states: nothing to wait for in a test, and a look at how memory lasts. */
export const of10 = withParticipants(10)
