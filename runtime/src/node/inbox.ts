import { type Decoded, read, Reader } from "../codec/index.ts"
import type { RoleLibrary } from "../library.ts"
import type { Tagged } from "../value.ts"

const headBytes = 4

const lengthAt = (frame: Uint8Array, at: number): number =>
  new DataView(frame.buffer, frame.byteOffset + at, headBytes).getUint32(0, true)

/** Takes frames of messages apart: all of a frame or, with the reason, nothing. */
export const makeInbox = ({ messages }: RoleLibrary): ((frame: Uint8Array) => readonly Tagged[] | string) => {
  const reader = new Reader()
  return (frame) => {
    const taken: Tagged[] = []
    for (let at = 0; at < frame.length;) {
      if (at + headBytes > frame.length) return "a frame ends inside of a length"
      const start = at + headBytes
      at = start + lengthAt(frame, at)
      if (at > frame.length) return "a frame ends inside of a message"
      const decoded: Decoded<Tagged> = read(reader, messages, frame, start, at)
      if (decoded.kind === "decode-error") return `a message cannot be read: ${decoded.reason}`
      taken.push(decoded.value)
    }
    return taken
  }
}
