import { connect } from "node:net"

/** What a connection for unary gRPC calls does; nothing else of HTTP/2 is here. */
export interface Grpc {
  /** Resolves with the answer; rejects if the server sends none. */
  readonly call: (request: Uint8Array) => Promise<Buffer>
  readonly close: () => void
}

const frames = { data: 0, headers: 1, reset: 3, settings: 4, ping: 6, goAway: 7, windowUpdate: 8 } as const
const endStream = 1
const endHeaders = 4
const acknowledges = 1
const headBytes = 9

const frame = (type: number, flags: number, stream: number, payload: Uint8Array): Buffer => {
  const bytes = Buffer.alloc(headBytes + payload.length)
  bytes.writeUIntBE(payload.length, 0, 3)
  bytes[3] = type
  bytes[4] = flags
  bytes.writeUInt32BE(stream, 5)
  bytes.set(payload, headBytes)
  return bytes
}

/** A header that no table knows, and that none is to learn. */
const literal = (name: string, value: string): Buffer =>
  Buffer.concat([Buffer.from([0, name.length]), Buffer.from(name), Buffer.from([value.length]), Buffer.from(value)])

const headersOf = (path: string): Buffer =>
  Buffer.concat([
    literal(":method", "POST"),
    literal(":scheme", "http"),
    literal(":path", path),
    literal(":authority", "localhost"),
    literal("content-type", "application/grpc"),
    literal("te", "trailers"),
  ])

const number32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** Four bytes of identifier and window: the largest window, so that a server never waits for us. */
const largeWindows = Buffer.concat([Buffer.from([0, 4]), number32(2 ** 31 - 1)])
const preface = Buffer.concat([
  Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  frame(frames.settings, 0, 0, largeWindows),
  frame(frames.windowUpdate, 0, 0, number32(2 ** 31 - 1 - 65_535)),
])

interface Waiting {
  readonly resolve: (answer: Buffer) => void
  readonly reject: (error: Error) => void
  answer: Buffer | undefined
}

/** Calls one method over one connection, with as little work for a call as HTTP/2 allows: the headers are always the same bytes. */
export const openGrpc = (port: number, path: string): Grpc => {
  const socket = connect(port, "127.0.0.1").setNoDelay(true)
  const headers = headersOf(path)
  const waiting = new Map<number, Waiting>()
  let stream = 1
  let rest: Buffer = Buffer.alloc(0)
  let leaving: Buffer[] = [preface]

  const flush = (): void => {
    socket.write(Buffer.concat(leaving))
    leaving = []
  }
  const say = (...more: Buffer[]): void => {
    if (leaving.length === 0) setImmediate(flush)
    leaving.push(...more)
  }

  const settle = (id: number): void => {
    const { answer, resolve, reject } = waiting.get(id) ?? {}
    waiting.delete(id)
    if (answer === undefined) reject?.(new Error("the server answered with an error"))
    else resolve?.(answer)
  }

  const take = (type: number, flags: number, id: number, payload: Buffer): void => {
    const call = waiting.get(id)
    if (type === frames.settings && (flags & acknowledges) === 0)
      say(frame(frames.settings, acknowledges, 0, Buffer.alloc(0)))
    if (type === frames.ping && (flags & acknowledges) === 0) say(frame(frames.ping, acknowledges, 0, payload))
    if (type === frames.goAway) lose(new Error("the server went away"))
    if (type === frames.data && call !== undefined)
      call.answer = call.answer === undefined ? payload : Buffer.concat([call.answer, payload])
    if (type === frames.data && payload.length > 0) credit(payload.length)
    const isLast = (type === frames.headers || type === frames.data) && (flags & endStream) !== 0
    if (isLast || type === frames.reset) settle(id)
  }

  let taken = 0
  const credit = (bytes: number): void => {
    taken += bytes
    if (taken < 2 ** 20) return
    say(frame(frames.windowUpdate, 0, 0, number32(taken)))
    taken = 0
  }

  const lose = (error: Error): void => {
    socket.destroy()
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }

  socket.on("data", (chunk: Buffer) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let at = 0
    while (bytes.length - at >= headBytes) {
      const end = at + headBytes + bytes.readUIntBE(at, 3)
      if (end > bytes.length) break
      take(
        bytes.readUInt8(at + 3),
        bytes.readUInt8(at + 4),
        bytes.readUInt32BE(at + 5),
        bytes.subarray(at + headBytes, end),
      )
      at = end
    }
    rest = bytes.subarray(at)
  })
  socket.on("error", lose)
  socket.on("close", () => lose(new Error("the connection broke")))
  flush()

  return {
    call: (request) =>
      new Promise((resolve, reject) => {
        const id = stream
        stream += 2
        waiting.set(id, { resolve, reject, answer: undefined })
        const message = Buffer.concat([Buffer.from([0]), number32(request.length), request])
        say(frame(frames.headers, endHeaders, id, headers), frame(frames.data, endStream, id, message))
      }),
    close: () => socket.destroy(),
  }
}
