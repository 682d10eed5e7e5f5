import { createServer as createHttpServer, type IncomingMessage, type Server } from "node:http"
import { createServer as createHttpsServer } from "node:https"
import { Socket } from "node:net"
import type { Duplex } from "node:stream"
import { TLSSocket } from "node:tls"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import WebSocket, { WebSocketServer } from "ws"
import { type BadConfiguration, isRecord, optionFlaws, type Rule, shown } from "../configuration.ts"
import { addressFlaw } from "./address.ts"
import { type Connection, type Listener, type OpenNetwork, remoteOf, type Surroundings } from "./connection.ts"
import { checkCredentials, keepCredentials } from "./credentials.ts"
import { type Refusal, refusal } from "./refusal.ts"
import {
  callerOptions,
  certifiedName,
  proofOf,
  proofOfCaller,
  securityFlaws,
  type SecurityOptions,
  serverOptions,
  tellOfTls,
  watch,
} from "./security.ts"
import { type SocketOptions, socketRules } from "./socket-options.ts"
import { layerOver } from "./sockets.ts"
import type { JoinError, Transport } from "./transport.ts"

/** What a node that uses WebSockets may be told. */
export interface WebSocketOptions extends Partial<SocketOptions> {
  /** Where on its server a node is, and where it looks for peers whose address is only host and port. */
  readonly path?: string
  /** Makes the connections those of TLS, with everything that holds for those. */
  readonly security?: SecurityOptions
}

const anObject: Rule = (value) => (isRecord(value) ? undefined : `${shown(value)} is no object`)

const aPath: Rule = (value) => {
  if (typeof value !== "string") return `${shown(value)} is no string`
  return /^\/[^?#]*$/.test(value) ? undefined : `${shown(value)} is no path like "/election"`
}

const rules: { readonly [Option in keyof WebSocketOptions]-?: Rule } = {
  ...socketRules,
  path: aPath,
  security: anObject,
}

const flawsOf = (given: { readonly [option: string]: unknown }): readonly BadConfiguration[] => [
  ...optionFlaws(given, rules, "transport."),
  ...(isRecord(given["security"]) ? securityFlaws(given["security"], "transport.security.") : []),
]

/** No WebSocket message is longer: bytes are a stream here as elsewhere, and may be cut anywhere. */
const messageBytes = 2 ** 16
/** With so much on its way, a connection takes no more. */
const fullBytes = 2 ** 17

/** Nobody is answered more pings than there is room for, and nothing is compressed. */
const bounds = { maxPayload: messageBytes, perMessageDeflate: false, autoPong: false } as const

/** The bytes as messages: small ones together, large ones apart. */
const messagesOf = (chunks: readonly Uint8Array[]): readonly Uint8Array[] =>
  chunks.flatMap((chunk) => {
    const count = Math.ceil(chunk.length / messageBytes)
    return Array.from({ length: count }, (_, at) => chunk.subarray(at * messageBytes, (at + 1) * messageBytes))
  })

/** A connection over a WebSocket. */
const overWebSocket = (
  socket: WebSocket,
  remote: string,
  listener: Listener,
  doubt: (name: string) => Refusal | undefined = () => undefined,
): Connection => {
  let wasFull = false
  const isFull = (): boolean => (wasFull = socket.bufferedAmount > fullBytes)
  const sent = (): void => {
    if (wasFull && !isFull()) listener.drained()
  }
  socket.binaryType = "nodebuffer"
  socket.on("message", (data) => {
    if (Buffer.isBuffer(data)) listener.received(data)
  })
  socket.on("ping", (data) => {
    if (!isFull()) socket.pong(data)
  })
  socket.on("error", (error) => listener.failed(error.message))
  socket.on("close", listener.closed)
  return {
    remote,
    send(chunks) {
      for (const message of messagesOf(chunks)) socket.send(message, sent)
    },
    isFull,
    leaving: () => socket.bufferedAmount,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    isPaused: () => socket.isPaused,
    end: () => socket.close(),
    destroy: () => socket.terminate(),
    doubt,
  }
}

/** What is answered to those who do not come for a WebSocket, or not from a node: browsers say from which page. */
const turnAway = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** Takes the requests that come to a server. */
const receiveRequests = (
  server: Server,
  path: string,
  surroundings: Surroundings,
  security?: SecurityOptions,
): void => {
  const { arrived, turnedAway } = surroundings
  const upgrades = new WebSocketServer({ ...bounds, noServer: true, clientTracking: false, path })
  const notWanted = (socket: Duplex, reason: string): void => {
    if (socket instanceof Socket) turnedAway(remoteOf(socket), refusal("version", reason))
  }

  const open = (webSocket: WebSocket, { socket }: IncomingMessage): void => {
    const proof = security && socket instanceof TLSSocket ? proofOfCaller(socket, security) : undefined
    const remote = remoteOf(socket)
    arrived((listener) => overWebSocket(webSocket, remote, listener, proof?.doubt), proof?.problem)
  }

  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { origin } = request.headers
    if (origin === undefined && upgrades.shouldHandle(request))
      return upgrades.handleUpgrade(request, socket, head, open)
    notWanted(socket, origin === undefined ? "it asks for another path" : `it comes from a page of ${origin}`)
    turnAway(socket, origin === undefined ? "404 Not Found" : "403 Forbidden")
  })
  upgrades.on("wsClientError", ({ message }, socket) => {
    notWanted(socket, message)
    turnAway(socket, "400 Bad Request")
  })
  server.on("request", ({ socket }, response) => {
    notWanted(socket, "it asks for something else than a WebSocket")
    response.writeHead(426, { Connection: "close", Upgrade: "websocket" }).end()
  })
  server.on("clientError", ({ message }, socket) => {
    notWanted(socket, `it does not speak HTTP: ${message}`)
    turnAway(socket, "400 Bad Request")
  })
}

/** What a caller over TLS needs, for one peer. Beside it is `checkServerIdentity`, for which the types of `ws` have another type than Node. */
type Secure = (peer: string) => Omit<ReturnType<typeof callerOptions>, "checkServerIdentity">

/** A server that is entered only through `emit`, and how to call others. */
const makeServer = Effect.fnUntraced(function* (
  security: SecurityOptions | undefined,
  surroundings: Surroundings,
): Effect.fn.Return<readonly [Server, Secure | undefined], JoinError, Scope.Scope> {
  if (security === undefined) return [createHttpServer(), undefined]
  const server = createHttpsServer(serverOptions(security))
  const safe = yield* keepCredentials(security, surroundings, (found) => server.setSecureContext(found))
  watch(server, surroundings)
  return [server, (peer) => callerOptions(safe.context(), certifiedName(security, peer))]
})

const openWebSocket =
  ({ path = "/", security }: WebSocketOptions): OpenNetwork =>
  (surroundings) =>
    Effect.gen(function* () {
      const [server, secure] = yield* makeServer(security, surroundings)
      receiveRequests(server, path, surroundings, security)
      const scheme = secure === undefined ? "ws" : "wss"
      const urlOf = (address: string): string => (isUrl(address) ? address : `${scheme}://${address}${path}`)
      return {
        connect(peer, address, listener) {
          const handshakeTimeout = surroundings.patienceMillis
          const socket = new WebSocket(urlOf(address), { ...bounds, handshakeTimeout, ...secure?.(peer) })
          let problem: Refusal | undefined
          socket.once("upgrade", (response) => {
            if (security !== undefined && response.socket instanceof TLSSocket)
              problem = proofOf(response.socket, security).doubt(peer)
          })
          socket.once("open", () => listener.ready(problem))
          socket.once("error", (error) => tellOfTls(error, listener))
          return overWebSocket(socket, address, listener)
        },
        accept: (socket) => void server.emit("connection", socket),
      }
    })

const isUrl = (address: string): boolean => /^wss?:\/\//.test(address)

const urlFlaw = (address: string): string | undefined => {
  if (!isUrl(address)) return addressFlaw(address)
  return URL.canParse(address) && !address.includes("#")
    ? undefined
    : `"${address}" is no URL like "wss://gateway.example.org/election/n2"`
}

const checkSecurity =
  ({ security }: WebSocketOptions) =>
  (node: string) =>
    security === undefined ? Effect.void : checkCredentials(security, node)

/** Joins nodes over WebSockets: where only HTTP gets through. */
export const layer = (options: WebSocketOptions = {}): Layer.Layer<Transport> =>
  layerOver({ open: openWebSocket(options), flawsOf, check: checkSecurity(options), addressFlaw: urlFlaw }, options)
