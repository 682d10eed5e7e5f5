import type { Connection, Listener } from "./connection.ts"
import { frameKinds, makeSplitter, packFrames } from "./frames.ts"
import { type Hello, helloBytes, judge, readHello, versions, writeHello } from "./hello.ts"
import { readRefusal, type Refusal, refusal, writeRefusal } from "./refusal.ts"
import type { Member } from "./transport.ts"

/** A connection that a peer has made to us: it sends, and we take. */
export interface Visitor {
  readonly remote: string
  /** Who it is, once we know. */
  readonly name: () => string | undefined
  readonly tend: () => void
  readonly hangUp: () => void
}

/** What a connection needs to know of this side. */
export interface Host {
  readonly member: Member
  readonly takes: number
  readonly patienceMillis: number
  /** Names of the nodes that may come. */
  readonly isKnown: (name: string) => boolean
  /** A peer has come: an older connection of it is of no use any more. */
  readonly greeted: (visitor: Visitor, name: string) => void
  readonly left: (visitor: Visitor) => void
  /** Somebody was turned away, or turns away. */
  readonly refused: (visitor: Visitor, by: "us" | "them", refused: Refusal) => void
  /** Calls back once the node has room. */
  readonly whenRoom: (resume: () => void) => void
}

const nothing = new Uint8Array(0)
const pong = packFrames(frameKinds.pong, [nothing])

/** Receives a peer, or whoever it is. Nothing of it is believed before the handshake, and little is read. */
export const receiveVisitor = (
  open: (listener: Listener) => Connection,
  host: Host,
  unwanted: Refusal | undefined,
): Visitor => {
  const { member, takes, patienceMillis } = host
  let name: string | undefined
  let heard = performance.now()
  let isOver = false
  /** Whether it wants to know if we are still there. However often it asks at once, it is told so once. */
  let isAsked = false
  const splitter = makeSplitter(() => (name === undefined ? helloBytes : takes))

  const refuse = (problem: Refusal): Refusal => {
    isOver = true
    host.refused(visitor, "us", problem)
    connection.send(packFrames(frameKinds.refuse, [writeRefusal(problem)]))
    connection.end()
    return problem
  }

  const greet = (payload: Uint8Array): Refusal | undefined => {
    const hello = readHello(payload)
    if ("code" in hello) return refuse(hello)
    const { node } = hello.identity
    const own: Hello = { ...versions, identity: member.identity, to: node, takes, sends: member.largestFrame ?? 0 }
    const problem =
      (host.isKnown(node) ? undefined : refusal("name", `nobody here knows ${node}`)) ??
      connection.doubt(node) ??
      judge(own, hello)
    if (problem !== undefined) return refuse(problem)
    name = node
    host.greeted(visitor, node)
    connection.send(packFrames(frameKinds.welcome, [writeHello(own)]))
    return undefined
  }

  const receive = (from: string, payload: Uint8Array): Refusal | undefined => {
    const problem = member.receive(from, payload)
    return problem === undefined ? undefined : refuse(refusal("message", problem))
  }

  const take = (kind: number, payload: Uint8Array): Refusal | undefined => {
    if (kind === frameKinds.data && name !== undefined) return receive(name, payload)
    if (kind === frameKinds.ping && name !== undefined) {
      isAsked = true
      return undefined
    }
    if (kind === frameKinds.hello && name === undefined) return greet(payload)
    if (kind !== frameKinds.refuse) return refuse(refusal("frame", `a frame of kind ${kind} was not due`))
    const problem = readRefusal(payload)
    isOver = true
    host.refused(visitor, "them", problem)
    connection.destroy()
    return problem
  }

  /** While the node is full nothing is read, so that the peer's own queue fills. */
  const wait = (): void => {
    if (connection.isPaused()) return
    connection.pause()
    host.whenRoom(() => {
      heard = performance.now()
      connection.resume()
    })
  }

  const giveSign = (): void => {
    isAsked = false
    if (!connection.isFull()) connection.send(pong)
  }

  const connection: Connection = open({
    ready: () => undefined,
    received(chunk) {
      if (isOver) return
      heard = performance.now()
      const problem = splitter.feed(chunk, take)
      if (isOver) return
      if (problem !== undefined) return void refuse(problem)
      if (isAsked) giveSign()
      if (!member.hasRoom()) wait()
    },
    drained: () => undefined,
    failed: () => undefined,
    closed: () => host.left(visitor),
  })

  const visitor: Visitor = {
    remote: connection.remote,
    name: () => name,
    /** One that must wait would take our silence for death. */
    tend() {
      if (connection.isPaused()) giveSign()
      else if (performance.now() - heard > patienceMillis) connection.destroy()
    },
    hangUp: connection.destroy,
  }
  if (unwanted !== undefined) refuse(unwanted)
  return visitor
}
