import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
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

/** An endpoint that serves, for services that do not use Effect. Until it is closed, its process goes on. */
export interface PromisedEndpoint extends AsyncDisposable {
  readonly port: number
  readonly close: () => Promise<void>
}

/** Serves as the layer does, until it is closed; the promise is rejected with a tagged error if nobody can listen there. */
export const open = async (address: string): Promise<PromisedEndpoint> => {
  const scope = Scope.makeUnsafe()
  const close = (): Promise<void> => Effect.runPromise(Scope.close(scope, Exit.void))
  try {
    const context = await Effect.runPromise(Layer.buildWithScope(layer(address), scope))
    return { ...Context.get(context, Endpoint), close, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}
