import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { BadConfiguration } from "../configuration.ts"
import type { TransportFailed } from "../transport/transport.ts"

/** Where the endpoint listens: with port 0, whichever the system gave it. */
export class Endpoint extends Context.Service<Endpoint, { readonly port: number }>()("@lockstep/runtime/Endpoint") {}

/**
 * Serves `/metrics` for Prometheus and `/health` for whoever watches over the process; 503 means that a node is down. What does so is
 * loaded only here: a node without it does not have the memory of an HTTP server.
 */
export const layer = (address: string): Layer.Layer<Endpoint, BadConfiguration | TransportFailed> =>
  Layer.effect(
    Endpoint,
    Effect.gen(function* () {
      const { serve } = yield* Effect.promise(() => import("./server.ts"))
      return { port: yield* serve(address) }
    }),
  )
