import { append, type EncodeError, wireLimits, Writer } from "../codec/index.ts"
import type { RoleLibrary } from "../library.ts"
import type { Tagged } from "../value.ts"
import type { TraceContext } from "./arrival.ts"
import { writeNote } from "./note.ts"

/** A role, and the nodes that play it. */
export interface Players {
  readonly role: RoleLibrary
  readonly nodes: readonly string[]
}

/** What goes along with a message. */
export interface Leaving {
  readonly trace: TraceContext | undefined
  /** Whether it need not wait until the batch is durable. */
  readonly isEarly: boolean
}

/** The messages of a batch, until they may leave: those for one peer share a frame. */
export interface Outbox {
  readonly send: (to: string, message: Tagged, leaving: Leaving) => void
  /** Sends to every other node whose role hears the message. */
  readonly broadcast: (message: Tagged, leaving: Leaving) => void
  /** Hands what is early to the transport; tells whether there was anything. */
  readonly releaseEarly: (send: Send) => boolean
  /** Hands every frame to the transport. */
  readonly release: (send: Send) => void
}

type Send = (to: string, frame: Uint8Array) => void

const headBytes = 4

/** How many bytes of messages a frame has before another begins. */
const frameBytes = 2 ** 18

/** Room for what may be noted before a message. */
const noteBytes = 1024

/** No frame is larger: one that is not yet closed, and the largest message behind it. */
export const largestFrame = frameBytes + noteBytes + headBytes + wireLimits.bytes

/** Numbers what a node sends, so that a record of it can be matched with the receiver's. */
export interface Numbering {
  readonly life: string
  readonly sent: (to: string, number: number) => void
}

/** Puts a message with its length behind those of a frame, or says why it cannot. */
const add = (frame: Writer, { messages }: RoleLibrary, message: Tagged): EncodeError | null => {
  const start = frame.length
  frame.fixed32(0)
  const error = append(frame, messages, message)
  if (error === null) frame.patch32(start, frame.length - start - headBytes)
  return error
}

const isTooLarge = ({ code }: EncodeError): boolean =>
  code === "too-large" || code === "too-many" || code === "too-deep"

/** Frames for peers, each closed when it has grown beyond a bound. */
const makeFrames = () => {
  const open = new Map<string, Writer>()
  const full: { readonly to: string; readonly frame: Uint8Array }[] = []
  let isEmpty = true

  return {
    for(to: string): Writer {
      const found = open.get(to)
      if (found !== undefined) return found
      const made = new Writer()
      open.set(to, made)
      return made
    },
    /** A message was added. What has grown large takes its room along. */
    grown(to: string, frame: Writer): void {
      isEmpty = false
      if (frame.length < frameBytes) return
      full.push({ to, frame: frame.view() })
      open.delete(to)
    },
    has: (to: string): boolean => (open.get(to)?.length ?? 0) > 0 || full.some((one) => one.to === to),
    release(send: Send): boolean {
      if (isEmpty) return false
      isEmpty = true
      for (const { to, frame } of full) send(to, frame)
      full.length = 0
      for (const [to, frame] of open) {
        if (frame.length === 0) continue
        send(to, frame.copy())
        frame.clear()
      }
      return true
    },
  }
}

/** Hears of a message that is too large for anybody: it is lost, as a network loses messages. */
export type Lost = (to: string, type: string, reason: string) => void

/** The messages of a node, in the order of each peer: what is early waits if something before it does. */
export const makeOutbox = (self: string, players: readonly Players[], lost: Lost, numbering?: Numbering): Outbox => {
  const numbers = new Map<string, number>()
  const roles = new Map<string, RoleLibrary>()
  for (const { role, nodes } of players) for (const node of nodes) roles.set(node, role)
  const others = players.map(({ role, nodes }) => ({ role, nodes: nodes.filter((node) => node !== self) }))
  const early = makeFrames()
  const waiting = makeFrames()

  /** What goes before a message; only the first of a frame is numbered, as those behind it count on. */
  const annotate = (frame: Writer, to: string, trace: TraceContext | undefined): void => {
    if (numbering !== undefined && frame.length === 0)
      writeNote(frame, { kind: "origin", origin: { life: numbering.life, number: (numbers.get(to) ?? 0) + 1 } })
    if (trace !== undefined) writeNote(frame, { kind: "trace", trace })
  }

  const count = (to: string, { sent }: Numbering): void => {
    const number = (numbers.get(to) ?? 0) + 1
    numbers.set(to, number)
    sent(to, number)
  }

  /** False if the role of the receiver does not hear the message. */
  const put = (to: string, role: RoleLibrary, message: Tagged, { trace, isEarly }: Leaving): boolean => {
    const frames = isEarly && !waiting.has(to) ? early : waiting
    const frame = frames.for(to)
    const start = frame.length
    annotate(frame, to, trace)
    const error = add(frame, role, message)
    if (error !== null) {
      frame.rewind(start)
      if (error.code === "unlike-its-type") return false
      if (!isTooLarge(error)) throw new Error(`a ${message.type} for ${role.name} cannot be written: ${error.reason}`)
      lost(to, message.type, error.reason)
      return true
    }
    if (numbering !== undefined) count(to, numbering)
    frames.grown(to, frame)
    return true
  }

  return {
    send(to, message, leaving) {
      const role = roles.get(to)
      if (role === undefined) throw new Error(`${self} sends to ${to}, and there is no such node`)
      if (!put(to, role, message, leaving))
        throw new Error(`${self} sends a ${message.type} to ${to}, which does not hear it`)
    },
    broadcast(message, leaving) {
      const hearers = others.filter(
        ({ role, nodes }) => nodes.filter((node) => put(node, role, message, leaving)).length > 0,
      )
      if (hearers.length === 0 && others.some(({ nodes }) => nodes.length > 0))
        throw new Error(`${self} broadcasts a ${message.type}, which nobody hears`)
    },
    releaseEarly: early.release,
    release(send) {
      early.release(send)
      waiting.release(send)
    },
  }
}
