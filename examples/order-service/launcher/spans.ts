import * as Schema from "effect/Schema"

/** A collector of OpenTelemetry's spans, small enough for one page. */
const Otlp = Schema.Struct({
  resourceSpans: Schema.Array(
    Schema.Struct({
      resource: Schema.Struct({
        attributes: Schema.Array(Schema.Struct({ key: Schema.String, value: Schema.Unknown })),
      }),
      scopeSpans: Schema.Array(
        Schema.Struct({
          spans: Schema.Array(
            Schema.Struct({
              traceId: Schema.String,
              name: Schema.String,
              startTimeUnixNano: Schema.String,
              endTimeUnixNano: Schema.String,
              attributes: Schema.Array(Schema.Struct({ key: Schema.String, value: Schema.Unknown })),
            }),
          ),
        }),
      ),
    }),
  ),
})

/** Something that a process did for an order. */
export interface Span {
  readonly process: string
  readonly name: string
  /** Milliseconds since 1970, with a fraction. */
  readonly start: number
  readonly end: number
}

export interface Spans {
  readonly schema: typeof Otlp
  readonly take: (message: typeof Otlp.Type) => void
  /** What was done for an order, in the order of its beginning. */
  readonly of: (order: string) => readonly Span[]
}

type Attributes = readonly { readonly key: string; readonly value: unknown }[]

const Text = Schema.Struct({ stringValue: Schema.String })
const isText = Schema.is(Text)

const attribute = (attributes: Attributes, name: string): string | undefined => {
  const value = attributes.find(({ key }) => key === name)?.value
  return isText(value) ? value.stringValue : undefined
}

const millis = (nanos: string): number => Number(BigInt(nanos) / 1000n) / 1000

const mostTraces = 5000

/** Values by key, of which the oldest give way. */
const bounded = <Value>() => {
  const values = new Map<string, Value>()
  return {
    get: (key: string): Value | undefined => values.get(key),
    set(key: string, value: Value): void {
      values.set(key, value)
      const [oldest] = values.keys()
      if (values.size > mostTraces && oldest !== undefined) values.delete(oldest)
    },
  }
}

/** Keeps the latest spans by trace, and knows which traces belong to an order. */
export const openSpans = (): Spans => {
  const byTrace = bounded<readonly Span[]>()
  const tracesOf = bounded<ReadonlySet<string>>()
  return {
    schema: Otlp,
    take({ resourceSpans }) {
      for (const { resource, scopeSpans } of resourceSpans) {
        const process = attribute(resource.attributes, "service.name") ?? ""
        for (const { traceId, name, startTimeUnixNano, endTimeUnixNano, attributes } of scopeSpans.flatMap(
          ({ spans }) => spans,
        )) {
          const span = { process, name, start: millis(startTimeUnixNano), end: millis(endTimeUnixNano) }
          byTrace.set(traceId, [...(byTrace.get(traceId) ?? []), span])
          const order = attribute(attributes, "order")
          if (order !== undefined) tracesOf.set(order, new Set([...(tracesOf.get(order) ?? []), traceId]))
        }
      }
    },
    of: (order) =>
      [...(tracesOf.get(order) ?? [])]
        .flatMap((trace) => byTrace.get(trace) ?? [])
        .toSorted((one, other) => one.start - other.start),
  }
}
