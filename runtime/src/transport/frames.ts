import { type Refusal, refusal } from "./refusal.ts"

/** What a frame is: words of the handshake, messages of the node, or a sign of life. */
export const frameKinds = { hello: 1, welcome: 2, refuse: 3, data: 4, ping: 5, pong: 6 } as const

const lengthBytes = 4
/** What a frame has beside its payload: length and kind. */
const headBytes = 5

/** Larger payloads are sent as they are; smaller ones are cheaper to copy together than to send apart. */
const copiedBytes = 2 ** 14

/** The bytes of frames of one kind, in as few pieces as is cheap. */
export const packFrames = (kind: number, payloads: readonly Uint8Array[]): readonly Uint8Array[] => {
  const isCopied = (payload: Uint8Array): boolean => payload.length <= copiedBytes
  const room = payloads.reduce((sum, payload) => sum + headBytes + (isCopied(payload) ? payload.length : 0), 0)
  const packed = Buffer.allocUnsafe(room)
  const pieces: Uint8Array[] = []
  let start = 0
  let at = 0
  for (const payload of payloads) {
    packed.writeUInt32LE(payload.length + 1, at)
    packed[at + lengthBytes] = kind
    at += headBytes
    if (isCopied(payload)) {
      packed.set(payload, at)
      at += payload.length
      continue
    }
    pieces.push(packed.subarray(start, at), payload)
    start = at
  }
  if (at > start) pieces.push(packed.subarray(start, at))
  return pieces
}

/** Takes the frames in the bytes that arrive. `limit` bounds a payload, and may change from one frame to the next. */
export interface Splitter {
  /** Why the bytes are no frames, if they are not. `take` says so too when a frame is not what was due; nothing is read behind that. */
  readonly feed: (
    chunk: Uint8Array,
    take: (kind: number, payload: Uint8Array) => Refusal | undefined,
  ) => Refusal | undefined
}

/** The bytes that were left over. Their room at most doubles as they come, so that a frame in tiny pieces costs no more than another. */
const makeRest = () => {
  let room: Uint8Array = new Uint8Array(0)
  let waiting = 0
  let needed = 0

  const grow = (total: number): void => {
    const larger = Buffer.allocUnsafeSlow(Math.max(total, Math.min(needed, 2 * room.length)))
    larger.set(room.subarray(0, waiting))
    room = larger
  }

  return {
    /** The chunk with all before it, or `undefined` if that is not enough. */
    add(chunk: Uint8Array): Uint8Array | undefined {
      if (waiting === 0) return chunk
      const total = waiting + chunk.length
      if (total > room.length) grow(total)
      room.set(chunk, waiting)
      waiting = total
      return total < needed ? undefined : room.subarray(0, total)
    },
    /** Keeps what is left of the bytes, until there are so many. Nothing is ever written into them. */
    keep(bytes: Uint8Array, least: number): void {
      room = bytes
      waiting = bytes.length
      needed = least
    },
  }
}

/** Keeps the part of a frame that has arrived: never more than arrived, whatever length the frame says that it has. */
export const makeSplitter = (limit: () => number): Splitter => {
  const rest = makeRest()
  return {
    feed(chunk, take) {
      const bytes = rest.add(chunk)
      if (bytes === undefined) return undefined
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      let at = 0
      let needed = headBytes
      while (bytes.length - at >= headBytes) {
        const length = view.getUint32(at, true)
        if (length === 0) return refusal("frame", "a frame has no kind")
        if (length - 1 > limit()) return refusal("frame", `a frame of ${length - 1} bytes is larger than ${limit()}`)
        needed = lengthBytes + length
        const end = at + needed
        if (end > bytes.length) break
        const problem = take(bytes[at + lengthBytes] ?? 0, bytes.subarray(at + headBytes, end))
        if (problem !== undefined) return problem
        at = end
        needed = headBytes
      }
      rest.keep(bytes.subarray(at), needed)
      return undefined
    },
  }
}
