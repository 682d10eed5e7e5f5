import * as Effect from "effect/Effect"
import type { Connection, Listener, Network } from "./connection.ts"
import { frameKinds, makeSplitter, packFrames } from "./frames.ts"
import { type Hello, helloBytes, judge, readHello, versions, writeHello } from "./hello.ts"
import type { FrameQueue } from "./queue.ts"
import { readRefusal, type Refusal, refusal, type RefusalCode, writeRefusal } from "./refusal.ts"
import type { Identity, Link, Notice } from "./transport.ts"

/** One peer, as the side that sends to it sees it. */
export interface Peer {
  readonly name: string
  readonly address: string
  readonly queue: FrameQueue
  state: Link["state"]
  reason: string
  by: Link["by"]
  code: RefusalCode | undefined
  /** Frames that the peer does not take, for their size. */
  tooLarge: number
  /** What there is of it while it is called. */
  call: Call | undefined
}

/** One connection to a peer. */
interface Call {
  /** Sends what waits, as far as the connection takes it. */
  readonly push: () => void
  /** Looks after the connection, now and then. */
  readonly tend: () => void
  /** Hangs up, to call again. */
  readonly hangUp: () => void
  readonly leaving: () => number
}

export const makePeer = (name: string, address: string, queue: FrameQueue): Peer => ({
  ...{ name, address, queue, state: "connecting", reason: "", tooLarge: 0 },
  ...{ by: undefined, code: undefined, call: undefined },
})

/** What a call needs to know of this side. */
export interface Caller {
  readonly identity: Identity
  readonly takes: number
  readonly sends: number
  /** After so many milliseconds of silence the other side is taken for dead. */
  readonly patienceMillis: number
  readonly network: Network
  readonly notice: (notice: Notice) => void
}

/** So much is handed to a connection at once: what it does not take stays in the bounded queue. */
const handfulBytes = 2 ** 18

const ping = packFrames(frameKinds.ping, [new Uint8Array(0)])

/** What one call does when bytes arrive, when frames wait, and when time passes. */
const makeCall = (peer: Peer, caller: Caller, connect: (listener: Listener) => Connection) => {
  const { identity, takes, sends, patienceMillis, notice } = caller
  const own: Hello = { ...versions, identity, to: peer.name, takes, sends }
  const splitter = makeSplitter(() => helloBytes)
  let heard = performance.now()
  let wasUp = false
  let isOver = false
  let theirs = 0

  const hangUp = (reason: string): void => {
    if (!isOver) peer.reason = reason
    isOver = true
    connection.destroy()
  }

  const stand = (state: Link["state"], reason: string, refusal?: Pick<Peer, "by" | "code">): void => {
    peer.state = state
    peer.reason = reason
    peer.by = refusal?.by
    peer.code = refusal?.code
  }

  const refused = (by: "us" | "them", { code, reason }: Refusal): void => {
    isOver = true
    stand("refused", reason, { by, code })
    notice({ kind: "refused", peer: peer.name, by, code, reason })
  }

  const refuse = (problem: Refusal): Refusal => {
    refused("us", problem)
    connection.send(packFrames(frameKinds.refuse, [writeRefusal(problem)]))
    connection.end()
    return problem
  }

  const isTaken = (frame: Uint8Array): boolean => {
    if (frame.length <= theirs) return true
    peer.tooLarge++
    peer.reason = `a frame of ${frame.length} bytes is larger than ${peer.name} takes, and was dropped`
    return false
  }

  const push = (): void => {
    if (!wasUp || isOver) return
    while (!connection.isFull() && peer.queue.waiting() > 0) {
      const frames = peer.queue.take(handfulBytes).filter(isTaken)
      if (frames.length > 0) connection.send(packFrames(frameKinds.data, frames))
    }
  }

  const welcome = (payload: Uint8Array): Refusal | undefined => {
    const hello = readHello(payload)
    if ("code" in hello) return refuse(hello)
    const { node } = hello.identity
    const stranger = node === peer.name ? undefined : refusal("name", `${node} is where ${peer.name} should be`)
    const problem = stranger ?? judge(own, hello)
    if (problem !== undefined) return refuse(problem)
    theirs = hello.takes
    wasUp = true
    stand("up", "")
    notice({ kind: "up", peer: peer.name })
    push()
    return undefined
  }

  const take = (kind: number, payload: Uint8Array): Refusal | undefined => {
    if (kind === frameKinds.pong && wasUp) return undefined
    if (kind === frameKinds.welcome && !wasUp) return welcome(payload)
    if (kind !== frameKinds.refuse) return refuse(refusal("frame", `a frame of kind ${kind} was not due`))
    const problem = readRefusal(payload)
    refused("them", problem)
    connection.destroy()
    return problem
  }

  const connection: Connection = connect({
    ready(problem) {
      if (problem !== undefined) return void refuse(problem)
      connection.send(packFrames(frameKinds.hello, [writeHello(own)]))
    },
    received(chunk) {
      if (isOver) return
      if (wasUp) heard = performance.now()
      const problem = splitter.feed(chunk, take)
      if (problem !== undefined && !isOver) refuse(problem)
    },
    drained: push,
    failed(reason, problem) {
      if (isOver) return
      peer.reason = reason
      if (problem !== undefined) refused("us", problem)
    },
    closed() {
      if (wasUp) notice({ kind: "down", peer: peer.name, reason: peer.reason })
    },
  })

  return {
    push,
    hangUp: () => hangUp("the connection is made anew"),
    leaving: connection.leaving,
    /** A peer that is not up has so long for all that comes before: bytes alone are no sign of life. */
    tend() {
      if (performance.now() - heard > patienceMillis) hangUp(`${peer.name} is silent`)
      else if (wasUp && !isOver && !connection.isFull()) connection.send(ping)
    },
    destroy: connection.destroy,
  }
}

/** Calls a peer and stays connected as long as it lasts; tells whether the two went together until the end. */
export const callPeer = (peer: Peer, caller: Caller): Effect.Effect<boolean> =>
  Effect.callback<boolean>((resume) => {
    const connect = (listener: Listener) =>
      caller.network.connect(peer.name, peer.address, {
        ...listener,
        closed() {
          listener.closed()
          const wentWell = peer.state === "up"
          if (wentWell) peer.state = "connecting"
          peer.call = undefined
          resume(Effect.succeed(wentWell))
        },
      })
    try {
      const call = makeCall(peer, caller, connect)
      peer.call = call
      return Effect.sync(call.destroy)
    } catch (problem) {
      peer.reason = String(problem)
      return resume(Effect.succeed(false))
    }
  })
