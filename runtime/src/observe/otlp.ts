import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Otlp from "effect/observability/Otlp"
import type { OtlpOptions } from "./export.ts"

/** Sends everything to a collector. */
export const exporter = ({ url, service, headers, interval = "5 seconds" }: OtlpOptions): Layer.Layer<never> =>
  Otlp.layerJson({
    baseUrl: url,
    resource: { serviceName: service },
    ...(headers && { headers }),
    loggerExportInterval: interval,
    metricsExportInterval: interval,
    tracerExportInterval: interval,
    shutdownTimeout: "3 seconds",
  }).pipe(Layer.provide(FetchHttpClient.layer))
