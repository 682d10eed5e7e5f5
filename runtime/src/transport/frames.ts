/** What a frame is: words of the handshake, messages of the node, or a sign of life. */
export const frameKinds = { hello: 1, welcome: 2, refuse: 3, data: 4, ping: 5, pong: 6 } as const

const lengthBytes = 4
/** What a frame has beside its payload: length and kind. */
const headBytes = 5

/** The head of a frame. */
export const frameHead = (kind: number, payload: number): Uint8Array => {
  const head = new Uint8Array(headBytes)
  new DataView(head.buffer).setUint32(0, payload + 1, true)
  head[lengthBytes] = kind
  return head
}

/** Takes the frames in the bytes that arrive. `limit` bounds a payload, and may change from one frame to the next. */
export interface Splitter {
  /** Why the bytes are no frames, if they are not. `take` says so too when a frame is not what was due; nothing is read behind that. */
  readonly feed: (
    chunk: Uint8Array,
    take: (kind: number, payload: Uint8Array) => string | undefined,
  ) => string | undefined
}

const join = (one: Uint8Array, other: Uint8Array): Uint8Array => {
  if (one.length === 0) return other
  const joined = new Uint8Array(one.length + other.length)
  joined.set(one)
  joined.set(other, one.length)
  return joined
}

const nothing = new Uint8Array(0)

/** Keeps the part of a frame that has arrived: never more than arrived, whatever length the frame says that it has. */
export const makeSplitter = (limit: () => number): Splitter => {
  let rest: Uint8Array = nothing
  return {
    feed(chunk, take) {
      const bytes = join(rest, chunk)
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      let at = 0
      while (bytes.length - at >= headBytes) {
        const length = view.getUint32(at, true)
        if (length === 0) return "a frame has no kind"
        if (length - 1 > limit()) return `a frame of ${length - 1} bytes is larger than ${limit()}`
        const end = at + lengthBytes + length
        if (end > bytes.length) break
        const problem = take(bytes[at + lengthBytes] ?? 0, bytes.subarray(at + headBytes, end))
        if (problem !== undefined) return problem
        at = end
      }
      rest = at === bytes.length ? nothing : bytes.subarray(at)
      return undefined
    },
  }
}
