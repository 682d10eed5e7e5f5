import { external, model, opaque } from "@lockstep/language"
import { isUncertain, twoPhaseCommit, type Vote } from "./protocol.ts"

/** The application of a participant may say yes or no, also when it is asked again after a crash. */
const anyVote = external({
  initial: null,
  perform: (): readonly (readonly [null, Vote])[] => [
    [null, "yes"],
    [null, "no"],
  ],
})

/** Everything that was said can be heard at any time, late, twice or never; one node may crash once. */
export const quick = model(twoPhaseCommit, {
  nodes: { coordinator: 1, participants: 2 },
  network: { kind: "set" },
  crashes: { budget: 1, afterwards: "restart" },
  clients: [{ of: "coordinator", calls: [["commit", opaque("transfer")]], retries: 1 }],
  activities: { prepare: anyVote },
  reachable: {
    /** Whoever asks again waits beside itself. */
    asksAgain: ({ coordinator }) => coordinator.some(({ waiting }) => waiting.size > 1),
  },
})

/** One message is lost, and all that is said else is heard: then there is an end to it. */
export const lossy = model(twoPhaseCommit, {
  nodes: { coordinator: 1, participants: 2 },
  network: { kind: "bag", loss: 1 },
  clients: [{ of: "coordinator", calls: [["commit", opaque("transfer")]] }],
  activities: { prepare: anyVote },
  within: (_, { network }) => network.length <= 4,
  reachable: {
    /** The coordinator can give up though nobody has said no. */
    givesUp: ({ coordinator, participants }) =>
      coordinator.some(({ decision }) => decision === "abort") && participants.every(({ vote }) => vote !== "no"),
  },
  /** Whoever asked has an answer, and whoever voted knows the outcome. */
  ends: ({ participants }, { calls }) =>
    calls.length === 0 && participants.every(({ vote, decision }) => vote === null || decision !== null),
})

/** More participants and crashes, and somebody else who wants another transaction. */
export const ci = model(twoPhaseCommit, {
  nodes: { coordinator: 1, participants: 4 },
  network: { kind: "set" },
  crashes: { budget: 2, afterwards: "restart" },
  clients: [
    { of: "coordinator", calls: [["commit", opaque("transfer")]], retries: 1 },
    { of: "coordinator", calls: [["commit", opaque("refund")]] },
  ],
  activities: { prepare: anyVote },
  symmetry: { nodes: ["participants"] },
})

/** A coordinator that never comes back: what two phases cannot do. */
export const blocking = model(twoPhaseCommit, {
  nodes: { coordinator: 1, participants: 2 },
  crashes: { budget: 1, of: ["coordinator"], afterwards: "stop" },
  clients: [{ of: "coordinator", calls: [["commit", opaque("transfer")]] }],
  activities: { prepare: anyVote },
  reachable: {
    /** A participant that said yes waits for ever: the coordinator is dead and no decision is on its way. */
    blocks: ({ participants }, { stopped, network }) =>
      stopped.length > 0 && participants.some(isUncertain) && network.every(({ message }) => message.type !== "Decide"),
  },
  within: (_, { network }) => network.length <= 8,
})
