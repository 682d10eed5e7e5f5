import { connect as connectTcp } from "node:net"
import { connect as connectTls } from "node:tls"
import type { Duplex } from "node:stream"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import WebSocket, { createWebSocketStream } from "ws"
import {
  type Credentials,
  MemoryTransport,
  type SocketOptions,
  Tcp,
  Tls,
  type Transport,
} from "../../src/transport/index.ts"
import { layer as webSocketLayer } from "../../src/transport/web-socket.ts"
import { type Authority, makeAuthority } from "../../../test/servers/authority.ts"
import { names } from "../node/cluster.ts"

/** One way to join nodes, for the tests that all ways must pass. */
export interface Kind {
  readonly name: string
  /** The layer of one node. The nodes of one test are given the same token. */
  readonly layer: (node: string, options: Partial<SocketOptions>, token: object) => Layer.Layer<Transport>
}

/** A way over sockets, and how somebody who is no node connects to one: far enough to send bytes to where frames are read. */
export interface SocketKind extends Kind {
  readonly visit: (address: string) => Duplex
  /** Whether callers must prove their names. */
  readonly proves: boolean
}

const at = (address: string): { readonly host: string; readonly port: number } => {
  const [host = "", port] = address.split(":")
  return { host, port: Number(port) }
}

const authority: Authority = await makeAuthority()
const issued = new Map<string, Credentials>()
for (const name of names) issued.set(name, await authority.issue(name))

const credentialsOf = (node: string): Credentials => {
  const found = issued.get(node)
  if (found === undefined) throw new Error(`nobody gave ${node} a certificate`)
  return found
}

const securityOf = (node: string) => ({ credentials: Effect.succeed(credentialsOf(node)) })

/** What a visitor comes with that has got hold of the certificate of n3. */
const stolen = () => {
  const { key, certificate: cert } = credentialsOf("n3")
  return { key, cert, rejectUnauthorized: false, minVersion: "TLSv1.3" } as const
}

const networks = new WeakMap<object, MemoryTransport.MemoryNetwork>()
const networkOf = (token: object): MemoryTransport.MemoryNetwork => {
  const network = networks.get(token) ?? MemoryTransport.makeNetwork()
  networks.set(token, network)
  return network
}

const memory: Kind = { name: "memory", layer: (_, __, token) => MemoryTransport.layer(networkOf(token)) }

export const socketKinds: readonly SocketKind[] = [
  {
    name: "TCP",
    proves: false,
    layer: (_, options) => Tcp.layerWith(options),
    visit: (address) => connectTcp(at(address)),
  },
  {
    name: "TLS",
    proves: false,
    layer: (node, options) => Tls.layer({ ...options, ...securityOf(node), callers: "anybody" }),
    visit: (address) => connectTls({ ...at(address), rejectUnauthorized: false }),
  },
  {
    name: "mutual TLS",
    proves: true,
    layer: (node, options) => Tls.layer({ ...options, ...securityOf(node) }),
    visit: (address) => connectTls({ ...at(address), ...stolen() }),
  },
  {
    name: "WebSocket",
    proves: false,
    layer: (_, options) => webSocketLayer({ ...options, path: "/lockstep" }),
    visit: (address) => createWebSocketStream(new WebSocket(`ws://${address}/lockstep`), { allowHalfOpen: false }),
  },
  {
    name: "WebSocket over mutual TLS",
    proves: true,
    layer: (node, options) => webSocketLayer({ ...options, security: securityOf(node) }),
    visit: (address) => createWebSocketStream(new WebSocket(`wss://${address}/`, stolen()), { allowHalfOpen: false }),
  },
]

export const kinds: readonly Kind[] = [memory, ...socketKinds]
