import { format } from "effect/observability/PrometheusMetrics"

/** All metrics of the context, as Prometheus reads them. */
export const exposition = format()
