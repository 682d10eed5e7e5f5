import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** Where metrics, logs and spans go. */
export interface OtlpOptions {
  /** The collector's address, like "http://localhost:4318". */
  readonly url: string
  /** The name of this service among others. */
  readonly service: string
  readonly headers?: { readonly [name: string]: string }
  /** How often something is sent; each five seconds unless told. */
  readonly interval?: Duration.Input
}

/** Sends metrics, logs and spans to an OpenTelemetry collector. What does so is loaded only where it is used. */
export const layer = (options: OtlpOptions): Layer.Layer<never> =>
  Layer.unwrap(
    Effect.map(
      Effect.promise(() => import("./otlp.ts")),
      ({ exporter }) => exporter(options),
    ),
  )
