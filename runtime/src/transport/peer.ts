import type { Socket } from "node:net"
import * as Effect from "effect/Effect"
import { frameHead, frameKinds, makeSplitter } from "./frames.ts"
import { helloBytes, judge, readHello, readReason, writeHello, writeReason } from "./hello.ts"
import type { FrameQueue } from "./queue.ts"
import type { Identity, Link } from "./transport.ts"

/** One peer, as the side that sends to it sees it. */
export interface Peer {
  readonly name: string
  readonly queue: FrameQueue
  address: string
  state: Link["state"]
  reason: string
  /** Bytes that the connection has taken and not yet sent. */
  leaving: () => number
  /** Sends what waits, as far as the connection takes it; there is one while the peer is up. */
  push: (() => void) | undefined
  /** Looks after the connection, now and then. */
  tend: (() => void) | undefined
}

export const makePeer = (name: string, address: string, queue: FrameQueue): Peer => ({
  ...{ name, address, queue, state: "connecting", reason: "" },
  leaving: () => 0,
  ...{ push: undefined, tend: undefined },
})

/** What a connection needs to know of this side. */
export interface Caller {
  readonly identity: Identity
  readonly frameBytes: number
  /** After so many milliseconds of silence the other side is taken for dead. */
  readonly patienceMillis: number
  readonly connect: (address: string) => Socket
  /** The event after which bytes may be sent. */
  readonly readyEvent: string
}

const write = (socket: Socket, kind: number, payload: Uint8Array): void => {
  socket.write(frameHead(kind, payload.length))
  if (payload.length > 0) socket.write(payload)
}

const ping = frameHead(frameKinds.ping, 0)

/** One connection: what it does when bytes arrive, when frames wait, and when time passes. */
const makeCall = (socket: Socket, peer: Peer, { identity, frameBytes, patienceMillis }: Caller) => {
  const splitter = makeSplitter(() => helloBytes)
  let heard = performance.now()
  let wasUp = false
  let theirFrameBytes = 0

  const hangUp = (state: Link["state"], reason: string): void => {
    peer.state = state
    peer.reason = reason
    socket.destroy()
  }

  const refuse = (reason: string): string => {
    write(socket, frameKinds.refuse, writeReason(reason))
    socket.end()
    peer.state = "refused"
    peer.reason = reason
    return reason
  }

  /** All that waits leaves in one write; what the socket cannot take stays in the bounded queue. */
  const push = (): void => {
    if (socket.writableNeedDrain || peer.queue.waiting() === 0) return
    socket.cork()
    for (const frame of peer.queue.drain()) {
      if (frame.length <= theirFrameBytes) write(socket, frameKinds.data, frame)
      else peer.reason = `a frame of ${frame.length} bytes is larger than ${peer.name} takes, and was dropped`
    }
    socket.uncork()
  }

  const welcome = (payload: Uint8Array): string | undefined => {
    const hello = readHello(payload)
    if (typeof hello === "string") return refuse(hello)
    const reason =
      hello.identity.node === peer.name
        ? judge(identity, hello)
        : `${hello.identity.node} is where ${peer.name} should be`
    if (reason !== undefined) return refuse(reason)
    theirFrameBytes = hello.frameBytes
    wasUp = true
    peer.state = "up"
    peer.reason = ""
    peer.push = push
    push()
    return undefined
  }

  const take = (kind: number, payload: Uint8Array): string | undefined => {
    if (kind === frameKinds.pong && wasUp) return undefined
    if (kind === frameKinds.welcome && !wasUp) return welcome(payload)
    if (kind !== frameKinds.refuse) return refuse(`a frame of kind ${kind} was not due`)
    const reason = readReason(payload)
    hangUp("refused", reason)
    return reason
  }

  return {
    start() {
      heard = performance.now()
      write(socket, frameKinds.hello, writeHello({ identity, to: peer.name, frameBytes }))
    },
    feed(chunk: Uint8Array) {
      heard = performance.now()
      const problem = splitter.feed(chunk, take)
      if (problem !== undefined && peer.state !== "refused") hangUp("refused", problem)
    },
    push,
    tend() {
      if (performance.now() - heard > patienceMillis) hangUp("connecting", `${peer.name} is silent`)
      else if (wasUp && !socket.writableNeedDrain) socket.write(ping)
    },
    wasUp: () => wasUp,
  }
}

/** Calls a peer and stays connected as long as it lasts; tells whether the two ever understood each other. */
export const callPeer = (peer: Peer, caller: Caller): Effect.Effect<boolean> =>
  Effect.callback<boolean>((resume) => {
    const socket = caller.connect(peer.address)
    const call = makeCall(socket, peer, caller)
    if (peer.state === "up") peer.state = "connecting"
    peer.leaving = () => socket.writableLength
    peer.tend = call.tend
    socket.on("data", call.feed)
    socket.on("drain", call.push)
    socket.on("error", (error) => (peer.reason = error.message))
    socket.on("end", () => socket.end())
    socket.on("close", () => {
      if (peer.state === "up") peer.state = "connecting"
      peer.push = peer.tend = undefined
      peer.leaving = () => 0
      resume(Effect.succeed(call.wasUp()))
    })
    socket.setNoDelay(true)
    socket.once(caller.readyEvent, call.start)
    return Effect.sync(() => socket.destroy())
  })
