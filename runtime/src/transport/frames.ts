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

/** The bytes that were left over, joined only once there are enough of them: a large frame arrives in many chunks. */
const makeRest = () => {
  let chunks: Uint8Array[] = []
  let waiting = 0
  let needed = 0
  return {
    /** The chunk with all before it, or `undefined` if that is not enough. */
    add(chunk: Uint8Array): Uint8Array | undefined {
      if (waiting === 0) return chunk
      chunks.push(chunk)
      waiting += chunk.length
      return waiting < needed ? undefined : Buffer.concat(chunks)
    },
    /** Keeps what is left of the bytes, until there are so many. */
    keep(bytes: Uint8Array, least: number): void {
      chunks = bytes.length === 0 ? [] : [bytes]
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
        if (length === 0) return "a frame has no kind"
        if (length - 1 > limit()) return `a frame of ${length - 1} bytes is larger than ${limit()}`
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
