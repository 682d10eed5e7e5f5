import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { parseAddress } from "./address.ts"
import { type OpenNetwork, overSocket } from "./connection.ts"
import { checkCredentials, keepCredentials, loadTls } from "./credentials.ts"
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
import type { Transport } from "./transport.ts"

export { fromFiles } from "./credentials.ts"
export type { SecurityOptions } from "./security.ts"

/** What a node that uses TLS may be told. */
export interface TlsOptions extends SecurityOptions, Partial<SocketOptions> {}

const openTls =
  (options: TlsOptions): OpenNetwork =>
  (surroundings) =>
    Effect.gen(function* () {
      const { connect, createServer } = yield* loadTls
      const server = createServer(serverOptions(options))
      const safe = yield* keepCredentials(options, surroundings, (found) => server.setSecureContext(found))
      watch(server, surroundings)
      server.on("secureConnection", (socket) => {
        const { problem, doubt } = proofOfCaller(socket, options)
        surroundings.arrived((listener) => overSocket(socket, listener, doubt), problem)
      })
      return {
        connect(peer, address, listener) {
          const name = certifiedName(options, peer)
          const socket = connect({ ...parseAddress(address), ...callerOptions(safe.context(), name) })
          socket.once("secureConnect", () => listener.ready(proofOf(socket, options).doubt(peer)))
          socket.once("error", (error) => tellOfTls(error, listener))
          return overSocket(socket, listener)
        },
        accept: (socket) => void server.emit("connection", socket),
      }
    })

/** Joins nodes over TLS 1.3, each proving its name with a certificate. */
export const layer = (options: TlsOptions): Layer.Layer<Transport> =>
  layerOver(
    {
      open: openTls(options),
      flawsOf: (given) => securityFlaws(given, "transport.", socketRules),
      check: (node) => checkCredentials(options, node),
    },
    options,
  )
