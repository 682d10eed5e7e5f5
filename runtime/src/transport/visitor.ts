import type { Socket } from "node:net"
import { frameHead, frameKinds, makeSplitter } from "./frames.ts"
import { helloBytes, judge, readHello, readReason, writeHello, writeReason } from "./hello.ts"
import type { Member } from "./transport.ts"

/** A connection that a peer has made to us: it sends, and we take. */
export interface Visitor {
  /** Who it is, once we know. */
  readonly name: () => string | undefined
  readonly tend: () => void
  readonly hangUp: () => void
}

/** What a connection needs to know of this side. */
export interface Host {
  readonly member: Member
  readonly frameBytes: number
  readonly patienceMillis: number
  /** Names of the nodes that may come. */
  readonly isKnown: (name: string) => boolean
  /** A peer has come: an older connection of it is of no use any more. */
  readonly greeted: (visitor: Visitor, name: string) => void
  readonly left: (visitor: Visitor) => void
  /** Somebody was turned away, or turns away. */
  readonly refused: (who: string, reason: string) => void
  /** Calls back once the node has room. */
  readonly whenRoom: (resume: () => void) => void
}

const write = (socket: Socket, kind: number, payload: Uint8Array): void => {
  socket.write(Buffer.concat([frameHead(kind, payload.length), payload]))
}

const pong = frameHead(frameKinds.pong, 0)

/** Receives a peer, or whoever it is. Nothing of it is believed before the handshake, and little is read. */
export const receiveVisitor = (socket: Socket, host: Host): Visitor => {
  const { member, frameBytes, patienceMillis } = host
  let name: string | undefined
  let heard = performance.now()
  let isOver = false
  const splitter = makeSplitter(() => (name === undefined ? helloBytes : frameBytes))

  const who = (): string => name ?? `somebody at ${socket.remoteAddress}`

  const refuse = (reason: string): string => {
    isOver = true
    host.refused(who(), reason)
    write(socket, frameKinds.refuse, writeReason(reason))
    socket.destroySoon()
    return reason
  }

  const greet = (payload: Uint8Array): string | undefined => {
    const hello = readHello(payload)
    if (typeof hello === "string") return refuse(hello)
    const other = hello.identity.node
    const problem = host.isKnown(other) ? judge(member.identity, hello) : `nobody here knows ${other}`
    if (problem !== undefined) return refuse(problem)
    name = other
    host.greeted(visitor, other)
    write(socket, frameKinds.welcome, writeHello({ identity: member.identity, to: other, frameBytes }))
    return undefined
  }

  const receive = (from: string, payload: Uint8Array): string | undefined => {
    const problem = member.receive(from, payload)
    return problem === undefined ? undefined : refuse(problem)
  }

  const take = (kind: number, payload: Uint8Array): string | undefined => {
    if (kind === frameKinds.data && name !== undefined) return receive(name, payload)
    if (kind === frameKinds.ping && name !== undefined) {
      if (!socket.writableNeedDrain) socket.write(pong)
      return undefined
    }
    if (kind === frameKinds.hello && name === undefined) return greet(payload)
    if (kind !== frameKinds.refuse) return refuse(`a frame of kind ${kind} was not due`)
    const reason = `it refuses us: ${readReason(payload)}`
    isOver = true
    host.refused(who(), reason)
    socket.destroy()
    return reason
  }

  /** While the node is full nothing is read, so that the peer's own queue fills. */
  const wait = (): void => {
    socket.pause()
    host.whenRoom(() => {
      heard = performance.now()
      socket.resume()
    })
  }

  const visitor: Visitor = {
    name: () => name,
    tend() {
      if (!socket.isPaused() && performance.now() - heard > patienceMillis) socket.destroy()
    },
    hangUp: () => socket.destroy(),
  }

  socket.setNoDelay(true)
  socket.on("data", (chunk: Uint8Array) => {
    if (isOver) return
    heard = performance.now()
    const problem = splitter.feed(chunk, take)
    if (problem !== undefined && !isOver) refuse(problem)
    else if (!member.hasRoom()) wait()
  })
  socket.on("error", () => undefined)
  socket.on("close", () => host.left(visitor))
  return visitor
}
