import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import {
  type BadConfiguration,
  duration,
  isRecord,
  optionFlaws,
  refuse,
  type Rule,
  shown,
  text,
} from "../configuration.ts"

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

const aUrl: Rule = (value) =>
  typeof value === "string" && /^https?:/.test(value) && URL.canParse(value)
    ? undefined
    : `${shown(value)} is no URL like "http://localhost:4318"`

const aRecord: Rule = (value) => (isRecord(value) ? undefined : `${shown(value)} is no object`)

const rules: { readonly [Option in keyof OtlpOptions]-?: Rule } = {
  ...{ url: aUrl, service: text, headers: aRecord, interval: duration },
}

const flawsOf = ({ url = null, service = null, ...others }: { readonly [option: string]: unknown }) =>
  optionFlaws({ url, service, ...others }, rules, "")

/** Sends metrics, logs and spans to an OpenTelemetry collector. What does so is loaded only where it is used. */
export const layer = (options: OtlpOptions): Layer.Layer<never, BadConfiguration> =>
  Layer.unwrap(
    Effect.gen(function* () {
      yield* refuse(flawsOf({ ...options }))
      const { exporter } = yield* Effect.promise(() => import("./otlp.ts"))
      return exporter(options)
    }),
  )
