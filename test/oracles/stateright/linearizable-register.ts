import { compare, majority, Map, model, type NodeId, protocol, type Result, roles, Set } from "@lockstep/language"
import { type Answer, asked, client, type ClientShape, type Question, type Value } from "./client.ts"

type ServerId = NodeId<"servers">
type ClientId = NodeId<"clients">

/** A value and when it was written: the higher sequencer counts. */
interface Version {
  readonly sequencer: readonly [clock: number, by: ServerId]
  readonly value: Value
}

/** Asks what the others have; `write` is what to write, or nothing in order to read. */
interface Collecting {
  readonly kind: "collecting"
  readonly request: number
  readonly requester: ClientId
  readonly write: Value
  readonly versions: Map<ServerId, Version>
}

/** Has the others record a version, then gives the answer. */
interface Recording {
  readonly kind: "recording"
  readonly request: number
  readonly requester: ClientId
  readonly answer: Answer
  readonly acknowledged: Set<ServerId>
}

interface Server extends Version {
  readonly phase: Collecting | Recording | null
}

type Message =
  | { type: "Query"; request: number }
  | ({ type: "AckQuery"; request: number } & Version)
  | ({ type: "Record"; request: number } & Version)
  | { type: "AckRecord"; request: number }

const { role, send, broadcast } = roles<{
  servers: { state: Server; hears: { clients: Question; servers: Message } }
  clients: ClientShape
}>()

const versionOf = ({ sequencer, value }: Version): Version => ({ sequencer, value })
const compareVersions = (left: Version, right: Version) => compare(left.sequencer, right.sequencer)

const adopt = (node: Server, version: Version): Server =>
  compareVersions(version, node) > 0 ? { ...node, ...version } : node

/** One request at a time: the others wait in the network. */
const begin = (
  node: Server,
  { request, write }: { request: number; write: Value },
  { from, self }: { from: ClientId; self: ServerId },
): Result<Server> => {
  if (node.phase !== null) return node
  const versions = Map.of([self, versionOf(node)])
  const phase: Collecting = { kind: "collecting", request, requester: from, write, versions }
  return [{ ...node, phase }, broadcast({ type: "Query", request })]
}

/** A majority has told what it has: its highest version is read, or a higher one is written. */
const record = (node: Server, phase: Collecting, self: ServerId): Result<Server> => {
  const { request, requester, write } = phase
  const highest = phase.versions.values().toSorted(compareVersions).at(-1) ?? versionOf(node)
  const [clock] = highest.sequencer
  const version: Version = write === null ? highest : { sequencer: [clock + 1, self], value: write }
  const answer: Answer = write === null ? { type: "GetOk", request, value: version.value } : { type: "PutOk", request }
  return [
    { ...adopt(node, version), phase: { kind: "recording", request, requester, answer, acknowledged: Set.of(self) } },
    broadcast({ type: "Record", request, ...version }),
  ]
}

const server = role("servers", {
  initial: ({ self }) => ({ sequencer: [0, self], value: null, phase: null }),

  on: {
    Put: (node, { request, value }, context) => begin(node, { request, write: value }, context),
    Get: (node, { request }, context) => begin(node, { request, write: null }, context),

    Query: (node, { request }, { from }) => [node, send(from, { type: "AckQuery", request, ...versionOf(node) })],

    AckQuery(node, { request, sequencer, value }, { from, self, peers }) {
      if (node.phase?.kind !== "collecting" || node.phase.request !== request) return node
      const phase = { ...node.phase, versions: node.phase.versions.set(from, { sequencer, value }) }
      return majority(phase.versions.size, peers.length + 1) ? record(node, phase, self) : { ...node, phase }
    },

    Record: (node, { request, sequencer, value }, { from }) => [
      adopt(node, { sequencer, value }),
      send(from, { type: "AckRecord", request }),
    ],

    AckRecord(node, { request }, { from, peers }) {
      if (node.phase?.kind !== "recording" || node.phase.request !== request) return node
      if (node.phase.acknowledged.has(from)) return node
      const phase = { ...node.phase, acknowledged: node.phase.acknowledged.add(from) }
      if (!majority(phase.acknowledged.size, peers.length + 1)) return { ...node, phase }
      return [{ ...node, phase: null }, send(phase.requester, phase.answer)]
    },
  },
})

/** The register of Attiya, Bar-Noy and Dolev (`linearizable-register.rs`). */
const linearizableRegister = protocol({ roles: { servers: server, clients: client } })

export const twoServers = model(linearizableRegister, { nodes: { servers: 2, clients: 2 }, ...asked })
