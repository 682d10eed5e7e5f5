import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import { type FrameQueue, frameQueue } from "./queue.ts"
import { type Link, type Member, type Membership, mismatch, Transport } from "./transport.ts"

/** A network within one process: the nodes of a test share it. */
export interface MemoryNetwork {
  /** Between these two, in both directions, everything is lost until it is healed. */
  readonly cut: (one: string, other: string) => void
  readonly heal: (one: string, other: string) => void
  readonly members: Map<string, Member>
  readonly isCut: (one: string, other: string) => boolean
}

/** A network that nobody has joined yet. */
export const makeNetwork = (): MemoryNetwork => {
  const cuts = new Set<string>()
  const pair = (one: string, other: string): string => [one, other].sort().join(" ")
  return {
    members: new Map(),
    cut: (one, other) => void cuts.add(pair(one, other)),
    heal: (one, other) => void cuts.delete(pair(one, other)),
    isCut: (one, other) => cuts.has(pair(one, other)),
  }
}

/** What may wait for one node. */
const queueBytes = 2 ** 22

interface Line {
  readonly to: string
  readonly queue: FrameQueue
  readonly filled: Latch.Latch
  busy: boolean
}

const receiver = (network: MemoryNetwork, from: Member, to: string): Member | undefined => {
  const found = network.members.get(to)
  if (found === undefined || network.isCut(from.identity.node, to)) return undefined
  return mismatch(from.identity, found.identity) === undefined ? found : undefined
}

/** Carries frames over one line for ever, as fast as the receiver takes them. */
const carry = (network: MemoryNetwork, from: Member, line: Line): Effect.Effect<never> =>
  Effect.gen(function* () {
    for (;;) {
      line.busy = false
      yield* line.filled.await
      line.filled.closeUnsafe()
      line.busy = true
      for (const frame of line.queue.take(Infinity)) {
        const member = receiver(network, from, line.to)
        if (member === undefined) continue
        if (!member.hasRoom()) yield* member.room
        const problem = member.receive(from.identity.node, frame)
        if (problem !== undefined) yield* Effect.logWarning(`${line.to} does not take a frame: ${problem}`)
      }
    }
  })

const linkOf = (network: MemoryNetwork, from: Member, { to, queue }: Line): Link => {
  const other = network.members.get(to)
  const refused = other && mismatch(other.identity, from.identity)
  const isUp = receiver(network, from, to) !== undefined
  const state = refused === undefined ? (isUp ? "up" : "connecting") : "refused"
  const { code, reason = "" } = refused ?? {}
  return { peer: to, state, code, reason, waiting: queue.waiting(), dropped: queue.dropped() }
}

const join = Effect.fnUntraced(function* (network: MemoryNetwork, member: Member) {
  const { node } = member.identity
  const scope = yield* Effect.scope
  const lines = new Map<string, Line>()

  const lineTo = (to: string) =>
    Effect.gen(function* () {
      const queue = frameQueue({ bytes: queueBytes, policy: "oldest" })
      const line: Line = { to, queue, filled: Latch.makeUnsafe(), busy: false }
      lines.set(to, line)
      yield* Effect.forkIn(carry(network, member, line), scope)
    })

  const readdress = Effect.fnUntraced(function* (addresses: Member["addresses"]) {
    for (const to of lines.keys()) if (addresses[to] === undefined) lines.delete(to)
    for (const to of Object.keys(addresses)) if (!lines.has(to)) yield* lineTo(to)
  })

  yield* Effect.acquireRelease(
    Effect.sync(() => network.members.set(node, member)),
    () => Effect.sync(() => network.members.get(node) === member && network.members.delete(node)),
  )
  yield* readdress(member.addresses)

  const isIdle = (): boolean => [...lines.values()].every(({ busy, queue }) => !busy && queue.waiting() === 0)
  const membership: Membership = {
    send(to, frame) {
      const line = lines.get(to)
      line?.queue.push(frame)
      line?.filled.openUnsafe()
    },
    readdress,
    links: () => [...lines.values()].filter(({ to }) => to !== node).map((line) => linkOf(network, member, line)),
    flush: Effect.yieldNow.pipe(Effect.repeat({ until: isIdle }), Effect.asVoid),
  }
  return membership
})

/** Joins nodes through a network in memory. */
export const layer = (network: MemoryNetwork): Layer.Layer<Transport> =>
  Layer.succeed(Transport, { join: (member) => join(network, member) })
