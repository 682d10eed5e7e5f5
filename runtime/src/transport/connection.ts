import type { Socket } from "node:net"
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Refusal } from "./refusal.ts"
import type { JoinError, Notice } from "./transport.ts"

/** One connection, whatever carries its bytes: they arrive in order and unchanged, cut anywhere. */
export interface Connection {
  /** Address and port of the other side. */
  readonly remote: string
  readonly send: (chunks: readonly Uint8Array[]) => void
  /** Whether it has taken as much as it should hold; `drained` is told when that is over. */
  readonly isFull: () => boolean
  /** Bytes that it has taken and not yet sent. */
  readonly leaving: () => number
  readonly pause: () => void
  readonly resume: () => void
  readonly isPaused: () => boolean
  /** Closes once everything has left. */
  readonly end: () => void
  readonly destroy: () => void
  /** Why the other side is not the node of this name, where the connection can tell. */
  readonly doubt: (name: string) => Refusal | undefined
}

/** What a connection tells. */
export interface Listener {
  /** Bytes may be sent, unless the other side is not wanted: then all it may hear is why. Only the caller is told. */
  readonly ready: (problem?: Refusal) => void
  readonly received: (chunk: Uint8Array) => void
  readonly drained: () => void
  /** It breaks, and `closed` follows. */
  readonly failed: (reason: string, refused?: Refusal) => void
  readonly closed: () => void
}

/** How connections are made, and taken. */
export interface Network {
  /** Throws if the address is none. */
  readonly connect: (peer: string, address: string, listener: Listener) => Connection
  /** Takes what has come in, and hands it on once bytes can be exchanged. */
  readonly accept: (socket: Socket) => void
}

/** What a network needs to know of the node that is in it. */
export interface Surroundings {
  readonly node: string
  readonly patienceMillis: number
  readonly notice: (notice: Notice) => void
  /** A connection has come in; with a problem, one that is not wanted. */
  readonly arrived: (open: (listener: Listener) => Connection, problem?: Refusal) => void
  /** Somebody did not get as far as that. */
  readonly turnedAway: (remote: string, refused: Refusal) => void
  /** Closes all connections, so that they are made anew. */
  readonly renew: () => void
}

/** Sets a network up until the scope closes. */
export type OpenNetwork = (surroundings: Surroundings) => Effect.Effect<Network, JoinError, Scope.Scope>

/** Where the other side of a socket is. No two sockets that are open share it. */
export const remoteOf = ({ remoteAddress = "nowhere", remotePort = 0 }: Socket): string =>
  `${remoteAddress}:${remotePort}`

/** A connection over a socket of Node's. */
export const overSocket = (
  socket: Socket,
  listener: Listener,
  doubt: (name: string) => Refusal | undefined = () => undefined,
): Connection => {
  socket.setNoDelay(true)
  socket.on("data", listener.received)
  socket.on("drain", listener.drained)
  socket.on("error", (error) => listener.failed(error.message))
  socket.on("close", listener.closed)
  return {
    remote: remoteOf(socket),
    send(chunks) {
      const [only] = chunks
      if (only !== undefined && chunks.length === 1) return void socket.write(only)
      socket.cork()
      for (const chunk of chunks) socket.write(chunk)
      socket.uncork()
    },
    isFull: () => socket.writableNeedDrain,
    leaving: () => socket.writableLength,
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    isPaused: () => socket.isPaused(),
    end: () => socket.destroySoon(),
    destroy: () => void socket.destroy(),
    doubt,
  }
}
