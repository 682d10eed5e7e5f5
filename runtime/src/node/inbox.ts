import { type DecodeError, read, Reader } from "../codec/index.ts"
import type { RoleLibrary } from "../library.ts"
import type { Arrival, Origin, TraceContext } from "./arrival.ts"
import { type Note, noteBit, noteCodec } from "./note.ts"
import { nodeId } from "./options.ts"

const headBytes = 4

const byteAt = (frame: Uint8Array, at: number): number => frame[at] ?? 0

const lengthAt = (frame: Uint8Array, at: number): number =>
  (byteAt(frame, at) | (byteAt(frame, at + 1) << 8) | (byteAt(frame, at + 2) << 16) | (byteAt(frame, at + 3) << 24)) >>>
  0

const refusal = ({ reason }: DecodeError): string => `a message cannot be read: ${reason}`

/** What notes have said, for the messages behind them. */
const makeNotes = () => {
  let trace: TraceContext | undefined
  let origin: Origin | undefined
  return {
    take(note: Note): void {
      if (note.kind === "trace") trace = note.trace
      else origin = note.origin
    },
    /** The arrival with what is known of it. */
    join(arrival: Arrival): Arrival {
      if (trace === undefined && origin === undefined) return arrival
      const joined = { ...arrival, ...(trace && { trace }), ...(origin && { origin }) }
      trace = undefined
      if (origin !== undefined) origin = { life: origin.life, number: origin.number + 1 }
      return joined
    },
  }
}

/** Takes frames of messages apart: all of a frame or, with the reason, nothing. */
export const makeInbox = ({
  messages,
}: RoleLibrary): ((sender: string, frame: Uint8Array) => readonly Arrival[] | string) => {
  const reader = new Reader()
  return (sender, frame) => {
    const from = nodeId(sender)
    const taken: Arrival[] = []
    const notes = makeNotes()
    for (let at = 0; at < frame.length;) {
      if (at + headBytes > frame.length) return "a frame ends inside of a length"
      const start = at + headBytes
      const length = lengthAt(frame, at)
      const isNote = length >= noteBit
      at = start + (isNote ? length - noteBit : length)
      if (at > frame.length) return "a frame ends inside of a message"
      if (isNote) {
        const note = read(reader, noteCodec, frame, start, at)
        if (note.kind === "decode-error") return refusal(note)
        notes.take(note.value)
      } else {
        const message = read(reader, messages, frame, start, at)
        if (message.kind === "decode-error") return refusal(message)
        taken.push(notes.join({ kind: "message", from, message: message.value }))
      }
    }
    return taken
  }
}
