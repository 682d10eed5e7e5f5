import { connect } from "node:net"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { parseAddress } from "./address.ts"
import { type OpenNetwork, overSocket } from "./connection.ts"
import type { SocketOptions } from "./socket-options.ts"
import { layerOver } from "./sockets.ts"
import type { Transport } from "./transport.ts"

const open: OpenNetwork = ({ arrived }) =>
  Effect.succeed({
    connect(_, address, listener) {
      const socket = connect(parseAddress(address))
      socket.once("connect", () => listener.ready())
      return overSocket(socket, listener)
    },
    accept: (socket) => arrived((listener) => overSocket(socket, listener)),
  })

/** Joins nodes over TCP with these bounds. */
export const layerWith = (options: Partial<SocketOptions>): Layer.Layer<Transport> => layerOver({ open }, options)

/** Joins nodes over TCP. Nothing is encrypted, and a node is who it says it is: for networks that nobody else is in. */
export const layer: Layer.Layer<Transport> = layerWith({})
