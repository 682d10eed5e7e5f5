import { type AnyState, List, Map, type NodeId, Set, type Tagged } from "@lockstep/runtime"
import { library } from "../../examples/generated/raft/library.ts"

/** The boundary where a number of a table becomes the name of a server. */
const named = (name: string): NodeId => name as NodeId

const pick = <Candidate>([first]: readonly Candidate[]): Candidate => {
  if (first === undefined) throw new Error("picks from no candidates")
  return first
}

interface Said extends Tagged {
  readonly [field: string]: unknown
}

/** The state of the first of these servers of the generated Raft, after a message from one of them. */
const after = ([self = "", ...peers]: readonly string[], fields: AnyState, from: string, message: Said): AnyState => {
  const servers = library.roles["servers"]
  if (servers === undefined) throw new Error("the generated Raft has no servers")
  const place = { self: named(self), peers: peers.map(named), nodes: {} }
  const state = { ...servers.initial(place), term: 1, ...fields }
  const outcome = servers.step(state, { kind: "message", from: named(from), message }, { place, now: 0, pick })
  if (outcome.kind !== "outcome") throw new Error(`the step failed: ${outcome.reason}`)
  return outcome.state
}

/** Whether a candidate becomes the leader by the votes of `granting`: the last one comes as a message. */
export const elects = (servers: readonly string[], [last, ...earlier]: readonly string[]): boolean => {
  if (last === undefined) return false
  const candidate = { role: "candidate", votes: Set.from(earlier.map(named)) }
  return after(servers, candidate, last, { type: "Vote", term: 1, granted: true })["role"] === "leader"
}

/** How much is committed when servers hold so much: the one with the longest log leads, and has just heard from another. */
export const commits = (servers: readonly string[], indexOf: (server: string) => number): unknown => {
  const byLength = servers.toSorted((one, other) => indexOf(other) - indexOf(one))
  const [leader = "", ...followers] = byLength
  const log = List.from(Array.from({ length: indexOf(leader) }, () => ({ term: 1, command: "a" })))
  const match = Map.from(followers.map((follower) => [named(follower), indexOf(follower)] as const))
  const heard: Said = { type: "Appended", term: 1, success: true, length: 0 }
  return after(byLength, { role: "leader", log, match, next: match }, followers[0] ?? leader, heard)["commit"]
}
